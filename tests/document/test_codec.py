"""A board as JSON, and the files of every schema that there has been."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document import codec
from canvas.document.board import Board, NewerSchema, TornBoard
from canvas.document.codec import from_json, to_json
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddRender,
    AddShot,
    AddTake,
    DeleteNodes,
    PutCue,
    PutMark,
    SetMeta,
    set_node,
)
from canvas.document.records import SCHEMA, Cue, Mark, Render, Shot, Transition
from canvas.document.timing import Rate
from tests.document.boards import a_board, a_link, a_node, a_take, an_asset, everything, relaxed

GOLDEN = Path(__file__).parent.parent / "golden"


def a_full_board() -> Board:
    """Something of everything, with registers off their defaults; every id is fixed."""
    picture, video = (
        an_asset("a", width=451, height=300, name="猫 chelsea.png", thumbnail="e" * 64),
        an_asset("b", "video", frames=96, rate=Rate(24), seconds=4.0, proxy="d" * 64),
    )
    music = an_asset("c", "sound", seconds=10.5)
    board = a_board(
        SetMeta(
            title="The Last Mile / 最后一公里", rate=Rate(24000, 1001), width=1920, height=1080
        ),
        AddAsset(picture),
        AddAsset(video),
        AddAsset(music),
        AddNode(a_node("frame", "scene", title="Scene 1", color="#ff8a3d", z="1")),
        AddNode(a_node("words", pos=(12.5, -40), title="Words", parent="frame"), "推近 a cat\n😀"),
        AddNode(a_node("pic", "picture", refs=(picture.hash,), locked=True)),
        AddNode(
            a_node(
                "clip",
                "clip",
                params={
                    "frames": 48,
                    "seed": 7,
                    "camera": [0, 0, 1.5, 0, 0, -2],
                    "quality": "draft",
                    "loop": True,
                    "paths": [{"points": [[0.1, 0.2], [0.5, 1]]}],
                },
            ),
            "Hello?",
        ),
        AddNode(a_node("vid", "video", refs=(video.hash,))),
        AddNode(a_node("song", "sound", refs=(music.hash,), params={"gain": -6})),
        AddNode(a_node("note", "note"), "Ask Ann"),
        AddNode(a_node("cat", "element", refs=(picture.hash,), params={"role": "prop"}), "grey"),
        AddNode(a_node("gone"), "deleted words"),
        AddEdge(a_link("words", "clip")),
        AddEdge(a_link("pic", "clip", "first", "picture")),
        AddEdge(a_link("cat", "clip", "cast", "cast")),
        AddEdge(a_link("gone", "clip")),
        AddShot(Shot(id="one", node="clip", seq="G", in_=3, out=40, number="1A")),
        AddShot(Shot(id="two", node="vid", seq="T", transition=Transition("dissolve", 12))),
        AddTake(a_take("take", "clip", video, person="ann", recipe={"prompt": "a cat", "n": [1]})),
        AddRender(Render(key="key-take", asset=video.hash, frames=96, rate=Rate(24))),
        PutCue(Cue(id="cue", kind="sound", at=5, frames=24, asset=music.hash, gain=-3.5, in_=2)),
        PutCue(Cue(id="old", kind="marker", at=1, text="gone", deleted=True)),
        PutMark(Mark(id="mark", kind="view", name="Start", value={"x": 1, "zoom": 0.5})),
    )
    board.apply(set_node("clip", take="take"), DeleteNodes(["gone"]))
    return board


def without_lineage(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "meta": {**said["meta"], "lineage": ""}}


def test_the_golden_file_of_schema_1_is_what_is_written() -> None:
    """Change nothing here that a person's files depend on: a new shape is a new schema with an
    upgrade."""
    golden = json.loads((GOLDEN / "board-1.json").read_text(encoding="utf-8"))
    assert without_lineage(to_json(a_full_board())) == without_lineage(golden)


def test_the_golden_file_of_schema_1_is_read() -> None:
    golden = json.loads((GOLDEN / "board-1.json").read_text(encoding="utf-8"))
    read, made = everything(from_json(golden, person="bob")), everything(a_full_board())
    assert read.pop("meta").title == made.pop("meta").title
    assert read == made


def test_the_golden_state_of_schema_1_is_loaded() -> None:
    """The Yjs bytes themselves: what lies in journals."""
    state = (GOLDEN / "board-1.yjs").read_bytes()
    read, made = everything(Board.load([state], person="bob")), everything(a_full_board())
    assert read.pop("meta").rate == made.pop("meta").rate
    assert read == made


def test_json_and_back_is_the_same_board_with_another_lineage() -> None:
    board = a_full_board()
    text = json.dumps(to_json(board), ensure_ascii=False, allow_nan=False)
    copy = from_json(json.loads(text), person="bob")
    assert copy.meta.lineage not in ("", board.meta.lineage)
    assert without_lineage(to_json(copy)) == without_lineage(to_json(board))
    assert copy.can_undo is None


def test_what_this_program_does_not_know_is_carried_through() -> None:
    data: Any = to_json(a_full_board())
    data["nodes"]["future"] = {"kind": "hologram", "depth": [1, 2]}
    data["nodes"]["clip"]["mood"] = "blue"
    again: Any = to_json(from_json(data, person="bob"))
    assert again["nodes"]["future"] == {"kind": "hologram", "depth": [1, 2]}
    assert again["nodes"]["clip"]["mood"] == "blue"


def test_a_newer_schema_is_refused() -> None:
    data = {**to_json(a_full_board()), "schema": SCHEMA + 1}
    with pytest.raises(NewerSchema):
        from_json(data, person="bob")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "board",
        {},
        {"format": "canvas", "schema": 1},
        {"format": "shotweave"},
        {"format": "shotweave", "schema": "1"},
        {"format": "shotweave", "schema": True},
        {"format": "shotweave", "schema": 0},
        {"format": "shotweave", "schema": 1, "nodes": []},
    ],
)
def test_what_is_no_board_is_refused_with_a_sentence(data: object) -> None:
    with pytest.raises(TornBoard) as caught:
        from_json(data, person="bob")
    assert "Shotweave" in str(caught.value)


def test_a_file_of_an_older_schema_is_upgraded_version_by_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As it will be with schema 3: the steps from 1 and from 2 run in turn."""
    monkeypatch.setattr(codec, "SCHEMA", 3)
    order: list[int] = []

    def first(roots: codec.Roots) -> codec.Roots:
        order.append(1)
        return {**roots, "meta": {**roots["meta"], "title": roots["meta"]["name"]}}

    def second(roots: codec.Roots) -> codec.Roots:
        order.append(2)
        return {**roots, "meta": {**roots["meta"], "title": roots["meta"]["title"].upper()}}

    data = {"format": "shotweave", "schema": 1, "meta": {"name": "dawn"}}
    board = from_json(data, person="bob", upgrades={1: first, 2: second})
    assert order == [1, 2]
    assert board.meta.title == "DAWN"


