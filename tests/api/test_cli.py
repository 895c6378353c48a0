"""Issue 2, item 7: every verb, its exit code, one JSON object on stdout and progress on stderr."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import av
import pytest

from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind
from tests.api.conftest import Line


@pytest.fixture
def shots(board: Path, pictures: Path, line: Line) -> Path:
    """A board whose film is two short shots of real pictures."""
    assert line("import", pictures / "cat.jpg", pictures / "moon.jpg", "--board", board).code == 0
    with Session.open(board, settings=Settings(person="p")) as session:
        from canvas.app.commands.nodes import set_param

        clips = [shot.node for shot in session.board.film]
        set_param(session, clips, "frames", 5)
    return board


def test_new_makes_a_board_and_says_where(tmp_path: Path, line: Line) -> None:
    said = line("new", tmp_path / "My film", "--title", "最后一公里", "--rate", "29.97", "--json")
    assert said.code == 0
    assert said.json["board"] == str(tmp_path / "My film.shotweave")
    shown = line("show", tmp_path / "My film", "--json").json
    assert (shown["title"], shown["rate"]) == ("最后一公里", [30000, 1001])


def test_new_does_not_touch_what_is_there(board: Path, line: Line) -> None:
    said = line("new", board)
    assert said.code == 1
    assert "already there" in said.err


@pytest.mark.parametrize(
    "options",
    [
        ("--rate", "soon"),
        ("--rate", "0"),
        ("--rate", "1/0"),
        ("--size", "12"),
        ("--size", "0x9"),
        ("--size", "15x99"),
        ("--size", "99999x99"),
    ],
)
def test_new_refuses_a_film_that_cannot_be(
    tmp_path: Path, line: Line, options: tuple[str, str]
) -> None:
    said = line("new", tmp_path / "x", *options)
    assert said.code == 2
    assert options[1] in said.err
    assert list(tmp_path.glob("*.shotweave")) == []


def test_import_render_show_export_check(shots: Path, line: Line, tmp_path: Path) -> None:
    rendered = line("render", shots, "--json")
    assert rendered.code == 0
    assert len(rendered.json["rendered"]) == 2
    shown = line("show", shots, "--json").json
    assert [shot["state"] for shot in shown["shots"]] == ["done", "done"]
    assert [shot["shows"] for shot in shown["shots"]] == ["final", "final"]
    film = tmp_path / "a film.mp4"
    exported = line("export", shots, "--to", film, "--json").json
    assert (exported["rendered"], exported["frames"]) == ([], 10)
    with av.open(str(film)) as container:
        assert container.streams.video[0].frames == 10
        assert len(container.streams.audio) == 1
    assert line("check", shots, "--json").json == {"ok": True, "faults": []}


def test_rendering_twice_renders_nothing_the_second_time_and_says_so(
    shots: Path, line: Line
) -> None:
    assert "Rendered 2 shots" in line("render", shots).out
    again = line("render", shots)
    assert (again.code, again.out) == (0, "Nothing to render: everything is rendered already.\n")
    assert again.err == ""


def test_one_clip_is_rendered_by_its_number_or_id(shots: Path, line: Line) -> None:
    first, second = (shot["node"] for shot in line("show", shots, "--json").json["shots"])
    assert line("render", shots, "--node", "1", "--json").json["rendered"] == [first]
    assert line("render", shots, "--node", second[:8], "--json").json["rendered"] == [second]
    wrong = line("render", shots, "--node", "99", "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (2, "wrong_call")


def test_a_failed_render_is_exit_code_1_and_the_film_is_not_written(
    shots: Path, line: Line, tmp_path: Path
) -> None:
    with Session.open(shots, settings=Settings(person="p")) as session:
        from canvas.app.commands.nodes import set_param

        set_param(session, [session.board.film[0].node], "model", "wan-9000")
    film = tmp_path / "film.gif"
    said = line("export", shots, "--to", film, "--json")
    assert said.code == 1
    assert "wan-9000" in said.json["failed"][0]["what"]
    assert len(said.json["rendered"]) == 1
    assert not film.exists()
    assert line("export", shots, "--to", film, "--as-is").code == 0
    assert film.exists()


def test_a_clip_that_cannot_be_rendered_is_told_and_the_others_are(shots: Path, line: Line) -> None:
    with Session.open(shots, settings=Settings(person="p")) as session:
        from canvas.app.commands.nodes import set_param

        set_param(session, [session.board.film[1].node], "paths", [["no", "points"]])
    said = line("render", shots, "--json")
    assert said.code == 1
    assert (len(said.json["rendered"]), len(said.json["failed"])) == (1, 1)
    assert said.json["failed"][0]["code"] == "bad_request"


def test_a_film_as_it_stands_can_be_taken_while_the_board_is_open(
    shots: Path, line: Line, tmp_path: Path
) -> None:
    with Session.open(shots, settings=Settings(person="p")):
        busy = line("render", shots)
        assert (busy.code, "open" in busy.err) == (1, True)
        assert line("export", shots, "--to", tmp_path / "f.mp4", "--as-is").code == 0
        assert line("show", shots).code == 0
        assert line("check", shots).code == 0


@pytest.mark.parametrize("verb", ["show", "check", "render"])
def test_a_board_that_is_not_there_is_a_wrong_call(verb: str, tmp_path: Path, line: Line) -> None:
    said = line(verb, tmp_path / "nobody", "--json")
    assert said.code == 2
    assert "There is no board" in said.json["error"]["what"]
    assert list(tmp_path.glob("nobody*")) == []


def test_a_folder_that_is_no_board_is_left_alone(tmp_path: Path, line: Line) -> None:
    place = tmp_path / "x.shotweave"
    place.mkdir()
    said = line("show", place)
    assert said.code == 1
    assert "not a Shotweave board" in said.err
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("render",),
        ("show", "a", "b"),
        ("import", "x.png"),
        ("export", "x"),
        ("render", "x", "--fast"),
        ("render", "x", "--quality", "best"),
    ],
)
def test_a_wrong_call_is_exit_code_2_with_a_hint(arguments: tuple[str, ...], line: Line) -> None:
    said = line(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err


@pytest.mark.parametrize(
    "arguments", [("fly",), ("render",), ("show", "a", "b"), ("render", "x", "--fast")]
)
def test_a_program_reads_of_a_wrong_call_too(arguments: tuple[str, ...], line: Line) -> None:
    said = line(*arguments, "--json")
    assert said.code == 2
    assert said.json["error"]["code"] == "wrong_call"
    assert said.json["error"]["what"]


def test_ctrl_c_after_the_answer_does_not_give_a_second_one(
    board: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = Session.close

    def pressed(session: Session) -> None:
        close(session)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Session, "close", pressed)
    said = line("show", board, "--json")
    assert (said.code, said.json["ok"]) == (130, True)
    assert "Stopped." in said.err


@pytest.mark.parametrize("name", ["", ".", "..", "/", "~nobody-here/film", "x" * 300])
@pytest.mark.parametrize("verb", ["show", "check", "render"])
def test_a_name_that_no_board_can_have_is_a_wrong_call(verb: str, name: str, line: Line) -> None:
    said = line(verb, name, "--json")
    assert said.code == 2
    assert said.json["error"]["remedy"]


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_nothing_is_made_without_a_name(
    name: str, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert line("new", name).code == 2
    assert list(tmp_path.rglob("*.shotweave")) == []


def test_a_board_is_found_from_inside_of_it(
    board: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(board / "media")
    assert line("check", "..").code == 0


def test_a_new_board_in_a_synced_folder_comes_with_a_warning(tmp_path: Path, line: Line) -> None:
    (tmp_path / "Dropbox").mkdir()
    said = line("new", tmp_path / "Dropbox" / "film")
    assert said.code == 0
    assert "Dropbox syncs this folder" in said.err


def test_a_film_of_an_unknown_kind_is_refused_before_anything_is_rendered(
    shots: Path, line: Line, tmp_path: Path
) -> None:
    said = line("export", shots, "--to", tmp_path / "film.avi")
    assert said.code == 2
    assert ".mp4 or .gif" in said.err
    assert not (shots / "jobs.sqlite").exists()


@pytest.mark.parametrize("name", ["taken.mp4", "nowhere/film.mp4"])
def test_a_place_where_no_film_can_be_is_refused_before_anything_is_rendered(
    shots: Path, line: Line, tmp_path: Path, name: str
) -> None:
    (tmp_path / "taken.mp4").mkdir()
    said = line("export", shots, "--to", tmp_path / name, "--json")
    assert said.code == 1
    assert "folder" in said.json["error"]["what"]
    assert said.json["error"]["remedy"]
    assert not (shots / "jobs.sqlite").exists()


def test_an_empty_film_says_so(board: Path, line: Line, tmp_path: Path) -> None:
    said = line("export", board, "--to", tmp_path / "film.mp4")
    assert said.code == 1
    assert said.err
    assert not (tmp_path / "film.mp4").exists()


def test_files_that_cannot_come_in_are_told_and_the_rest_is_kept(
    board: Path, pictures: Path, line: Line, tmp_path: Path
) -> None:
    bad = tmp_path / "empty.png"
    bad.touch()
    said = line("import", bad, pictures / "cat.jpg", "--board", board, "--json")
    assert said.code == 1
    assert (len(said.json["nodes"]), said.json["failed"][0]["file"]) == (1, str(bad))
    assert "empty.png" in said.err


def test_bare_imports_leave_the_film_empty(board: Path, pictures: Path, line: Line) -> None:
    line("import", pictures / "cat.jpg", "--board", board, "--no-clips")
    shown = line("show", board, "--json").json
    assert (shown["nodes"], shown["shots"]) == ({"picture": 1}, [])


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_names_that_are_no_text_are_no_obstacle(tmp_path: Path, pictures: Path, line: Line) -> None:
    place = tmp_path / os.fsdecode(b"bad\xff film.shotweave")
    odd = tmp_path / os.fsdecode(b"bad\xff \x1b[31m.jpg")
    shutil.copy(pictures / "cat.jpg", odd)
    assert line("new", place, "--size", "64x36").code == 0
    brought = line("import", odd, "--board", place)
    assert (brought.code, "\x1b" in brought.err) == (0, False)
    shown = line("show", place, "--json").json
    assert shown["title"] == "bad\ufffd film"
    assert shown["shots"][0]["title"] == "bad\ufffd  [31m"


def test_a_long_title_leaves_the_other_columns_whole(board: Path, line: Line) -> None:
    with Session.open(board, settings=Settings(person="p")) as session:
        from canvas.app.commands.film import add_shot

        add_shot(session, add_node(session, NodeKind.clip, (0, 0), title="x" * 200))
    said = line("show", board).out
    assert "00:00.00" in said
    assert "…" not in said


def test_show_lines_up_its_columns_and_speaks_chinese(board: Path, line: Line) -> None:
    with Session.open(board, settings=Settings(person="p")) as session:
        from canvas.app.commands.film import add_shot

        for title in ("Moonrise / 月升", "[bold]no markup[/bold]"):
            add_shot(session, add_node(session, NodeKind.clip, (0, 0), title=title))
    said = line("show", board)
    assert "我的 film 🎬" in said.out
    assert "Moonrise / 月升" in said.out
    assert "[bold]no markup[/bold]" in said.out


def test_check_finds_damage(shots: Path, line: Line) -> None:
    victim = next(path for path in (shots / "media").rglob("*.jpg"))
    victim.unlink()
    said = line("check", shots, "--json")
    assert said.code == 1
    assert "missing" in said.json["faults"][0]


def test_progress_goes_to_stderr_in_lines(shots: Path, line: Line) -> None:
    said = line("render", shots)
    assert "Rendering cat 0 %" in said.err
    assert "%" not in said.out


def test_a_moved_board_is_whole(shots: Path, line: Line, tmp_path: Path) -> None:
    line("render", shots)
    moved = tmp_path / "deep" / "er" / "elsewhere.shotweave"
    moved.parent.mkdir(parents=True)
    shutil.move(shots, moved)
    assert line("check", moved).code == 0
    assert "Nothing to render" in line("render", moved).out
