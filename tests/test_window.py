"""The whole path under a person's hand: a real window, a real mouse, real keys, a real film."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.records import Node, NodeKind
from canvas.editor.ports import input_height, output_height
from tests.desktop import Desktop, until
from tests.hands.steps import Hands

ROOT = Path(__file__).resolve().parent.parent
WORDS, PICTURE, CLIP = (300, 200), (300, 500), (800, 300)
"""Where the test double-clicks the empty field, in pixels of the screen."""

EXPORT = (1434, 24)
"""The button in the top bar of a window 1600 wide."""


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    screen = Desktop(tmp_path / "home")
    yield screen
    screen.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    board = tmp_path / "My film 我的.shotweave"
    new = [sys.executable, "main.py", "new", str(board), "--size", "640x360"]
    subprocess.run(new, cwd=ROOT, check=True)
    return board


def saved(path: Path) -> Board:
    """The board as it lies on disk while the window has it: what is read here was saved."""
    with Session.open(path, settings=Settings(), readonly=True) as session:
        return session.board


def only(path: Path, kind: NodeKind) -> Node:
    (node,) = [node for node in saved(path).nodes.values() if node.kind is kind]
    return node


def insert(hands: Hands, place: tuple[int, int], what: str) -> None:
    hands.click(place, times=2)
    hands.sees(lambda screen: screen.popup == "InsertPopup" and screen.rows, "the list")
    hands.type(what)
    hands.sees(lambda screen: screen.typed == what and len(screen.rows) == 1, "what was looked for")
    hands.key("Return")
    hands.sees(lambda screen: screen.popup == "", "the end of the list")


def place_of(node: Node, output: str = "", into: str = "") -> tuple[float, float]:
    """Where a port of `node` is on the screen: at 100 %, CLIP shows world (160, -148)."""
    dx, dy = CLIP[0] - 160.0, CLIP[1] + 148.0
    x, y = node.pos[0] + dx, node.pos[1] + dy
    if output:
        return x + node.size[0], y + output_height(node.kind, node.size[1])
    return x, y + input_height(node.kind, frozenset(), into, node.size[1])


def test_words_and_a_picture_become_a_film_by_mouse_and_keys(
    desktop: Desktop, path: Path, pictures: Path
) -> None:
    """Issue 2, Shows: add, connect, direct, render, undo, redo, export, all by hand."""
    desktop.start(str(path), program=("-m", "tests.watched"))
    desktop.fill_screen()
    hands = Hands(desktop, path)
    hands.sees(lambda screen: screen.said and screen.view[2] > 1200, "a window that fills")
    insert(hands, WORDS, "prompt")
    hands.sees(lambda screen: screen.writing, "a field for the words")
    desktop.type("She looks up, slow push in")
    desktop.key("Escape")
    insert(hands, PICTURE, "picture")
    hands.sees(lambda screen: screen.modal == "QFileDialog", "a question for the file")
    desktop.type(str(pictures / "cat.jpg"))
    desktop.key("Return")
    until(lambda: len(saved(path).assets) == 1, what="the picture in the store")
    insert(hands, CLIP, "clip")
    desktop.key("Escape")
    until(lambda: len(saved(path).nodes) == 3, what="three nodes on disk")

    words, picture, clip = (
        only(path, kind) for kind in (NodeKind.prompt, NodeKind.picture, NodeKind.clip)
    )
    assert saved(path).text(words.id) == "She looks up, slow push in"
    desktop.drag(place_of(words, output="words"), place_of(clip, into="words"))
    desktop.drag(place_of(picture, output="picture"), place_of(clip, into="first"))
    until(lambda: len(saved(path).edges) == 2, what="two links")

    desktop.key("ctrl+Return")
    until(lambda: saved(path).takes_of(clip.id), what="a take")
    (take,) = saved(path).takes_of(clip.id)
    assert saved(path).nodes[clip.id].take == take.id
    assert take.frames == 96

    desktop.key("ctrl+z")
    until(lambda: len(saved(path).edges) == 1, what="the last link undone")
    assert saved(path).takes_of(clip.id), "an undo takes no result away"
    desktop.key("ctrl+shift+z")
    until(lambda: len(saved(path).edges) == 2, what="the link redone")

    desktop.click(*EXPORT)
    hands.sees(lambda screen: screen.modal, "a question for the film")
    desktop.key("Return")
    film = path.with_suffix(".mp4")
    until(film.exists, what="the film")
    assert probed(film) == {"codec_name": "h264", "color_space": "bt709", "nb_read_frames": "96"}
    assert desktop.running, desktop.log.read_text()


def probed(film: Path) -> dict[str, str]:
    asked = "stream=codec_name,color_space,nb_read_frames"
    words = f"ffprobe -v error -count_frames -select_streams v -show_entries {asked} -of json"
    run = subprocess.run([*words.split(), str(film)], capture_output=True, text=True, check=True)
    (stream,) = json.loads(run.stdout)["streams"]
    return dict(stream)