def test_every_older_schema_has_an_upgrade() -> None:
    assert set(codec.UPGRADES) == set(range(1, SCHEMA))


def test_senseless_entries_are_read_as_missing() -> None:
    data = {
        "format": "shotweave",
        "schema": 1,
        "meta": {"title": 5, "rate": "fast"},
        "nodes": {"a b": {"kind": "clip"}, "n": {"kind": "clip", "pos": [1e999, 0]}, "x": 5},
        "texts": {"n": 5},
        "edges": {"e": {"source": "n"}, "f": None},
    }
    board = from_json(data, person="bob")
    assert dict(board.nodes) == {"n": a_node("n", "clip")}
    assert board.text("n") == ""
    assert board.meta.title == ""
    board.apply(set_node("n", title="works"))


garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["n", "kind", "clip", "pos", "p.seed", "source", "title", "rate"]),
            inner,
        )
    ),
    max_leaves=10,
)


@settings(relaxed, max_examples=150)
@given(st.dictionaries(st.sampled_from(["meta", "nodes", "texts", "edges", "takes"]), garbage))
def test_any_json_opens_as_a_board_or_is_refused(roots: dict[str, Any]) -> None:
    try:
        board = from_json({"format": "shotweave", "schema": 1, **roots}, person="bob")
    except TornBoard:
        return
    again = from_json(json.loads(json.dumps(to_json(board))), person="bob")
    assert without_lineage(to_json(again)) == without_lineage(to_json(board))
