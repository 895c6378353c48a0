"""Fixtures of the journal's tests.

- `folder`: an empty board folder with a name that breaks careless paths.
- `film`: a board whose every change goes into a journal in that folder, as in the app.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from canvas.document.board import Board
from canvas.document.codec import to_json
from canvas.document.edits import AddNode, SetNode
from canvas.document.records import Node, NodeKind
from collab.journal import Journal


@dataclass
class Journalled:
    """A board and the journal that follows it."""

    board: Board
    journal: Journal
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numbers.append(
            self.journal.append(self.board.encode(), person="Ada", label="New board")
        )
        self.board.listen(
            lambda change: self.numbers.append(
                self.journal.append(change.update, person="Ada", label=change.label)
            )
        )

    def note(self, id: str, text: str = "") -> None:
        self.board.apply(AddNode(Node(id=id, kind=NodeKind.note), text), label="Add a note")

    def move(self, id: str, x: float) -> None:
        self.board.apply(SetNode(id, pos=(x, 0.0)), label="Move")

    def work(self, changes: int = 40) -> None:
        """A note that is moved again and again."""
        self.note(f"n{self.numbers[-1]}", "雨 🌧 rain")
        node = f"n{self.numbers[-2]}"
        for step in range(changes - 1):
            self.move(node, float(step + 1))

    def safe(self) -> None:
        assert self.journal.flush()


def seen(path: Path) -> dict[str, object]:
    """The board that somebody sees who opens the file."""
    with Journal(path, readonly=True) as journal:
        return dict(to_json(Board.load(journal.load().updates, person="Bo")))


def shown(board: Board) -> dict[str, object]:
    return dict(to_json(board))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "The last mile 最后一公里 🎬.shotweave"
    place.mkdir()
    return place


@pytest.fixture
def film(folder: Path) -> Iterator[Journalled]:
    with Journal(folder / "board.sqlite") as journal:
        yield Journalled(Board.new(person="Ada", title="Rain"), journal)
