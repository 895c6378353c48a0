"""How fast checkpoints are run on this machine: what is best by itself, and what a person chose.

`speed.toml` in the program's own folder may hold `attention` (one of ATTENTIONS) and `compile`
(true or false). None of it changes what is drawn but in the last bits.
"""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

from assets import home
from canvas.document.words import QT_TRANSLATE_NOOP, say
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


def speed_for(kind: str, rung: str) -> dict[str, bool | str]:
    """Settings of an order for a device of this kind (cuda, rocm, mps or cpu) and this rung.

    Raises BadRequest for a speed.toml that cannot be read.
    """
    chosen = _chosen(home.home() / FILE)
    speed: dict[str, bool | str] = {}
    if attention := chosen.get("attention"):
        speed["attention"] = attention
    compiles = chosen.get("compile", kind == "cuda" and _can_compile())
    # weights that come and go would have to be compiled again each time
    if compiles and rung == "resident" and kind in ("cuda", "rocm"):
        speed["compile"] = True
    return speed


def _can_compile() -> bool:
    return importlib.util.find_spec("triton") is not None


def _chosen(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    attention, compiles = table.get("attention", ""), table.get("compile", True)
    if attention not in ("", *ATTENTIONS) or not isinstance(compiles, bool):
        raise _unreadable(path, "attention: " + ", ".join(ATTENTIONS) + "; compile: true, false")
    return table


def _unreadable(path: Path, log: str) -> BadRequest:
    return BadRequest(
        say(QT_TRANSLATE_NOOP("words", "{name} cannot be read."), name=str(path)),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was drawn.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Repair the file, or move it away.")),
        log=log,
    )
