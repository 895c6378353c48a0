"""A part of a board as text: what the clipboard carries from board to board and window to window.

Plain JSON with the registers of the document. It may come from anywhere, so it is read as
forgivingly as a board is: what makes no sense is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from assets.store import Store
from canvas.app.arrows import released
from canvas.document import forms, schema
from canvas.document.board import Board
from canvas.document.forms import Form
from canvas.document.records import SCHEMA, WRITABLE, Asset, Edge, Node, NodeKind, Shot, Take
from canvas.document.timing import Rate, rescaled
from canvas.document.values import LONGEST_TEXT, Unfit, identity, rate, words
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

MIME = "application/x-shotweave-nodes+json"
FORMAT = "shotweave nodes"

R = TypeVar("R")


class NoNodes(Trouble):
    """A text that does not hold nodes of a board."""

    code = "no-nodes"


@dataclass(frozen=True, slots=True)
class Clipping:
    """Nodes with all that they need elsewhere."""

    lineage: str
    """The board that they were taken from."""
    rate: Rate
    media: Path | None
    """Where that board's files lie, on this machine."""
    nodes: tuple[Node, ...]
    """From the back to the front."""
    texts: Mapping[str, str] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    """Among the nodes, and into them from others."""
    shots: tuple[Shot, ...] = ()
    """In the film's order."""
    takes: tuple[Take, ...] = ()
    """The chosen ones."""
    assets: tuple[Asset, ...] = ()


def words_of(board: Board, nodes: Iterable[str]) -> str:
    """What nodes say, for programs that take only text."""
    said = (board.text(id) or board.nodes[id].title for id in nodes)
    return "\n\n".join(text for text in said if text)


def clipping(board: Board, nodes: Iterable[str], *, media: Path | None) -> Clipping:
    """These nodes as they are now. Files are named, not copied."""
    found = sorted((board.nodes[id] for id in nodes), key=lambda node: (node.z, node.id))
    ids = {node.id for node in found}
    chosen = (board.takes.get(node.take or "") for node in found)
    takes = [take for take in chosen if take is not None]
    return Clipping(
        lineage=board.meta.lineage,
        rate=board.meta.rate,
        media=media,
        nodes=tuple(released(board, node, dict(zip(ids, ids, strict=True))) for node in found),
        texts={node.id: board.text(node.id) for node in found if node.kind in WRITABLE},
        edges=tuple(edge for node in found for edge in board.links_into(node.id)),
        shots=tuple(shot for shot in board.film if shot.node in ids),
        takes=tuple(takes),
        assets=_assets(board, found, takes),
    )


def _assets(board: Board, nodes: Iterable[Node], takes: Iterable[Take]) -> tuple[Asset, ...]:
    named: dict[str, None] = {}
    for node in nodes:
        named |= dict.fromkeys(node.refs)
        # a mask is a setting that names a file
        named |= {value: None for value in node.params.values() if isinstance(value, str)}
    named |= {take.asset: None for take in takes}
    return tuple(board.assets[hash] for hash in named if hash in board.assets)


