"""The history on the command line (R11.9, R11.12, R11.14, R11.16, R11.17)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from canvas.api.verbs import DONE, FAILED, WRONG
from canvas.app import history
from canvas.app.commands.history import name_version
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, rename
from canvas.app.session import Session
from canvas.app.settings import Settings
from tests.api.conftest import Line

ANNA = Settings(person="anna", name="Anna")


@pytest.fixture
def worked(board: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A note was made, named, moved twice and deleted; after its naming the moment got a name."""
    monkeypatch.setattr(history, "PAUSE", timedelta(hours=1))  # a busy machine may rest for long
    with Session.open(board, settings=ANNA) as session:
        note = add_node(session, "note", (0, 0))
        rename(session, note, "雨 Rain")
        name_version(session, "First cut")
        move_nodes(session, [note], 10, 0)
        move_nodes(session, [note], 10, 0)
        delete_nodes(session, [note])
        return note


def nodes_in(board: Path) -> dict[str, tuple[float, float]]:
    with Session.open(board, settings=ANNA, readonly=True) as session:
        return {node.title: node.pos for node in session.board.nodes.values()}


def test_history_lists_steps_and_versions(line: Line, board: Path, worked: str) -> None:
    """R11.9, R11.14"""
    said = line("history", board, "--json")
    assert said.code == DONE
    assert [(step["label"], step["count"]) for step in said.json["steps"]] == [
        ("New board", 1),
        ("Add note", 1),
        ("Rename", 1),
        ("Name version", 1),
        ("Move node", 2),
        ("Delete node", 1),
    ]
    assert said.json["entries"] == 7
    [version] = said.json["versions"]
    assert (version["name"], version["number"], version["by"]) == ("First cut", 3, "Anna")


def test_history_can_be_cut_to_the_latest(line: Line, board: Path, worked: str) -> None:
    said = line("history", board, "--limit", "2", "--json").json
    assert [step["number"] for step in said["steps"]] == [6, 7]
    shown = line("history", board, "--limit", "1")
    assert "Delete node" in shown.out
    assert "Rename" not in shown.out
    assert "First cut" in shown.out


def test_a_board_is_restored_by_number_and_by_name(line: Line, board: Path, worked: str) -> None:
    """R11.12, R11.17"""
    said = line("restore", board, "--at", "5", "--json")
    assert (said.code, said.json["number"]) == (DONE, 5)
    assert nodes_in(board) == {"雨 Rain": (10, 0)}
    assert line("restore", board, "--at", "first cut").code == DONE
    assert nodes_in(board) == {"雨 Rain": (0, 0)}
    assert line("restore", board, "--at", "2").code == DONE
    assert nodes_in(board) == {"": (0, 0)}
    assert "so already" in line("restore", board, "--at", "2").out


def test_one_node_is_restored_by_the_beginning_of_its_id(
    line: Line, board: Path, worked: str
) -> None:
    """R11.12"""
    with Session.open(board, settings=ANNA) as session:
        add_node(session, "note", (500, 0), title="Later")
    said = line("restore", board, "--at", "#6", "--node", worked[:8], "--json")
    assert said.code == DONE
    assert nodes_in(board) == {"Later": (500, 0), "雨 Rain": (20, 0)}


def test_then_becomes_a_board_of_its_own_and_this_one_stays(
    line: Line, board: Path, worked: str, tmp_path: Path
) -> None:
    """R11.16"""
    said = line("restore", board, "--at", "First cut", "--to", tmp_path / "旧 cut", "--json")
    assert said.code == DONE
    assert nodes_in(Path(said.json["board"])) == {"雨 Rain": (0, 0)}
    assert nodes_in(board) == {}
    assert line("restore", board, "--at", "2", "--to", tmp_path / "旧 cut").code == FAILED


@pytest.mark.parametrize("at", ["0", "99", "Last cut", "1999-01-01", "soon"])
def test_no_such_moment_changes_nothing(line: Line, board: Path, worked: str, at: str) -> None:
    """R11.17"""
    said = line("restore", board, "--at", at, "--json")
    assert said.code == FAILED
    assert said.json["error"]["code"] == "no_such_moment"
    assert nodes_in(board) == {}


def test_a_node_that_was_not_there_is_a_wrong_call(line: Line, board: Path, worked: str) -> None:
    said = line("restore", board, "--at", "1", "--node", worked, "--json")
    assert said.code == WRONG
    both = line("restore", board, "--at", "2", "--node", worked, "--to", "x")
    assert both.code == WRONG


def test_a_board_that_is_open_elsewhere_still_tells_its_history(
    line: Line, board: Path, worked: str
) -> None:
    """R11.15"""
    with Session.open(board, settings=ANNA):
        assert line("history", board).code == DONE
        assert line("restore", board, "--at", "2").code == FAILED
