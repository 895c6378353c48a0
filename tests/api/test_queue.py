"""The queue of renders on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canvas.api.cli import run_line
from canvas.app import settings as kept
from canvas.app.commands import queue
from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node, rename
from canvas.app.session import Session
from tests.app.anyway import queue_anyway

Told = pytest.CaptureFixture[str]


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Three shots that wait, for rendering is paused; the last one has no model."""
    path = tmp_path / "Film.shotweave"
    with Session.create(path, settings=kept.load().settings, width=64, height=36) as session:
        for number in range(3):
            model = {"model": "wan-9000"} if number == 2 else {}
            params = {"frames": 2, "seed": number, **model}
            clip = add_node(session, "clip", (0, 400 * number), params=params)
            rename(session, clip, f"Shot {number}")
            add_shot(session, clip)
        queue.pause(session)
        queue_anyway(session)
    return path


def told(capsys: Told, *line: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = run_line(["queue", *line, "--json"])
    return code, json.loads(capsys.readouterr().out)


def states(capsys: Told, board: Path) -> list[str]:
    jobs = told(capsys, "list", str(board))[1]["jobs"]
    assert isinstance(jobs, list)
    return [job["state"] for job in jobs]


def test_the_queue_is_listed_in_order(board: Path, capsys: Told) -> None:
    code, found = told(capsys, "list", str(board))
    assert (code, found["ok"], found["paused"]) == (0, True, True)
    jobs = found["jobs"]
    assert isinstance(jobs, list)
    assert [(job["title"], job["model"]) for job in jobs] == [
        ("Shot 0", "animatic"),
        ("Shot 1", "animatic"),
        ("Shot 2", "wan-9000"),
    ]
    assert run_line(["queue", "list", str(board)]) == 0
    assert "Rendering is paused." in capsys.readouterr().out


def test_the_queue_of_a_board_that_is_open_can_be_listed_too(board: Path, capsys: Told) -> None:
    with Session.open(board, settings=kept.load().settings):
        assert states(capsys, board) == ["queued"] * 3


def test_a_render_is_taken_out_by_its_number(board: Path, capsys: Told) -> None:
    assert told(capsys, "cancel", str(board), "--job", "2") == (0, {"ok": True, "cancelled": [2]})
    assert states(capsys, board) == ["queued", "queued", "cancelled"]
    code, error = told(capsys, "cancel", str(board), "--job", "99")
    assert (code, error["ok"]) == (2, False)
    assert told(capsys, "cancel", str(board))[1]["cancelled"] == [1, 3]


def test_what_waits_is_drawn_and_what_fails_can_be_tried_again(board: Path, capsys: Told) -> None:
    code, found = told(capsys, "resume", str(board))
    failed = found["failed"]
    assert isinstance(failed, list)
    assert (code, [one["code"] for one in failed]) == (1, ["model_missing"])
    assert sorted(states(capsys, board)) == ["done", "done", "failed"]
    code, found = told(capsys, "retry", str(board))
    assert code == 1
    assert told(capsys, "clear", str(board)) == (0, {"ok": True, "cleared": 3})
    assert states(capsys, board) == []


def test_a_pause_holds_for_the_next_program(board: Path, capsys: Told) -> None:
    told(capsys, "cancel", str(board))
    assert told(capsys, "pause", str(board)) == (0, {"ok": True, "paused": True})
    assert told(capsys, "list", str(board))[1]["paused"] is True
    with Session.open(board, settings=kept.load().settings) as session:
        assert session.queue.why_paused == "person"


def test_a_render_on_the_command_line_ends_a_pause(board: Path) -> None:
    """Whoever waits for it must not wait for ever."""
    assert run_line(["render", str(board)]) == 1  # the one without a model
    with Session.open(board, settings=kept.load().settings) as session:
        assert session.queue.counts() == (0, 0)
        assert session.queue.why_paused == ""
