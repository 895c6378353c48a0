"""How each record stands in the document: its registers, how they are read, checked and written.

`read` is forgiving: a missing or senseless register counts as its default, and only a record
without what it cannot do without is None. `check` is strict and gives the reason. `write` leaves
out what equals the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from canvas.document import values
from canvas.document.records import SIZES, Json, Node, Transition
from canvas.document.timing import Rate
from canvas.document.values import Parse, Unfit

R = TypeVar("R")

PARAM = "p."
"""What the registers of parameters begin with."""

DELETED = "del"

NO_PARAMS: Mapping[str, Json] = {}
"""Most nodes have none set: they share this one."""

NOTHING_KNOWN: Mapping[str, str] = {}


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
    shared: bool = False
    """Most records have a value here that others have too."""


@dataclass(frozen=True)
class Form(Generic[R]):
    """The registers of one kind of record."""

    record: type[R]
    identity: str
    """The attribute that is the record's key in its root, "" for none."""
    key: Parse
    slots: Mapping[str, Slot]

    defaults: Mapping[str, object] = field(init=False)
    """By attribute."""
    needed: frozenset[str] = field(init=False)
    """Attributes without which there is no record."""

    def __post_init__(self) -> None:
        attributes = {slot.attribute for slot in self.slots.values()}
        defaults = _defaults(self.record)
        object.__setattr__(self, "defaults", defaults)
        object.__setattr__(self, "needed", attributes - defaults.keys())


def read(form: Form[R], key: str, registers: object) -> R | None:
    """The record, or None where `registers` is none."""
    return _read(form, form.slots, key, registers)


def read_all(
    form: Form[R], found: Mapping[str, object], known: Mapping[str, str] = NOTHING_KNOWN
) -> Iterator[tuple[str, R]]:
    """Every record among `found` by its key. A text or a size that many have is looked at and kept
    once, and an id that is `known` is kept as the object that it is there."""
    slots = {
        name: replace(slot, parse=_once(slot.parse, known)) if slot.shared else slot
        for name, slot in form.slots.items()
    }
    for key, registers in found.items():
        record = _read(form, slots, key, registers)
        if record is not None:
            yield key, record


def _once(parse: Parse, known: Mapping[str, str]) -> Parse:
    texts: dict[str, object] = {}
    kept: dict[object, object] = {}

    def parse_once(value: object) -> object:
        if type(value) is not str:
            typed = parse(value)
            return kept.setdefault(typed, typed)
        typed = texts.get(value)
        if typed is None:
            typed = parse(value)
            typed = texts[value] = known.get(typed, typed) if type(typed) is str else typed
        return typed

    return parse_once


def _read(form: Form[R], slots: Mapping[str, Slot], key: str, registers: object) -> R | None:
    if not isinstance(registers, dict):
        return None
    arguments, strays = _sound(slots, registers)
    if not form.needed <= arguments.keys():
        return None
    if form.record is Node:
        kind = arguments["kind"]
        arguments["params"] = _params(kind, strays) if strays else NO_PARAMS
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


def patched(form: Form[R], record: R, registers: Mapping[str, object]) -> R:
    """The record after these registers were written; none of them one that it cannot do without."""
    changes: dict[str, Any] = {}
    for name, value in registers.items():
        slot = form.slots.get(name)
        if slot is not None:
            changes[slot.attribute] = _or_default(form, record, slot, value)
    if isinstance(record, Node):
        names = [name for name in registers if name.startswith(PARAM)]
        if names:
            kept = {
                name: value for name, value in record.params.items() if PARAM + name not in names
            }
            changes["params"] = kept | _params(record.kind, registers)
    return replace(cast(Any, record), **changes)  # type: ignore[no-any-return]  # of its own type


def _or_default(form: Form[Any], record: object, slot: Slot, value: object) -> object:
    """The value, or the default where it is missing or makes no sense."""
    if value is not None:
        try:
            return slot.parse(value)
        except Unfit:
            pass
    if isinstance(record, Node) and slot.attribute == "size":
        return SIZES[record.kind]
    return form.defaults[slot.attribute]


def changed(form: Form[R], before: R, after: R) -> set[str]:
    """The registers in which two records differ."""
    return {
        name
        for name, slot in form.slots.items()
        if getattr(before, slot.attribute) != getattr(after, slot.attribute)
    }


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
    defaults = form.defaults
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
