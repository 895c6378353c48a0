"""A board as JSON: every root as plain JSON under its own name, with the schema's version in front.

Written whole, with what was deleted and with what this program does not know, so that nothing is
lost on the way. A file of an older schema is upgraded version by version; one of a newer schema is
refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from canvas.document.board import Board, NewerSchema, TornBoard
from canvas.document.records import SCHEMA, Json, new_id
from canvas.document.values import LONGEST_TEXT, LONGEST_TITLE, Unfit, identity, plain, words
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.document.writes import META, NESTED, ROOTS, Begin, Create, Keep, Write

FORMAT = "shotweave"

Roots: TypeAlias = "dict[str, dict[str, Any]]"
Upgrade: TypeAlias = Callable[[Roots], Roots]

UPGRADES: Mapping[int, Upgrade] = MappingProxyType({})
"""From each older schema to the next one; schema 1 is the first."""


def to_json(board: Board) -> dict[str, Json]:
    """The whole board; equal boards give equal objects."""
    roots: dict[str, Json] = {}
    for root, found in board.registers().items():
        roots[root] = {id: _sorted(found[id]) for id in sorted(found)}
    return {"format": FORMAT, "schema": board.meta.schema, **roots}


def _sorted(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return value


def from_json(data: object, *, person: str, upgrades: Mapping[int, Upgrade] = UPGRADES) -> Board:
    """A new board with a lineage of its own, as its history is not that of the board that was
    written.

    Raises NewerSchema, and TornBoard where `data` is no board at all; what makes no sense inside it
    is read as missing.
    """
    roots = _upgraded(*_opened(data), upgrades)
    meta = {**_registers(roots[META]), "lineage": new_id(), "schema": SCHEMA}
    return Board.written(meta, list(_writes(roots)), person=person)


def _opened(data: object) -> tuple[int, Roots]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _torn(say(QT_TRANSLATE_NOOP("words", "This is not the JSON form of a board.")))
    schema = data.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise _torn(say(QT_TRANSLATE_NOOP("words", "The board's schema is missing.")))
    if schema > SCHEMA:
        raise NewerSchema(schema)
    roots: Roots = {}
    for root in ROOTS:
        found = data.get(root, {})
        if not isinstance(found, dict):
            raise _torn(
                say(QT_TRANSLATE_NOOP("words", "The board's part {root} is damaged."), root=root)
            )
        roots[root] = found
    return schema, roots


def _torn(what: Sentence) -> TornBoard:
    return TornBoard(
        what,
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was opened.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose a file that Shotweave wrote.")),
    )


def _upgraded(schema: int, roots: Roots, upgrades: Mapping[int, Upgrade]) -> Roots:
    for version in range(schema, SCHEMA):
        roots = upgrades[version](roots)
    return roots


def _writes(roots: Roots) -> Iterator[Write]:
    """Entries with an id that can be kept; readers judge the rest."""
    for root in ROOTS[1:]:
        for id, value in roots[root].items():
            try:
                yield _entry(root, identity(id), value)
            except Unfit:
                continue


def _entry(root: str, id: str, value: object) -> Write:
    if root == "texts":
        return Begin(id, words(LONGEST_TEXT)(value))
    if root in NESTED:
        return Create(root, id, _registers(value))
    return Keep(root, id, _registers(value))


def _registers(value: object) -> dict[str, Json]:
    """Whatever of a record can be kept."""
    kept: dict[str, Json] = {}
    if not isinstance(value, dict):
        raise Unfit(say(QT_TRANSLATE_NOOP("words", "This is not a record.")))
    for name, register in value.items():
        try:
            kept[words(LONGEST_TITLE)(name)] = plain(register)
        except Unfit:
            continue
    return kept
