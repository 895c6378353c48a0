"""What crosses the border to the render process comes out as it went in, or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.sequence import Caption, Card, Cut, Moving, Sequence, SoundCue, Still
from canvas.document.timing import Rate
from canvas.document.words import Sentence, Trouble, say
from generation.contract import (
    TROUBLES,
    BadRequest,
    Exported,
    Progress,
    Rendered,
    RenderTrouble,
    ShotRequest,
    UnsupportedInput,
)
from generation.fingerprint import content_key, plain, to_json
from generation.messages import (
    Cancel,
    Delivered,
    Doing,
    Export,
    Failed,
    Finished,
    Order,
    Ready,
    Render,
    Report,
    Showing,
    media_of,
    order_from_line,
    order_to_line,
    report_from_line,
    report_to_line,
    request_from_json,
    trouble_from_plain,
    trouble_to_plain,
)
from tests.generation.test_match import EVERYTHING, A, B, C

ROOT = Path(__file__).parents[2]
CUT = Cut(
    shot="s",
    node="n",
    number="1",
    title="Dawn",
    source=Card(title="Dawn", number="1", text="晨"),
    start=0,
    frames=24,
)
FILM = Sequence(
    title="The Last Mile / 最后一公里",
    rate=Rate(24000, 1001),
    width=1280,
    height=720,
    cuts=(
        CUT,
        Cut(**{**{f.name: getattr(CUT, f.name) for f in fields(CUT)}, "source": Still(asset="a")}),
        Cut(
            **{
                **{f.name: getattr(CUT, f.name) for f in fields(CUT)},
                "source": Moving(asset="b", rate=Rate(30), frames=9),
            }
        ),
    ),
    sounds=(SoundCue(asset="c", start=3, frames=9, gain_db=-6.0),),
    captions=(Caption(text="“quotes”\n", start=0, frames=3),),
)
ORDERS = [
    Render(
        job=1,
        backend="a.b:C",
        version="1",
        request=EVERYTHING,
        files={"asset:" + "a" * 64: Path("/films/a b.png")},
        master=Path("m.mp4"),
        proxy=Path("p.mp4"),
        thumbnail=Path("t.jpg"),
    ),
    Export(job=2, sequence=FILM, files={"a": Path("晨.png")}, out=Path("film.mp4"), captions=True),
    Cancel(job=3),
]
REPORTS = [
    Ready(pid=1),
    Doing(job=1, progress=Progress(phase="rendering", done=1, total=2, seconds_left=0.5)),
    Showing(job=1, frame=3, jpeg="AAEC"),
    Finished(
        job=1,
        rendered=Rendered(
            master=Path("m"), proxy=Path("p"), thumbnail=Path("t"), frames=9, seconds=1.5
        ),
    ),
    Delivered(
        job=2, exported=Exported(path=Path("f"), frames=9, seconds=0.375, bytes=10, copied=True)
    ),
    Failed(job=1, trouble=trouble_to_plain(RenderTrouble(say("No {n}.", n=3), log="tail"))),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.op)
def test_an_order_comes_out_as_it_went_in(order: Order) -> None:
    line = order_to_line(order)
    assert line.count(b"\n") == 1
    assert order_from_line(line) == order


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.op)
def test_a_report_comes_out_as_it_went_in(report: Report) -> None:
    line = report_to_line(report)
    assert line.count(b"\n") == 1
    assert report_from_line(line) == report


def test_a_preview_is_the_bytes_that_were_shown() -> None:
    assert Showing(job=1, frame=3, jpeg="AAEC").preview.jpeg == b"\x00\x01\x02"


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'{"op": "dance"}', b'{"op": "cancel"}', b'{"op": "cancel", "job": "x"}'],
)
def test_what_is_no_order_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        order_from_line(line)


def test_a_request_is_kept_whole_in_the_queue() -> None:
    assert request_from_json(to_json(EVERYTHING)) == EVERYTHING


def test_a_request_of_another_version_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadRequest) as caught:
        request_from_json('{"frames": "many"}')
    assert caught.value.remedy is not None


def test_defaults_are_left_out_so_that_new_fields_keep_old_keys() -> None:
    assert plain(ShotRequest(frames=9)) == {"frames": 9}


def test_the_known_key_of_a_known_request_never_changes() -> None:
    """Golden: a change here would render every board of every user again."""
    request = ShotRequest(frames=96, prompt="缓慢推近", seed=3)
    assert to_json(request) == '{"frames":96,"prompt":"缓慢推近","seed":3}'
    assert content_key(request) == (
        "9725912d2e4cf13c35e886dd0aae5974e4f498a45d8a685f7138f6a8ed1d5382"
    )


@given(
    request=st.builds(
        ShotRequest, frames=st.integers(1, 10**6), prompt=st.text(), seed=st.integers(0, 2**31 - 1)
    )
)
def test_any_words_come_through(request: ShotRequest) -> None:
    assert request_from_json(to_json(request)) == request


def test_every_file_of_a_request_is_found() -> None:
    assert set(media_of(EVERYTHING)) == {A, B, C}
    assert len(media_of(EVERYTHING)) == 12


@pytest.mark.parametrize("code", sorted(TROUBLES))
def test_every_trouble_keeps_its_kind_and_words(code: str) -> None:
    trouble = TROUBLES[code](
        say("What {n}?", n=1), meaning=say("So."), remedy=say("Do."), log="tail"
    )
    again = trouble_from_plain(json.loads(json.dumps(trouble_to_plain(trouble))))
    assert type(again) is TROUBLES[code]
    assert (again.what, again.meaning, again.remedy, again.log) == (
        trouble.what,
        trouble.meaning,
        trouble.remedy,
        "tail",
    )


def test_a_trouble_of_elsewhere_keeps_its_code_and_says_any_value() -> None:
    class Elsewhere(Trouble):
        code = "elsewhere"

    trouble = Elsewhere(Sentence("{path}", {"path": Path("a b")}))
    again = trouble_from_plain(json.loads(json.dumps(trouble_to_plain(trouble))))
    assert (again.code, str(again)) == ("elsewhere", "a b")


def test_a_sentence_inside_a_sentence_can_still_be_translated_on_the_other_side() -> None:
    inner = Sentence("{n} GB", {"n": 4})
    trouble = UnsupportedInput(Sentence("{reason} It fits.", {"reason": inner}))
    again = trouble_from_plain(json.loads(json.dumps(trouble_to_plain(trouble))))
    assert again.what.values["reason"] == inner
    assert str(again) == "4 GB It fits."


def test_the_window_starts_without_what_a_render_needs() -> None:
    """PySide6, torch, cv2, av and pydantic are loaded with the first message at the earliest."""
    script = (
        "import sys; import generation.catalogue, generation.compile, generation.jobs,"
        " generation.match, generation.supervisor;"
        "print({'PySide6', 'torch', 'cv2', 'av', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "set()"
