"""How fast checkpoints are run on this machine: what is best by itself, and what a person chose.

`speed.toml` in the program's own folder may hold `attention` (one of ATTENTIONS), `compile` (true
or false) and `tiling` ("always"). None of it changes what is drawn but in the last bits; `tiling`
a little, where tiles meet. What changes more is a choice of the shot; see SKIPPING.
"""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from assets import home
from assets.whole import write_whole
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.contract import BadRequest

FILE = "speed.toml"
ATTENTIONS = (
    "native",
    "_native_cudnn",
    "_native_efficient",
    "_native_flash",
    "_native_math",
    "flash",
    "_flash_3",
    "flex",
    "xformers",
)
"""Ways to work out the same: those that round to eight bits, or that are fetched when they are
asked for, are not among them."""
PACKAGES: Mapping[str, str] = {
    "flash": "flash_attn",
    "_flash_3": "flash_attn_interface",
    "xformers": "xformers",
}
"""What has to be installed for some of them."""
FIRST_BLOCK, NEVER = "first-block", "never"
SKIPPING = frozenset({"wan", "wan-vace", "ltx", "qwen-edit"})
"""Families that can skip steps in which little changes: their pipelines say which pass of a step
they make, and the library knows their blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What a person chose; by itself the best that is here."""

    attention: str = ""
    compile: bool | None = None
    tiling: bool = False
    """Always decode in tiles, and not only where memory is short."""


class SpeedNotSaved(Trouble):
    """The choice could not be written."""

    code = "speed_not_saved"


def chosen() -> Speed:
    """Raises BadRequest for a speed.toml that cannot be read."""
    table = _table(_path())
    compiles = table.get("compile")
    return Speed(
        attention=table.get("attention", ""),
        compile=compiles,
        tiling=table.get("tiling") == "always",
    )


def choose(speed: Speed) -> None:
    """Keep it, from the next shot on. Raises SpeedNotSaved."""
    path = _path()
    table: dict[str, Any] = {}
    if speed.attention:
        table["attention"] = speed.attention
    if speed.compile is not None:
        table["compile"] = speed.compile
    if speed.tiling:
        table["tiling"] = "always"
    try:
        write_whole(path, tomli_w.dumps(table))
    except OSError as error:
        text = QT_TRANSLATE_NOOP("words", "The speed could not be saved in {path}: {reason}.")
        raise SpeedNotSaved(say(text, path=path, reason=error.strerror or error)) from error


def speed_for(kind: str, rung: str) -> dict[str, bool | str]:
    """Settings of an order for a device of this kind (cuda, rocm, mps or cpu) and this rung.

    Raises BadRequest for a speed.toml that cannot be read.
    """
    wanted = chosen()
    speed: dict[str, bool | str] = {}
    if wanted.attention:
        speed["attention"] = wanted.attention
    if wanted.tiling:
        speed["tiling"] = True
    compiles = kind == "cuda" and can_compile() if wanted.compile is None else wanted.compile
    # weights that come and go would have to be compiled again each time
    if compiles and rung == "resident" and kind in ("cuda", "rocm"):
        speed["compile"] = True
    return speed


def is_installed(attention: str) -> bool:
    """Whether the package that it needs is here; finds it without importing it."""
    package = PACKAGES.get(attention)
    return package is None or importlib.util.find_spec(package) is not None


def can_compile() -> bool:
    return importlib.util.find_spec("triton") is not None


def _path() -> Path:
    return home.home() / FILE


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    attention, compiles = table.get("attention", ""), table.get("compile", True)
    known = attention in ("", *ATTENTIONS) and table.get("tiling", "") in ("", "always")
    if not known or not isinstance(compiles, bool):
        words = "attention: " + ", ".join(ATTENTIONS) + "; compile: true, false; tiling: always"
        raise _unreadable(path, words)
    return table


def _unreadable(path: Path, log: str) -> BadRequest:
    return BadRequest(
        say(QT_TRANSLATE_NOOP("words", "{name} cannot be read."), name=str(path)),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was drawn.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Repair the file, or move it away.")),
        log=log,
    )
