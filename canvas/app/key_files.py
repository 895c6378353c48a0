"""Shortcuts in a file of their own: taken to another machine, or given to somebody else.

JSON: {"shotweave": "shortcuts", "version": 1, "keys": {"node.copy": ["Ctrl+C"], ...}}, with those
verbs only whose keys a person has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from assets.whole import write_whole
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

Keys = Mapping[str, tuple[str, ...]]
"""Name of a verb -> its keys, as they are spelled in settings."""

KIND, VERSION = "shortcuts", 1
LARGEST = 1 << 20
"""Bytes of a file that is read."""

MOST_VERBS, MOST_KEYS, LONGEST = 2000, 20, 100
"""Verbs in a file, keys of one verb, and letters of a name or of a key."""


class BadKeyFile(Trouble):
    code = "bad_key_file"


def write(path: Path, keys: Keys) -> None:
    """Write keys to a file, all of it or nothing. Raises BadKeyFile."""
    table = {name: list(held) for name, held in sorted(keys.items())}
    words = {"shotweave": KIND, "version": VERSION, "keys": table}
    try:
        write_whole(path, json.dumps(words, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise BadKeyFile(
            say(
                QT_TRANSLATE_NOOP("words", "The shortcuts could not be written to {path}."),
                path=path,
            ),
            meaning=say("{reason}", reason=error.strerror or error),
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose another place.")),
        ) from error


def read(path: Path) -> Keys:
    """The keys in a file, as they stand there. Raises BadKeyFile."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadKeyFile(
            say(QT_TRANSLATE_NOOP("words", "{path} cannot be read."), path=path),
            meaning=say("{reason}", reason=error.strerror or error),
        ) from error
    try:
        return _read(json.loads(data.decode("utf-8")) if len(data) <= LARGEST else None)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadKeyFile(
            say(QT_TRANSLATE_NOOP("words", "{path} holds no shortcuts."), path=path),
            meaning=say(QT_TRANSLATE_NOOP("words", "Your shortcuts stay as they are.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose a file that Shotweave has exported.")),
        ) from error


def _read(words: object) -> Keys:
    if not isinstance(words, dict) or words.get("shotweave") != KIND:
        raise ValueError("no file of shortcuts")
    table = words.get("keys")
    if words.get("version") != VERSION or not isinstance(table, dict) or len(table) > MOST_VERBS:
        raise ValueError("another version, or no table")
    return {_short(name): _keys(held) for name, held in table.items()}


def _keys(held: object) -> tuple[str, ...]:
    if not isinstance(held, list) or len(held) > MOST_KEYS:
        raise TypeError("no list of keys")
    return tuple(_short(key) for key in held)


def _short(word: object) -> str:
    if not isinstance(word, str) or len(word) > LONGEST:
        raise TypeError("no short word")
    return word
