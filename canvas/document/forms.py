"""How each record stands in the document: its registers, how they are read, checked and written.

`read` is forgiving: a missing or senseless register counts as its default, and only a record
without what it cannot do without is None. `check` is strict and gives the reason. `write` leaves
out what equals the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from canvas.document import values
from canvas.document.records import (
    PARAMS,
    SIZES,
    Asset,
    Cue,
    Edge,
    Json,
    Mark,
    Meta,
    Node,
    Render,
    Shot,
    Take,
    Transition,
)
from canvas.document.timing import Rate
from canvas.document.values import Parse, Unfit

R = TypeVar("R")

PARAM = "p."
"""What the registers of parameters begin with."""

DELETED = "del"


def _defaults(record: type) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for item in fields(record):
        if item.default is not MISSING:
            found[item.name] = item.default
        elif item.default_factory is not MISSING:
            found[item.name] = item.default_factory()
    return found


@dataclass(frozen=True, slots=True)
class Slot:
    """A register: the attribute it is read into, and what may stand there."""

    attribute: str
    parse: Parse
    kept: bool = False
    """Written even when it equals the default."""


@dataclass(frozen=True)
class Form(Generic[R]):
    """The registers of one kind of record."""

    record: type[R]
    identity: str
    """The attribute that is the record's key in its root, "" for none."""
    key: Parse
    slots: Mapping[str, Slot]

    needed: frozenset[str] = field(init=False)
    """Attributes without which there is no record."""

    def __post_init__(self) -> None:
        attributes = {slot.attribute for slot in self.slots.values()}
        object.__setattr__(self, "needed", attributes - _defaults(self.record).keys())


_title = values.words(values.LONGEST_TITLE)
_label = values.words(100)
_frame = values.whole(0, values.LONGEST_FILM)
_pixels = values.whole(0, 1_000_000)
_optional_id = values.optional(values.identity)
_optional_hash = values.optional(values.content_hash)
_deleted = Slot("deleted", values.flag)

META = Form(
    Meta,
    "",
    values.identity,
    {
        "schema": Slot("schema", values.whole(1, 1_000_000)),
        "lineage": Slot("lineage", _label),
        "title": Slot("title", _title),
        "rate": Slot("rate", values.rate),
        "width": Slot("width", values.whole(16, 16384)),
        "height": Slot("height", values.whole(16, 16384)),
    },
)

NODE = Form(
    Node,
    "id",
    values.identity,
    {
        "kind": Slot("kind", values.kind),
        "pos": Slot("pos", values.position, kept=True),
        "size": Slot("size", values.size, kept=True),
        "z": Slot("z", values.order, kept=True),
        "parent": Slot("parent", _optional_id),
        "title": Slot("title", _title),
        "color": Slot("color", values.optional(values.colour)),
        "locked": Slot("locked", values.flag),
        "refs": Slot("refs", values.several(values.content_hash, 0, 64)),
        "take": Slot("take", _optional_id),
        DELETED: _deleted,
    },
)

EDGE = Form(
    Edge,
    "",
    values.identity,
    {
        "source": Slot("source", values.identity),
        "out": Slot("out", values.identity),
        "target": Slot("target", values.identity),
        "into": Slot("into", values.identity),
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

_DEFAULTS = {id(form): _defaults(form.record) for form in (*FORMS.values(), META)}


def default(form: Form[Any], attribute: str) -> object:
    return _DEFAULTS[id(form)][attribute]


def read(form: Form[R], key: str, registers: object) -> R | None:
    """The record, or None where `registers` is none."""
    if not isinstance(registers, dict):
        return None
    arguments, strays = _sound(form.slots, registers)
    if not form.needed <= arguments.keys():
        return None
    if form.record is Node:
        kind = arguments["kind"]
        arguments["params"] = _params(kind, strays) if strays else {}
        if "size" not in arguments:
            arguments["size"] = SIZES[kind]
    if form.identity:
        arguments[form.identity] = key
    return form.record(**arguments)


def _sound(
    slots: Mapping[str, Slot], registers: dict[str, object]
) -> tuple[dict[str, Any], dict[str, object]]:
    """By attribute, whatever makes sense; and by name, what is no register of this form."""
    found: dict[str, Any] = {}
    strays: dict[str, object] = {}
    for name, value in registers.items():
        slot = slots.get(name)
        if slot is None:
            strays[name] = value
        elif value is not None:
            try:
                found[slot.attribute] = slot.parse(value)
            except Unfit:
                continue  # readers default what makes no sense
    return found, strays


def _params(kind: Any, registers: Mapping[str, object]) -> dict[str, Json]:
    params: dict[str, Json] = {}
    for name, value in registers.items():
        if value is not None and name.startswith(PARAM):
            try:
                params[name[2:]] = values.parameter(kind, name[2:], value)
            except Unfit:
                continue
    return params


def check(form: Form[R], record: R) -> R:
    """The record with every value in its own type, or Unfit."""
    if type(record) is not form.record:
        raise TypeError(f"{record!r} is no {form.record.__name__}")
    if form.identity:
        form.key(getattr(record, form.identity))
    typed = {
        slot.attribute: slot.parse(getattr(record, slot.attribute)) for slot in form.slots.values()
    }
    if isinstance(record, Node):
        typed["params"] = {
            name: values.parameter(record.kind, name, value)
            for name, value in record.params.items()
        }
    if form.identity:
        typed[form.identity] = getattr(record, form.identity)
    return form.record(**typed)


def write(form: Form[Any], record: object) -> dict[str, Json]:
    """The registers of a record, without those that equal their default."""
    defaults = _DEFAULTS[id(form)]
    registers: dict[str, Json] = {}
    for name, slot in form.slots.items():
        value = getattr(record, slot.attribute)
        if slot.kept or slot.attribute not in defaults or value != defaults[slot.attribute]:
            registers[name] = raw(value)
    if isinstance(record, Node):
        registers |= {PARAM + name: value for name, value in record.params.items()}
    return registers


def raw(value: object) -> Json:
    """A typed value as JSON."""
    if isinstance(value, Rate):
        return [value.numerator, value.denominator]
    if isinstance(value, Transition):
        return [value.kind, value.frames]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [raw(item) for item in value]
    return cast(Json, value)


def defaults_of_params(kind: Any) -> Mapping[str, object]:
    return {name: param.default for name, param in PARAMS[kind].items()}