def to_text(clip: Clipping) -> str:
    """The JSON form."""
    return json.dumps(
        {
            "format": FORMAT,
            "schema": SCHEMA,
            "lineage": clip.lineage,
            "rate": forms.raw(clip.rate),
            "media": str(clip.media) if clip.media else None,
            "nodes": {node.id: forms.write(schema.NODE, node) for node in clip.nodes},
            "texts": dict(clip.texts),
            "edges": [forms.write(schema.EDGE, edge) for edge in clip.edges],
            "shots": {shot.id: forms.write(schema.SHOT, shot) for shot in clip.shots},
            "takes": {take.id: forms.write(schema.TAKE, take) for take in clip.takes},
            "assets": {asset.hash: forms.write(schema.ASSET, asset) for asset in clip.assets},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> Clipping:
    """What a text holds. Raises NoNodes where it is not the JSON form, or of a newer program."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _no_nodes()
    known = data.get("schema")
    if not isinstance(known, int) or known > SCHEMA:
        raise NoNodes(
            say(QT_TRANSLATE_NOOP("words", "These nodes were copied in a newer Shotweave.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was pasted.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Update Shotweave, then copy them again.")),
        )
    media = data.get("media")
    clip = Clipping(
        lineage=str(data.get("lineage", "")),
        rate=_rate(data.get("rate")),
        media=Path(media) if isinstance(media, str) and media else None,
        nodes=_records(schema.NODE, data.get("nodes")),
        texts=_texts(data.get("texts")),
        edges=_edges(data.get("edges")),
        shots=_records(schema.SHOT, data.get("shots")),
        takes=_records(schema.TAKE, data.get("takes")),
        assets=_records(schema.ASSET, data.get("assets")),
    )
    if not clip.nodes:
        raise _no_nodes()
    return clip


def _no_nodes() -> NoNodes:
    return NoNodes(
        say(QT_TRANSLATE_NOOP("words", "The clipboard holds no nodes.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was pasted.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Copy them in Shotweave first.")),
    )


def _records(form: Form[R], found: object) -> tuple[R, ...]:
    if not isinstance(found, dict):
        return ()
    records = (_record(form, key, value) for key, value in found.items())
    return tuple(record for record in records if record is not None)


def _record(form: Form[R], key: Any, value: object) -> R | None:
    try:
        form.key(key)
        record = forms.read(form, key, value)
        return record if record is None else forms.check(form, record)
    except Unfit:
        return None


def _rate(found: object) -> Rate:
    try:
        return rate(found)
    except Unfit:
        return Rate(24)


def _edges(found: object) -> tuple[Edge, ...]:
    if not isinstance(found, list):
        return ()
    edges = (_record(schema.EDGE, "edge", value) for value in found)
    return tuple(edge for edge in edges if edge is not None)


def _texts(found: object) -> dict[str, str]:
    texts: dict[str, str] = {}
    for id, text in found.items() if isinstance(found, dict) else ():
        try:
            texts[str(identity(id))] = str(words(LONGEST_TEXT)(text))
        except Unfit:
            continue
    return texts


def files_of(clip: Clipping) -> dict[str, str]:
    """Every file that the nodes show, with its suffix: the files themselves, their small pictures
    and proxies."""
    files: dict[str, str] = {}
    for asset in clip.assets:
        files[asset.hash] = asset.suffix
        for small in (asset.thumbnail, asset.proxy):
            if small is not None:
                files[small] = ""
    return files


def missing_from(clip: Clipping, store: Store) -> tuple[str, ...]:
    """The files that a board does not have yet."""
    return tuple(hash for hash in files_of(clip) if store.find(hash) is None)


def fetch(
    clip: Clipping,
    store: Store,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[str, ...]:
    """Copy what is missing out of the folder that the nodes come from. Any thread. Returns the
    files that are not there, or no longer hold what their name says. Raises Stopped, DiskTrouble.
    """
    wanted = missing_from(clip, store)
    source = Store(clip.media) if clip.media is not None else None
    gone: list[str] = []
    for number, hash in enumerate(wanted):
        found = source.find(hash) if source is not None else None
        share = None if progress is None else _part(progress, number, len(wanted))
        if found is None:
            gone.append(hash)
            continue
        put = store.put(found, found.suffix, progress=share, cancelled=cancelled)
        if put.hash != hash:
            gone.append(hash)
    return tuple(gone)


def _part(progress: Callable[[float], None], number: int, count: int) -> Callable[[float], None]:
    return lambda share: progress((number + share) / count)


def at_rate(clip: Clipping, new: Rate) -> Clipping:
    """The same lengths in seconds, counted in the frames of a board at `new`."""
    old = clip.rate
    if old == new:
        return clip
    shots = (
        replace(
            shot,
            in_=rescaled(shot.in_, old, new),
            out=None if shot.out is None else max(rescaled(shot.out, old, new), 1),
            transition=replace(shot.transition, frames=rescaled(shot.transition.frames, old, new)),
        )
        for shot in clip.shots
    )
    nodes = tuple(_node_at(node, old, new) for node in clip.nodes)
    return replace(clip, rate=new, nodes=nodes, shots=tuple(shots))


def _node_at(node: Node, old: Rate, new: Rate) -> Node:
    frames = node.param("frames") if node.kind is NodeKind.clip else None
    if not isinstance(frames, int):
        return node
    return replace(node, params={**node.params, "frames": max(rescaled(frames, old, new), 1)})
