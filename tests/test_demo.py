"""`make demo`: the sample board, rendered and exported, exactly as its sequence plans."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from canvas.api import demo
from canvas.api.console import Console
from canvas.api.interrupt import Interrupt
from canvas.api.verbs import Call
from canvas.app.ambience import RATE, ambience, write_ambience
from canvas.app.commands.board import set_meta
from canvas.app.commands.check import check
from canvas.app.sample import FILM_FRAMES, PICTURES, TITLE, build_sample
from canvas.app.sample_script import CAPTIONS, SCENES
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import Node, NodeKind
from canvas.document.sequence import plan
from generation.grammar import moves_from

SHOTS = [shot for scene in SCENES for shot in scene.shots]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The sample board as it is built, never rendered."""
    place = tmp_path_factory.mktemp("sample") / "sample"
    session = Session.create(place, settings=Settings(person="p"), title=TITLE)
    build_sample(session)
    session.flush()
    session.close()
    return session


def box(node: Node) -> tuple[float, float, float, float]:
    return (*node.pos, node.pos[0] + node.size[0], node.pos[1] + node.size[1])


def test_the_film_is_24_seconds_of_at_least_eight_shots(sample: Session) -> None:
    film = plan(sample.board)
    assert film.frames == FILM_FRAMES == 24 * 24
    assert len(film.cuts) >= 8
    assert (film.width, film.height) == (1280, 720)
    assert any(cut.overlap for cut in film.cuts)
    assert all(at + frames <= film.frames for at, frames, _ in CAPTIONS)


def test_the_words_ask_for_many_kinds_of_shot() -> None:
    told = {shot.number: moves_from(shot.words, "").told() for shot in SHOTS}
    kinds = {word for words in told.values() for word in words.split()}
    assert {"push", "pull", "pan", "crane", "orbit"} <= kinds
    assert not [words for words in told.values() if "then" in words]
    assert {bool(shot.first) for shot in SHOTS} == {True, False}
    assert any(shot.last for shot in SHOTS)
    assert any("subject" in shot.params for shot in SHOTS)


def test_titles_and_words_speak_both_languages() -> None:
    for text in [shot.words for shot in SHOTS] + [scene.title for scene in SCENES]:
        assert any("a" <= letter <= "z" for letter in text), text
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text


def test_nothing_covers_anything_and_frames_hold_what_is_theirs(sample: Session) -> None:
    nodes = sample.board.nodes
    cards = [node for node in nodes.values() if node.kind is not NodeKind.scene]
    for one, two in combinations(cards, 2):
        (a, b, c, d), (e, f, g, h) = box(one), box(two)
        assert c <= e or g <= a or d <= f or h <= b, (one.title, two.title)
    for node in cards:
        if node.parent is not None:
            (a, b, c, d), (e, f, g, h) = box(node), box(nodes[node.parent])
            assert e <= a
            assert f <= b
            assert c <= g
            assert d <= h


def test_links_lead_to_the_right(sample: Session) -> None:
    nodes = sample.board.nodes
    for edge in sample.board.edges.values():
        source, target = nodes[edge.source], nodes[edge.target]
        assert source.pos[0] + source.size[0] < target.pos[0]


def test_every_picture_comes_with_its_rights() -> None:
    listed = (PICTURES / "README.md").read_text("utf-8")
    for picture in PICTURES.glob("*.jpg"):
        assert f"| {picture.name} |" in listed


def test_the_music_is_quiet_begins_and_ends_in_silence_and_is_the_same_each_time(
    tmp_path: Path,
) -> None:
    sound = ambience(10)
    assert sound.shape == (10 * RATE, 2)
    assert 0.05 < np.abs(sound).max() < 0.3
    assert np.abs(sound[[0, -1]]).max() < 0.001
    assert np.abs(np.diff(sound, axis=0)).max() < 0.05
    for name in "ab":
        write_ambience(tmp_path / name, 2)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def run(out: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    call = Call(Console(as_json=False), Interrupt())
    code = demo.demo(call, out, window=False)
    return code, capsys.readouterr().out


@pytest.mark.timeout(600)
def test_the_demo_makes_the_film_once_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a sixteenth of its size, which an export and every check take just the same."""
    out = tmp_path / "demo"
    settings = Settings(person="p")
    with Session.create(out / "the-last-mile", settings=settings, title=TITLE) as session:
        build_sample(session)
        set_meta(session, width=320, height=180)
    code, said = run(out, capsys)
    film, animation = out / "the-last-mile.mp4", out / "the-last-mile.gif"
    assert code == 0
    assert str(film) in said
    assert str(animation) in said
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.codec_context.width, video.codec_context.height) == (320, 180)
        assert video.average_rate == 24
        brightness = [float(frame.to_ndarray()[:180].mean()) for frame in container.decode(video)]
        assert len(container.streams.audio) == 1
    assert len(brightness) == FILM_FRAMES
    assert min(brightness) > 20, "a black frame"
    with Session.open(out / "the-last-mile", settings=settings) as session:
        assert {cut.rung for cut in plan(session.board).cuts} == {"final"}
        assert check(session) == []
    code, said = run(out, capsys)
    assert code == 0
    assert "Nothing to render" in said


def test_a_screen_is_looked_for_before_a_window_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not demo.has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert demo.has_screen()


def test_a_window_that_cannot_open_is_told(
    tmp_path: Path, sample: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no such platform")
    assert not demo.open_window(sample.path)
    assert "no such platform" in demo.window_log().read_text("utf-8", "replace")


def test_a_window_outlives_the_demo(sample: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "STANDS_AFTER", 0.2)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*arguments: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(real(*arguments, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    assert demo.open_window(sample.path)
    (window,) = started
    assert window.poll() is None
    window.kill()
    window.wait()
