"""A person's own files come in by their content, laid out so that nothing overlaps."""

from __future__ import annotations

import shutil
import wave
from itertools import combinations
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from assets.media import take_in
from canvas.app.commands.board import undo
from canvas.app.commands.media import import_files, make_clips, paste_picture, replace_file
from canvas.app.commands.nodes import add_node
from canvas.app.session import ReadOnly, Session
from canvas.app.settings import Settings
from canvas.document.edits import Refused
from canvas.document.records import Asset, Node, NodeKind


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "moving 片段.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for level in range(10):
            picture = np.full((36, 64, 3), level * 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "hum.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return path


def overlapping(nodes: list[Node]) -> list[tuple[str, str]]:
    return [
        (one.title, two.title)
        for one, two in combinations(nodes, 2)
        if all(
            one.pos[side] < two.pos[side] + two.size[side]
            and two.pos[side] < one.pos[side] + one.size[side]
            for side in (0, 1)
        )
    ]


def test_each_picture_feeds_a_clip_of_the_film(session: Session, pictures: Path) -> None:
    files = sorted(pictures.glob("*.jpg"))
    imported = import_files(session, files)
    assert not imported.troubles
    assert [session.board.nodes[node].title for node in imported.nodes] == [f.stem for f in files]
    assert tuple(shot.node for shot in session.board.film) == imported.clips
    for node, clip in zip(imported.nodes, imported.clips, strict=True):
        (link,) = session.board.links_into(clip, "first")
        assert link.source == node
    assert overlapping(list(session.board.nodes.values())) == []
    undo(session)
    assert not session.board.nodes


def test_newcomers_do_not_cover_what_is_there(session: Session, pictures: Path) -> None:
    for _ in range(3):
        import_files(session, [pictures / "cat.jpg", pictures / "moon.jpg"])
    assert len(session.board.nodes) == 12
    assert overlapping(list(session.board.nodes.values())) == []
    assert len(session.board.assets) == 2


def test_a_video_is_a_shot_itself_and_a_sound_waits(
    session: Session, video: Path, sound: Path
) -> None:
    moving, humming = import_files(session, [video, sound]).nodes
    assert session.board.nodes[moving].kind is NodeKind.video
    assert session.board.nodes[humming].kind is NodeKind.sound
    assert [shot.node for shot in session.board.film] == [moving]


def test_bare_files_make_no_clips(session: Session, pictures: Path, video: Path) -> None:
    imported = import_files(session, [pictures / "cat.jpg", video], clips=False)
    assert len(session.board.nodes) == 2
    assert (imported.clips, session.board.film) == ((), ())


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(
    session: Session, pictures: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    text = tmp_path / "really a text.jpg"
    text.write_text("no picture")
    missing = tmp_path / "nobody.mp4"
    torn = tmp_path / "torn.jpg"
    torn.write_bytes((pictures / "cat.jpg").read_bytes()[:3000])
    imported = import_files(session, [empty, text, pictures / "cat.jpg", missing, torn])
    assert len(imported.nodes) == 1
    assert [path for path, _ in imported.troubles] == [empty, text, missing, torn]
    assert all(str(trouble) for _, trouble in imported.troubles)


@pytest.mark.parametrize("name", ["with space", "最后一公里", "🚀🌕", "n" * 200])
def test_any_name_comes_in(session: Session, pictures: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.jpg"
    shutil.copy(pictures / "deep-field.jpg", file)
    (node,) = import_files(session, [file]).nodes
    assert session.board.nodes[node].title == name


def test_a_cancelled_import_keeps_what_was_whole(session: Session, pictures: Path) -> None:
    pressed: list[int] = []

    def progress(index: int, _share: float) -> None:
        if index == 1:
            pressed.append(index)

    files = [pictures / "cat.jpg", pictures / "moon.jpg", pictures / "rocket.jpg"]
    imported = import_files(session, files, progress=progress, cancelled=lambda: bool(pressed))
    assert [session.board.nodes[node].title for node in imported.nodes] == ["cat", "moon"]
    assert list((session.folder.media / "incoming").glob("*")) == []


def test_ctrl_c_keeps_what_had_come_in(session: Session, pictures: Path) -> None:
    """The command line stops with KeyboardInterrupt, and says that what was finished is kept."""

    def progress(index: int, _share: float) -> None:
        if index == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files(session, [pictures / "cat.jpg", pictures / "moon.jpg"], progress=progress)
    assert [node.title for node in session.board.nodes.values() if node.refs] == ["cat"]
    assert len(session.board.film) == 1


def test_a_pasted_picture_lies_where_it_was_pasted(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "clip.png"
    Image.new("RGB", (30, 20), "teal").save(file)
    node = session.board.nodes[paste_picture(session, file.read_bytes(), (7, 9))]
    assert (node.kind, node.pos) == (NodeKind.picture, (7, 9))
    assert session.board.assets[node.refs[0]].width == 30


def test_clips_are_made_beside_pictures_where_there_is_room(
    session: Session, pictures: Path
) -> None:
    (cat,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    add_node(session, NodeKind.note, (300, 0), title="in the way")
    (clip,) = make_clips(session, [cat])
    assert [shot.node for shot in session.board.film] == [clip]
    assert overlapping(list(session.board.nodes.values())) == []


def test_a_board_to_look_at_takes_no_files(
    session: Session, settings: Settings, pictures: Path
) -> None:
    session.flush()
    with (
        Session.open(session.path, settings=settings, readonly=True) as looking,
        pytest.raises(ReadOnly),
    ):
        import_files(looking, [pictures / "cat.jpg"])
    assert not list(session.store.hashes())


def test_a_picture_node_shows_another_file_and_undo_brings_the_first_back(
    session: Session, pictures: Path
) -> None:
    (cat,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    (first,) = session.board.nodes[cat].refs
    moon = take_in(pictures / "moon.jpg", session.store).asset
    replace_file(session, cat, moon)
    assert session.board.nodes[cat].refs == (moon.hash,)
    assert session.board.assets[moon.hash] == moon
    undo(session)
    assert session.board.nodes[cat].refs == (first,)


def test_a_picture_node_does_not_take_a_sound(session: Session, pictures: Path) -> None:
    (cat,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    sound = Asset(hash="0" * 64, kind="sound", mime="audio/wav", suffix=".wav", bytes=44)
    with pytest.raises(Refused):
        replace_file(session, cat, sound)
    assert sound.hash not in session.board.assets


def test_clips_of_pictures_that_lie_close_come_in_rows_under_them_and_on_nothing(
    session: Session, pictures: Path
) -> None:
    files = sorted(pictures.glob("*.jpg"))
    crowd = import_files(session, files, pos=(0, 0), clips=False).nodes
    lone = import_files(session, files[:1], pos=(3000, 0), clips=False).nodes

    made = make_clips(session, crowd)
    (beside,) = make_clips(session, lone)

    known = session.board.nodes
    boxes = [(*known[id].pos, *known[id].size) for id in (*crowd, *made, *lone, beside)]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2):
        assert ax + aw <= bx or bx + bw <= ax or ay + ah <= by or by + bh <= ay
    assert known[beside].pos[1] == known[lone[0]].pos[1]
    assert [shot.node for shot in session.board.film] == [*made, beside]
