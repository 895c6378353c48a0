"""main.py as people run it: in a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import main
from tests.api.conftest import ROOT, Line, program
from tests.assets.disks import own_mounts


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["My film.shotweave"], True),
        (["./render"], True),
        (["render"], False),
        (["--help"], False),
        (["demo", "--no-window"], False),
        (["one", "two"], False),
    ],
)
def test_a_board_alone_or_nothing_opens_the_window(arguments: list[str], window: bool) -> None:
    assert main.wants_window(arguments) is window


def test_the_whole_path_from_any_folder(tmp_path: Path, pictures: Path) -> None:
    """Issue 2, Shows: on a user's own pictures, relative paths, Chinese and spaces in the names."""

    def run(*arguments: str) -> dict[str, object]:
        out, err = program(*arguments, "--json", cwd=tmp_path).communicate(timeout=100)
        assert "Traceback" not in err
        found: dict[str, object] = json.loads(out)
        return found

    assert run("new", "小 电影", "--size", "64x36")["ok"]
    assert run("import", str(pictures / "cat.jpg"), "--board", "小 电影")["ok"]
    assert run("render", "小 电影", "--quality", "draft")["ok"]
    assert run("export", "小 电影", "--to", "小 电影.mp4")["frames"] == 96
    assert run("check", "小 电影")["faults"] == []
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        "小 电影.mp4",
        "小 电影.shotweave",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a console signal there goes to the group")
def test_ctrl_c_in_a_render_is_a_plain_sentence_and_loses_nothing(
    board: Path, pictures: Path, line: Line
) -> None:
    line("import", pictures / "cat.jpg", pictures / "moon.jpg", "--board", board)
    process = program("render", board)
    assert process.stderr is not None
    said = [process.stderr.readline()]
    process.send_signal(signal.SIGINT)
    said += process.stderr.read().splitlines()
    out = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert "Stopped." in said[-1]
    assert not [text for text in said if "Traceback" in text or "Error" in text]
    assert "Rendered" not in out
    assert line("check", board).code == 0
    assert line("render", board).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a console signal there goes to the group")
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.4])
def test_ctrl_c_at_any_time_is_no_traceback(board: Path, delay: float) -> None:
    process = program("show", board, "--json")
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert "canvas" not in err
    assert "main.py" not in err
    if process.returncode in (0, 130):
        assert isinstance(json.loads(out)["ok"], bool)  # and nothing more
    if err and process.returncode != 130:  # cut off in Python's own start, before a line of ours
        assert "frozen" in err


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own here")
def test_a_rendered_board_on_a_read_only_disk_is_whole(
    board: Path, pictures: Path, line: Line, tmp_path: Path
) -> None:
    """Issue 2, Bad input: looked at, checked and exported as it stands, and changed by nothing."""
    line("import", pictures / "cat.jpg", "--board", board)
    line("render", board, "--quality", "draft")
    film = tmp_path / "film.mp4"

    def there(*arguments: object) -> subprocess.CompletedProcess[str]:
        script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        start = ["unshare", "-rm", "sh", "-c", script, str(board)]
        call = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
        return subprocess.run([*start, *call], capture_output=True, text=True, timeout=60)

    assert json.loads(there("check", board, "--json").stdout) == {"ok": True, "faults": []}
    assert there("export", board, "--as-is", "--to", film).returncode == 0
    refused = there("render", board)
    assert refused.returncode == 1
    assert "Nothing may be written" in refused.stderr
    assert film.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a console signal there goes to the group")
@pytest.mark.parametrize("delay", [0.1, 0.2, 0.35, 0.5, 0.8])
def test_ctrl_c_while_the_window_comes_up_ends_it(board: Path, delay: float) -> None:
    """Not swallowed by a library that is being loaded, and not lost before there is a loop."""
    window = program(board)
    time.sleep(delay)
    window.send_signal(signal.SIGINT)
    out, err = window.communicate(timeout=100)
    assert "canvas" not in out + err
    if window.returncode == -signal.SIGINT:  # before there was a Python
        assert not err
    elif window.returncode not in (0, 130):  # in Python's own start, before a line of ours
        assert "frozen" in err


def test_a_reader_that_leaves_early_is_told_nothing(board: Path) -> None:
    process = program("show", board)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) in (0, 1)
    assert "Traceback" not in err
