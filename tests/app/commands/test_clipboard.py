"""Nodes as text: copied, cut, and pasted here or elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from canvas.app.clipping import NoNodes, words_of
from canvas.app.commands import arrange, clipboard
from canvas.app.commands.board import redo, undo
from canvas.app.commands.film import add_shot
from canvas.app.commands.grouping import collapse
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, toggle_locked
from canvas.app.commands.render import render
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.edits import AddEdge, AddNode, Refused
from canvas.document.records import Edge, Node, NodeKind, new_id
from canvas.document.timing import Rate


@pytest.fixture
def other(tmp_path: Path, settings: Settings) -> Iterator[Session]:
    """A second board, at 12 frames a second."""
    board = tmp_path / "Another.shotweave"
    with Session.create(board, settings=settings, rate=Rate(12), width=64, height=36) as session:
        yield session


def wired(session: Session) -> tuple[str, str]:
    words = add_node(session, NodeKind.prompt, (0, 0), text="环绕 orbit\nslowly")
    clip = add_node(session, NodeKind.clip, (400, 0), title="A", params={"seed": 8, "frames": 48})
    connect(session, words, "words", clip, "words")
    return words, clip


def test_a_copy_of_several_nodes_keeps_words_settings_and_the_links_among_them(
    session: Session,
) -> None:
    text = clipboard.copy(session, wired(session))
    words, clip = clipboard.paste(session, text)
    board = session.board
    assert board.text(words) == "环绕 orbit\nslowly"
    assert (board.nodes[clip].title, board.nodes[clip].param("seed")) == ("A", 8)
    assert board.nodes[words].pos == (24, 24)
    assert [edge.source for edge in board.links_into(clip)] == [words]
    undo(session)
    assert len(board.nodes) == 2
    redo(session)
    assert len(board.edges) == 2


def test_links_from_outside_come_along_only_when_asked_for(session: Session) -> None:
    words, clip = wired(session)
    text = clipboard.copy(session, [clip])
    (alone,) = clipboard.paste(session, text)
    assert session.board.links_into(alone) == ()
    (fed,) = clipboard.paste_linked(session, text)
    assert [edge.source for edge in session.board.links_into(fed)] == [words]


def test_pasted_nodes_have_their_middle_where_it_was_asked(session: Session) -> None:
    a = add_node(session, NodeKind.note, (0, 0), size=(100, 100))
    b = add_node(session, NodeKind.note, (300, 100), size=(100, 100))
    copies = clipboard.paste(session, clipboard.copy(session, [a, b]), pos=(1000, 1000))
    assert [session.board.nodes[id].pos for id in copies] == [(800, 900), (1100, 1000)]


def test_a_frame_is_copied_with_what_it_holds_and_nodes_dropped_in_one_belong_to_it(
    session: Session,
) -> None:
    inner = add_node(session, NodeKind.note, (0, 0))
    outer = arrange.frame(session, [arrange.frame(session, [inner]) or ""])
    assert outer is not None
    text = clipboard.copy(session, [outer])
    copies = clipboard.paste(session, text, pos=(3000, 3000))
    board = session.board
    by_kind = [id for id in copies if board.nodes[id].kind is NodeKind.note]
    assert len(copies) == 3
    middle = board.nodes[by_kind[0]].parent
    assert middle in copies
    assert board.nodes[middle].parent in copies
    lone = clipboard.paste(session, clipboard.copy(session, [inner]), pos=(3000, 3000))
    assert board.nodes[lone[0]].parent == middle


def test_what_is_cut_comes_back_to_its_place_in_the_film(session: Session) -> None:
    words, clip = wired(session)
    later = add_node(session, NodeKind.clip, (800, 0))
    for node in (clip, later):
        add_shot(session, node)
    text = clipboard.cut(session, [words, clip])
    assert [shot.node for shot in session.board.film] == [later]
    _, back = clipboard.paste(session, text)
    assert [shot.node for shot in session.board.film] == [back, later]
    assert session.board.nodes[back].pos == (400, 0)
    (copy,) = clipboard.paste(session, clipboard.copy(session, [later]))
    assert copy not in [shot.node for shot in session.board.film]


def test_cutting_leaves_what_is_locked(session: Session) -> None:
    fixed, free = add_node(session, "note", (0, 0)), add_node(session, "note", (0, 200))
    toggle_locked(session, [fixed])
    text = clipboard.cut(session, [fixed, free])
    assert set(session.board.nodes) == {fixed}
    assert len(clipboard.paste(session, text)) == 1
    copied = clipboard.paste(session, clipboard.copy(session, [fixed]))
    assert not session.board.nodes[copied[0]].locked


def test_cutting_leaves_a_collapsed_frame_that_hides_what_is_locked(session: Session) -> None:
    """As Delete does: what goes with a collapsed frame is one thing, and a lock holds it."""
    frame = add_node(session, "scene", (0, 0), size=(800.0, 600.0))
    fixed, free = add_node(session, "note", (100, 100)), add_node(session, "note", (400, 100))
    outside = add_node(session, "note", (0, 900))
    toggle_locked(session, [fixed])
    collapse(session, [frame])
    clipboard.cut(session, [frame, outside])

    assert set(session.board.nodes) == {frame, fixed, free}
    toggle_locked(session, [fixed])
    clipboard.cut(session, [frame])
    assert set(session.board.nodes) == set()


def test_nodes_go_to_another_board_with_their_files_takes_and_shots(
    session: Session, other: Session, clip: str
) -> None:
    render(session, [clip])
    session.wait_for_renders()
    nodes = tuple(session.board.nodes)
    text = clipboard.copy(session, nodes)
    made = clipboard.paste(other, text)
    board = other.board
    assert len(made) == 2
    (pasted,) = [id for id in made if board.nodes[id].kind is NodeKind.clip]
    (picture,) = [id for id in made if board.nodes[id].kind is NodeKind.picture]
    assert other.store.verify(board.nodes[picture].refs[0])
    take = board.takes[board.nodes[pasted].take or ""]
    asset = board.assets[take.asset]
    for hash in (take.asset, asset.thumbnail, asset.proxy):
        assert hash is not None
        assert other.store.verify(hash)
    assert [shot.node for shot in board.film] == [pasted]
    assert board.nodes[pasted].param("frames") == 3, "as long as before, at half the rate"
    undo(other)
    assert not board.nodes


def test_nodes_come_without_files_that_are_nowhere(
    session: Session, other: Session, clip: str
) -> None:
    text = clipboard.copy(session, tuple(session.board.nodes))
    shutil.rmtree(session.store.root)
    made = clipboard.paste(other, text)
    (picture,) = [id for id in made if other.board.nodes[id].kind is NodeKind.picture]
    (hash,) = other.board.nodes[picture].refs
    assert hash in other.board.assets
    assert other.store.find(hash) is None


def test_a_file_that_no_longer_holds_what_its_name_says_is_not_taken(
    session: Session, other: Session, clip: str
) -> None:
    nodes = tuple(session.board.nodes)
    (hash,) = {ref for id in nodes for ref in session.board.nodes[id].refs}
    session.store.path(hash).write_bytes(b"something else")
    clipboard.paste(other, clipboard.copy(session, nodes))
    assert other.store.find(hash) is None


@pytest.mark.parametrize(
    "text", ["", "words", "[]", "{}", '{"format": "shotweave nodes", "schema": 1}', "[" * 100_000]
)
def test_a_text_without_nodes_is_refused_with_a_plain_sentence(session: Session, text: str) -> None:
    with pytest.raises(NoNodes) as caught:
        clipboard.paste(session, text)
    assert "no nodes" in str(caught.value)
    assert session.board.can_undo is None


def test_nodes_of_a_newer_program_are_refused(session: Session) -> None:
    data = json.loads(clipboard.copy(session, wired(session)))
    data["schema"] = 99
    with pytest.raises(NoNodes, match="newer"):
        clipboard.paste(session, json.dumps(data))


def test_what_makes_no_sense_in_a_text_is_left_out(session: Session) -> None:
    words, clip = wired(session)
    data = json.loads(clipboard.copy(session, [words, clip]))
    data["nodes"]["no id!"] = {"kind": "note"}
    data["nodes"]["unknown"] = {"kind": "spaceship"}
    data["nodes"][words]["pos"] = [float("nan"), 0]
    data["nodes"][words]["del"] = True
    data["nodes"][clip] |= {"parent": clip, "take": "nobody", "refs": "?"}
    data["texts"]["none"] = 5
    data["edges"] += [7, {"source": "x"}]
    data |= {"assets": [1], "shots": None, "takes": {"a": {}}, "media": 7, "rate": "fast"}
    made = clipboard.paste(session, json.dumps(data))
    assert len(made) == 2
    assert all(session.board.nodes[id].parent is None for id in made)


def test_frames_that_lie_inside_one_another_come_out_of_the_loop(session: Session) -> None:
    scenes = [add_node(session, NodeKind.scene, (x, 0)) for x in (0, 5000)]
    data = json.loads(clipboard.copy(session, scenes))
    for id, parent in zip(scenes, reversed(scenes), strict=True):
        data["nodes"][id]["parent"] = parent
    made = clipboard.paste(session, json.dumps(data))
    assert len([id for id in made if session.board.nodes[id].parent is None]) == 1


def test_links_in_a_loop_are_refused_whole(session: Session) -> None:
    clips = [add_node(session, NodeKind.clip, (x, 0)) for x in (0, 500)]
    connect(session, clips[0], "video", clips[1], "previous")
    data = json.loads(clipboard.copy(session, clips))
    back = {"source": clips[1], "out": "video", "target": clips[0], "into": "previous"}
    data["edges"].append(back)
    with pytest.raises(Refused):
        clipboard.paste(session, json.dumps(data))
    assert len(session.board.nodes) == 2


def test_a_long_chain_of_thousands_is_one_step(session: Session) -> None:
    """Issue 3, bad input: ten thousand nodes pasted at once are one undo; timed in benchmarks."""
    nodes = [Node(id=new_id(), kind=NodeKind.clip, pos=(n * 400.0, 0)) for n in range(2000)]
    chain = [
        AddEdge(Edge(source=a.id, out="video", target=b.id, into="previous"))
        for a, b in pairwise(nodes)
    ]
    session.apply(*map(AddNode, nodes), *chain)
    text = clipboard.copy(session, [node.id for node in nodes])
    made = clipboard.paste(session, text, pos=(0, 9000))
    assert len(set(made)) == 2000
    assert len(session.board.edges) == 2 * 1999
    undo(session)
    assert len(session.board.nodes) == 2000


def test_words_for_other_programs(session: Session) -> None:
    words, clip = wired(session)
    assert words_of(session.board, [words, clip]) == "环绕 orbit\nslowly\n\nA"
