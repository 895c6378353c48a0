"""Pictures of the real window over the sample board, for people to look at: `python -m
tests.hands.pictures BOARD OUT`, with a board that `main.py demo` has made.

At five zooms, in dark and light, in English and Chinese: twenty files, and one sheet of every five.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from canvas.app.settings import Settings
from tests.desktop import Desktop, until
from tests.watched import ask

THEMES = ("dark", "light")
LANGUAGES = ("en", "zh_CN")

ZOOMS = (8, 20, 40, 82, 160)
"""In per cent; the camera is put there by the window's own wheel, over the middle of the board."""

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
    keep(replace(Settings(), theme=theme, language=language, toured=True, motion="reduced"), home)
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


def keep(settings: Settings, home: Path) -> None:
    words = [f'theme = "{settings.theme}"', f'language = "{settings.language}"', "toured = true"]
    home.joinpath("settings.toml").write_text("\n".join([*words, 'motion = "reduced"\n']), "utf-8")


def look(desktop: Desktop, per_cent: int) -> None:
    """Select the second shot and look at it from as far as wanted, by the wheel."""
    said = ask(desktop.process)
    left, top, wide, high = said["view"]
    clips = [node for node in said["nodes"].values() if node["kind"] == "clip"]
    x0, y0, x1, y1 = clips[1]["box"]
    desktop.key("shift+1")
    desktop.wait(0.6)
    x0, y0, x1, y1 = next(
        node["box"]
        for node in ask(desktop.process)["nodes"].values()
        if node["title"] == clips[1]["title"]
    )
    at = round((x0 + x1) / 2), round(y0 + 9)
    desktop.click(*at)
    now = ask(desktop.process)["camera"][2] * 100
    steps = 0
    while abs(now - per_cent) / per_cent > 0.03 and steps < 200:
        desktop.tell("mousemove", str(at[0]), str(at[1]))
        desktop.tell("click", "4" if now < per_cent else "5")
        before, now = now, ask(desktop.process)["camera"][2] * 100
        steps += 1
        if (before - per_cent) * (now - per_cent) < 0:
            break
    desktop.tell("mousemove", *map(str, QUIET))
    until(lambda: ask(desktop.process)["at_rest"], what="a window at rest")
    desktop.wait(0.8)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
