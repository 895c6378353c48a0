"""Pictures of the real window over the sample board, for people to look at: `python -m
tests.hands.pictures BOARD OUT`, with a board that `main.py demo` has made.

At five zooms, in dark and light, in English and Chinese: twenty files, and one sheet of every five.
"""

from __future__ import annotations

import itertools
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from canvas.ui.pointing import NOTCH
from tests.desktop import Desktop, until
from tests.watched import ask

THEMES = ("dark", "light")
LANGUAGES = ("en", "zh_CN")

ZOOMS = (8, 20, 40, 82, 160)
"""In per cent, as near as whole notches of the wheel come."""

SHOT = "Countdown"
"""How the title of the selected clip begins."""

QUIET = (1210, 24)
"""A place in the top bar where the pointer changes nothing."""


def main(board: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for theme, language in itertools.product(THEMES, LANGUAGES):
        with tempfile.TemporaryDirectory() as folder:
            take(board, out, theme, language, Path(folder))


def take(board: Path, out: Path, theme: str, language: str, folder: Path) -> None:
    """Open a copy of the board and take its picture at every zoom."""
    copy = folder / board.name
    shutil.copytree(board, copy)
    home = folder / "home"
    home.mkdir()
    home.joinpath("settings.toml").write_text(settings(theme, language), "utf-8")
    desktop = Desktop(home)
    made: list[Path] = []
    try:
        desktop.start(str(copy), program=("-m", "tests.watched"))
        desktop.fill_screen()
        until(lambda: ask(desktop.process).get("at_rest"), what="a window at rest")
        for zoom in ZOOMS:
            look(desktop, zoom)
            made.append(desktop.picture(out / f"{theme}-{language}-{zoom}.png"))
    finally:
        desktop.close()
    sheet = out / f"{theme}-{language}.png"
    tiles = ["-tile", "2x", "-geometry", "800x500+4+4"]
    subprocess.run(["montage", *map(str, made), *tiles, str(sheet)], check=True)


def settings(theme: str, language: str) -> str:
    return f'theme = "{theme}"\nlanguage = "{language}"\ntoured = true\nmotion = "reduced"\n'


def look(desktop: Desktop, per_cent: int) -> None:
    """Select a shot and look at it from near, or from far away at the whole board."""
    desktop.key("shift+1")
    desktop.wait(0.4)
    said = ask(desktop.process)
    (left, top, right, _), *_ = [
        node["box"] for node in said["nodes"].values() if node["title"].startswith(SHOT)
    ]
    desktop.click((left + right) / 2, top + 8)
    if per_cent > 60:
        desktop.key("f")
    desktop.wait(0.4)
    said = ask(desktop.process)
    x, y, wide, high = said["view"]
    notches = round(math.log(per_cent / 100 / said["camera"][2]) / math.log(NOTCH**120))
    desktop.tell("mousemove", str(x + wide // 2), str(y + high // 2))
    if notches:
        button = "4" if notches > 0 else "5"
        desktop.tell("click", "--repeat", str(abs(notches)), "--delay", "40", button)
    desktop.tell("mousemove", *map(str, QUIET))
    desktop.wait(0.5)
    until(lambda: ask(desktop.process)["at_rest"], what="a window at rest")
    desktop.wait(0.3)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
