"""Schema v1: the registers of every record. A new shape is a new schema with an upgrade in
codec.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from canvas.document import values
from canvas.document.forms import DELETED, Form, Slot
from canvas.document.records import Asset, Cue, Edge, Mark, Meta, Node, Render, Shot, Take

_title = values.words(values.LONGEST_TITLE)
_label = values.words(100)
_frame = values.whole(0, values.LONGEST_FILM)
_pixels = values.whole(0, 1_000_000)
_optional_id = values.optional(values.identity)
_optional_hash = values.optional(values.content_hash)
_deleted = Slot("deleted", values.flag)

LEAST_SIDE, MOST_SIDE = 16, 16384
"""Pixels of a film's width and height."""

MOST_BENDS = 32
"""Points that a wire may be led through."""

META = Form(
    Meta,
    "",
    values.identity,
    {
        "schema": Slot("schema", values.whole(1, 1_000_000)),
        "lineage": Slot("lineage", _label),
        "title": Slot("title", _title),
        "rate": Slot("rate", values.rate),
        "width": Slot("width", values.whole(LEAST_SIDE, MOST_SIDE)),
        "height": Slot("height", values.whole(LEAST_SIDE, MOST_SIDE)),
    },
)

NODE = Form(
    Node,
    "id",
    values.identity,
    {
        "kind": Slot("kind", values.kind, shared=True),
        "pos": Slot("pos", values.position, kept=True),
        "size": Slot("size", values.size, kept=True, shared=True),
        "z": Slot("z", values.order, kept=True, shared=True),
        "parent": Slot("parent", _optional_id, shared=True),
        "title": Slot("title", _title),
        "color": Slot("color", values.optional(values.colour)),
        "locked": Slot("locked", values.flag),
        "refs": Slot("refs", values.several(values.content_hash, 0, 64), shared=True),
        "take": Slot("take", _optional_id),
        DELETED: _deleted,
    },
)

EDGE = Form(
    Edge,
    "",
    values.identity,
    {
        "source": Slot("source", values.identity, shared=True),
        "out": Slot("out", values.identity, shared=True),
        "target": Slot("target", values.identity, shared=True),
        "into": Slot("into", values.identity, shared=True),
        "bends": Slot("bends", values.several(values.position, 0, MOST_BENDS)),
        DELETED: _deleted,
    },
)

SHOT = Form(
    Shot,
    "id",
    values.identity,
    {
        "node": Slot("node", values.identity),
        "seq": Slot("seq", values.order),
        "in": Slot("in_", _frame),
        "out": Slot("out", values.optional(values.whole(1, values.LONGEST_FILM))),
        "transition": Slot("transition", values.transition),
        "number": Slot("number", _label),
        DELETED: _deleted,
    },
)

ASSET = Form(
    Asset,
    "hash",
    values.content_hash,
    {
        "kind": Slot("kind", values.one_of(("picture", "video", "sound"))),
        "mime": Slot("mime", _label),
        "suffix": Slot("suffix", _label),
        "bytes": Slot("bytes", values.whole(0, 2**53)),
        "name": Slot("name", values.words(1000)),
        "width": Slot("width", _pixels),
        "height": Slot("height", _pixels),
        "frames": Slot("frames", _frame),
        "rate": Slot("rate", values.optional(values.rate)),
        "seconds": Slot("seconds", values.number(0, 1e9)),
        "sound": Slot("sound", values.flag),
        "thumbnail": Slot("thumbnail", _optional_hash),
        "proxy": Slot("proxy", _optional_hash),
    },
)

TAKE = Form(
    Take,
    "id",
    values.identity,
    {
        "node": Slot("node", values.identity),
        "key": Slot("key", values.identity),
        "asset": Slot("asset", values.content_hash),
        "model": Slot("model", _label),
        "frames": Slot("frames", values.whole(1, values.LONGEST_FILM)),
        "rate": Slot("rate", values.rate),
        "made": Slot("made", _label),
        "person": Slot("person", _title),
        "recipe": Slot("recipe", values.mapping),
    },
)

RENDER = Form(
    Render,
    "key",
    values.identity,
    {
        "asset": Slot("asset", values.content_hash),
        "frames": Slot("frames", values.whole(1, values.LONGEST_FILM)),
        "rate": Slot("rate", values.rate),
        "precision": Slot("precision", _label),
    },
)

CUE = Form(
    Cue,
    "id",
    values.identity,
    {
        "kind": Slot("kind", values.one_of(("sound", "caption", "marker"))),
        "at": Slot("at", _frame),
        "frames": Slot("frames", _frame),
        "text": Slot("text", values.words(values.LONGEST_TEXT)),
        "asset": Slot("asset", _optional_hash),
        "in": Slot("in_", _frame),
        "gain": Slot("gain", values.number(-120, 60)),
        DELETED: _deleted,
    },
)

MARK = Form(
    Mark,
    "id",
    values.identity,
    {
        "kind": Slot("kind", values.identity),
        "name": Slot("name", _title),
        "value": Slot("value", values.plain),
        DELETED: _deleted,
    },
)

FORMS: Mapping[str, Form[Any]] = MappingProxyType(
    {
        "nodes": NODE,
        "edges": EDGE,
        "shots": SHOT,
        "takes": TAKE,
        "renders": RENDER,
        "assets": ASSET,
        "cues": CUE,
        "marks": MARK,
    }
)
