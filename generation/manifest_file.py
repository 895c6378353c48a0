"""Reads a manifest from its TOML file. Whatever is wrong is refused with the file and the field."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say, spelled
from generation.manifest import File, Limits, Lora, Manifest, Settings

LARGEST = 1 << 20
"""Bytes of a manifest that are read at all."""
_LARGEST_FILE = 1 << 44
_MOST = 10_000

Check = Callable[[Any], Any]
"""Hands a value of the file back as the record keeps it; raises _Wrong."""


class BadManifest(Trouble):
    code = "bad_manifest"


class _Wrong(Exception):
    def __init__(self, reason: Sentence, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def manifest_from(path: Path, *, own: bool = False) -> Manifest:
    """Read one file; `own` says that the model's files lie beside it. Raises BadManifest."""
    try:
        found: Manifest = _record(_MANIFEST, Manifest, _table(path))
        _fit_together(found)
    except _Wrong as wrong:
        raise _refused(path, wrong) from wrong
    if not own:
        return found
    object.__setattr__(found, "folder", path.parent)  # nobody else has seen it yet
    return found


def _table(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():  # a pipe would keep us for ever
            raise _Wrong(say(QT_TRANSLATE_NOOP("words", "it is not a file")))
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise _Wrong(say(QT_TRANSLATE_NOOP("words", "the file is far too large")))
        return tomllib.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _Wrong(say(QT_TRANSLATE_NOOP("words", "the file is not UTF-8 text"))) from error
    except (OSError, ValueError, RecursionError) as error:
        text_ = QT_TRANSLATE_NOOP("words", "the file is not readable TOML ({error})")
        raise _Wrong(say(text_, error=spelled(str(error)))) from error


def _refused(path: Path, wrong: _Wrong) -> BadManifest:
    name = f"{path.parent.name}/{path.name}" if path.name == "manifest.toml" else path.name
    text = (
        QT_TRANSLATE_NOOP("words", "The description of a model, {name}, is wrong: {reason}.")
        if not wrong.field
        else QT_TRANSLATE_NOOP(
            "words", "The description of a model, {name}, is wrong at “{field}”: {reason}."
        )
    )
    return BadManifest(
        say(text, name=spelled(name), field=wrong.field, reason=wrong.reason),
        meaning=say(QT_TRANSLATE_NOOP("words", "This model is left out; the others are there.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Repair the file or move it away.")),
    )


# -- the pieces


def _record(checks: Mapping[str, Check], kind: type[Any], table: object) -> Any:
    if not isinstance(table, dict):
        raise _Wrong(say(QT_TRANSLATE_NOOP("words", "it is not a table")))
    values = {}
    for name, value in table.items():
        if name not in checks:
            raise _Wrong(say(QT_TRANSLATE_NOOP("words", "there is no such field")), spelled(name))
        values[name] = _at(name, checks[name], value)
    for each in fields(kind):
        if _is_required(each) and each.name not in values:
            raise _Wrong(say(QT_TRANSLATE_NOOP("words", "it is missing")), each.name)
    return kind(**values)


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _at(name: str, check: Check, value: object) -> Any:
    try:
        return check(value)
    except _Wrong as wrong:
        inner = f"{name}.{wrong.field}" if wrong.field else name
        raise _Wrong(wrong.reason, inner) from wrong


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            text = QT_TRANSLATE_NOOP("words", "it is not a whole number from {low} to {high}")
            raise _Wrong(say(text, low=low, high=high))
        return value

    return check


def _number(low: float, high: float) -> Check:
    def check(value: Any) -> float:
        fine = isinstance(value, int | float) and not isinstance(value, bool)
        if not fine or not math.isfinite(value) or not low <= value <= high:
            text = QT_TRANSLATE_NOOP("words", "it is not a number from {low} to {high}")
            raise _Wrong(say(text, low=low, high=high))
        return float(value)

    return check


def _text(longest: int, *, empty: bool = True, form: str = "") -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not (value or empty):
            text = QT_TRANSLATE_NOOP("words", "it is not a text of 1 to {longest} letters")
            raise _Wrong(say(text, longest=longest))
        if form and value and not re.fullmatch(form, value):
            text = QT_TRANSLATE_NOOP("words", "“{value}” is not allowed here")
            raise _Wrong(say(text, value=spelled(value[:80])))
        return value

    return check


def _one_of(*names: str) -> Check:
    def check(value: Any) -> str:
        if value not in names or not isinstance(value, str):
            text = QT_TRANSLATE_NOOP("words", "it is none of: {names}")
            raise _Wrong(say(text, names=", ".join(names)))
        return value

    return check


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(say(QT_TRANSLATE_NOOP("words", "it is not true or false")))
    return value


def _several(check: Check, most: int = _MOST) -> Check:
    def each(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > most:
            text = QT_TRANSLATE_NOOP("words", "it is not a list of at most {most}")
            raise _Wrong(say(text, most=most))
        return tuple(_at(str(at + 1), check, one) for at, one in enumerate(value))

    return each


def _by_name(check: Check, names: Check) -> Check:
    def each(value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict) or len(value) > _MOST:
            raise _Wrong(say(QT_TRANSLATE_NOOP("words", "it is not a table")))
        named = {_at(spelled(name[:80]), names, name): one for name, one in value.items()}
        return MappingProxyType({name: _at(name, check, one) for name, one in named.items()})

    return each


def _inside(value: Any) -> str:
    """A path that stays in its folder, on every system."""
    path = _text(1024, empty=False)(value)
    parts = PurePosixPath(path).parts
    odd = "\\" in path or ":" in path or any(ord(letter) < 32 for letter in path)
    if odd or path.startswith("/") or ".." in parts or not parts:
        raise _Wrong(say(QT_TRANSLATE_NOOP("words", "this path leaves the model's folder")))
    return str(PurePosixPath(path))


def _safetensors(value: Any) -> str:
    path = _inside(value)
    if not path.endswith((".safetensors", ".gguf")):
        text = QT_TRANSLATE_NOOP("words", "only safetensors and GGUF files are loaded")
        raise _Wrong(say(text))
    return path


def _loadable(value: Any) -> str:
    path = _inside(value)
    if path.lower().endswith((".py", ".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin")):
        text = QT_TRANSLATE_NOOP("words", "programs and pickle files are never loaded")
        raise _Wrong(say(text))
    return path


def _argument(value: Any) -> bool | int | float | str:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(_text(200)(value))
    if isinstance(value, int):
        return int(_whole(-(1 << 31), 1 << 31)(value))
    return float(_number(-1e9, 1e9)(value))


def _rate(value: Any) -> tuple[int, int]:
    pair = _several(_whole(1, 1_000_000), 2)(value)
    if len(pair) != 2 or not 1 <= pair[0] / pair[1] <= 240:
        text = QT_TRANSLATE_NOOP("words", "it is not a rate of 1 to 240 frames a second")
        raise _Wrong(say(text))
    return pair[0], pair[1]


def _of(checks: Mapping[str, Check], kind: type[Any]) -> Check:
    return lambda value: _record(checks, kind, value)


# -- the records

_SHORT, _LONG = _text(200), _text(2000)
_HASH = _text(64, form="[0-9a-f]{64}")
_REPO = _text(200, form=r"[\w.-]+/[\w.-]+")
_WORD = _text(80, empty=False, form=r"[A-Za-z][\w.-]*")
_ID = _text(80, empty=False, form=r"[a-z0-9][a-z0-9._-]*")
_BYTES = _whole(0, _LARGEST_FILE)

INPUT_NAMES = (
    *("words", "negative", "first", "last", "between", "strength", "references", "cast"),
    *("guide", "edit", "clip", "mask", "camera", "paths", "subject", "sound", "guidance", "steps"),
    *("seed", "loop", "draft", "slate"),
)
FAMILIES = (
    *("wan", "wan-vace", "ltx", "ltx2", "h3", "svd", "animatediff", "qwen-edit", "z-image"),
    *("ltx-larger", "ltx2-larger"),
)

_LIMITS: dict[str, Check] = {
    "frames_low": _whole(1, 1_000_000),
    "frames_high": _whole(1, 1_000_000),
    "frames_step": _whole(1, 10_000),
    "frames_offset": _whole(0, 10_000),
    "multiple": _whole(1, 1024),
    "side_low": _whole(1, 16_384),
    "side_high": _whole(1, 16_384),
    "pixels_high": _whole(0, 1 << 28),
    "shape_high": _number(0, 1000),
    "between_step": _whole(1, 1000),
    "pictures": _whole(0, 1000),
    "tokens": _whole(0, 1_000_000),
    "steps_low": _whole(1, 1000),
    "steps_high": _whole(1, 1000),
    "guidance_high": _number(0, 1000),
}
_FILE: dict[str, Check] = {"path": _loadable, "bytes": _BYTES, "sha256": _HASH}
_SETTINGS: dict[str, Check] = {
    "steps": _whole(1, 1000),
    "guidance": _number(0, 1000),
    "guidance_2": _number(0, 1000),
    "pixels": _whole(0, 1 << 28),
    "cache": _one_of("", "first-block"),
    "cache_threshold": _number(0, 1),
    "lora": _text(80),
    "arguments": _by_name(_argument, _WORD),
}
_LORA: dict[str, Check] = {
    "id": _ID,
    "name": _text(200, empty=False),
    "file": _safetensors,
    "file_2": _safetensors,
    "repo": _REPO,
    "revision": _SHORT,
    "bytes": _BYTES,
    "sha256": _HASH,
    "strength": _number(-10, 10),
    "steps": _whole(0, 1000),
    "guidance": _number(0, 1000),
    "trigger": _SHORT,
    "into": _several(_WORD, 20),
}
_MANIFEST: dict[str, Check] = {
    "id": _ID,
    "name": _text(200, empty=False),
    "backend": _text(200, empty=False, form=r"[A-Za-z_][\w.]*:[A-Za-z_]\w*"),
    "version": _text(80, empty=False),
    "about": _LONG,
    "licence": _SHORT,
    "licence_note": _LONG,
    "inputs": _by_name(_whole(0, 10_000), _one_of(*INPUT_NAMES)),
    "needs": _several(_one_of(*INPUT_NAMES), 20),
    "needs_one_of": _several(_one_of(*INPUT_NAMES), 20),
    "excludes": _several(_several(_one_of(*INPUT_NAMES), 20), 20),
    "along": _by_name(_several(_one_of(*INPUT_NAMES), 20), _one_of(*INPUT_NAMES)),
    "limits": _of(_LIMITS, Limits),
    "patience": _number(0.1, 86_400),
    "family": _one_of("", *FAMILIES),
    "pipeline": _text(200, form=r"(modular:)?[A-Za-z][\w-]*"),
    "repo": _REPO,
    "revision": _SHORT,
    "files": _several(_of(_FILE, File)),
    "patterns": _several(_text(200, empty=False), 100),
    "parts": _by_name(_REPO, _WORD),
    "rate": _rate,
    "defaults": _by_name(_of(_SETTINGS, Settings), _one_of("final", "draft")),
    "loras": _several(_of(_LORA, Lora), 100),
    "weight_bytes": _by_name(_BYTES, _WORD),
    "work": _SHORT,
    "unchecked": _several(_LONG, 100),
    "sound": _yes_or_no,
    "makes": _one_of("video", "picture", "larger"),
}


def _fit_together(found: Manifest) -> None:
    """What no field can say alone."""
    limits = found.limits
    for low, high, name in (
        (limits.frames_low, limits.frames_high, "limits.frames_low"),
        (limits.side_low, limits.side_high, "limits.side_low"),
        (limits.steps_low, limits.steps_high, "limits.steps_low"),
    ):
        if low > high:
            text = QT_TRANSLATE_NOOP("words", "the least is more than the most")
            raise _Wrong(say(text), name)
    missing = {*found.needs, *found.needs_one_of} - {
        name for name, most in found.inputs.items() if most
    }
    if missing:
        text = QT_TRANSLATE_NOOP("words", "it needs what it does not take: {names}")
        raise _Wrong(say(text, names=", ".join(sorted(missing))), "needs")
    rows = [row.id for row in found.loras]
    named = {each.lora for each in found.defaults.values()} - {""}
    if len(set(rows)) < len(rows) or not named <= set(rows):
        text = QT_TRANSLATE_NOOP("words", "every row has a name of its own, and only rows are used")
        raise _Wrong(say(text), "loras")
    if found.family and (not found.pipeline or "final" not in found.defaults):
        text = QT_TRANSLATE_NOOP("words", "a checkpoint names its pipeline and its final settings")
        raise _Wrong(say(text), "defaults" if found.pipeline else "pipeline")
