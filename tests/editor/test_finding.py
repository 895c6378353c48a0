"""Ctrl+F (features.md 5.2): every node is found by what a person remembers of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from canvas.document.board import Board
from canvas.document.edits import (
    AddAsset,
    AddShot,
    DeleteNodes,
    DeleteShots,
    SetShot,
    TypeText,
    set_node,
)
from canvas.document.records import Asset, NodeKind, Shot
from canvas.editor.finding import Finder, excerpt, folded, words_of

Put = Callable[..., str]
FILE = "f" * 64


@pytest.fixture
def states() -> dict[str, str]:
    return {}


@pytest.fixture
def finder(board: Board, states: dict[str, str]) -> Iterator[Finder]:
    finder = Finder(
        board,
        kind_words={NodeKind.note: "note sticky 便签", NodeKind.clip: "clip shot 镜头"},
        state_words={"stale": "stale outdated 过期", "failed": "failed 失败"},
        state_of=lambda node: states.get(node, "empty"),
    )
    yield finder
    finder.close()


def nodes(finder: Finder, query: str) -> list[str]:
    return [one.node for one in finder.search(query)]


def test_titles_words_numbers_and_files_are_searched(
    board: Board, put: Put, finder: Finder
) -> None:
    asset = Asset(
        hash=FILE, kind="picture", mime="image/jpeg", suffix=".jpg", bytes=1, name="IMG_2041.jpg"
    )
    board.apply(AddAsset(asset))
    titled = put("clip", 0, 0, title="The harbour")
    written = put("prompt", 0, 300, text="Rain over\nthe roofs")
    filed = put("picture", 0, 600, refs=(FILE,))
    board.apply(AddShot(Shot(id="s", node=titled, seq="V", number="12B")))
    assert nodes(finder, "harb") == [titled]
    assert nodes(finder, "over the roofs") == [written]
    assert nodes(finder, "img_2041") == [filed]
    assert nodes(finder, "12b") == [titled]
    assert [one.where for one in finder.search("12b")] == ["number"]


def test_case_width_and_accents_do_not_matter(put: Put, finder: Finder) -> None:
    cafe = put("note", 0, 0, title="Café ＬＡＴＥ")
    assert nodes(finder, "CAFE late") == [cafe]
    assert nodes(finder, "ｃａｆé") == [cafe]


def test_chinese_is_found_by_any_piece_and_kana_keep_their_marks(put: Put, finder: Finder) -> None:
    lane = put("prompt", 0, 0, text="最后一公里，巷子里")
    voiced = put("prompt", 0, 300, text="がっこう")
    assert nodes(finder, "一公里") == [lane]
    assert nodes(finder, "か") == []
    assert nodes(finder, "が") == [voiced]


def test_every_word_must_be_there_and_a_phrase_stays_together(put: Put, finder: Finder) -> None:
    both = put("prompt", 0, 0, text="a red car in the rain")
    put("prompt", 0, 300, text="a red boat")
    apart = put("prompt", 0, 600, text="the car is red")
    assert nodes(finder, "red car") == [both, apart]
    assert nodes(finder, '"red car"') == [both]
    assert nodes(finder, "“red car”") == [both]


def test_kinds_are_found_by_the_beginnings_of_their_words_in_both_languages(
    put: Put, finder: Finder
) -> None:
    note = put("note", 0, 0)
    clip = put("clip", 0, 300)
    assert nodes(finder, "stick") == [note]
    assert nodes(finder, "便签") == [note]
    assert nodes(finder, "镜") == [clip]
    assert nodes(finder, "c") == [], "one Latin letter would mean half the board"
    assert finder.search("clip")[0].where == "kind"


def test_states_are_found_in_both_languages(
    put: Put, finder: Finder, states: dict[str, str]
) -> None:
    stale, failed, other = put("clip", 0, 0), put("clip", 0, 300), put("clip", 0, 600)
    states |= {stale: "stale", failed: "failed", other: "done"}
    assert nodes(finder, "stale") == [stale]
    assert nodes(finder, "失败") == [failed]
    states[other] = "stale"
    assert nodes(finder, "过期") == [stale, other], "states are never remembered"


def test_titles_come_first_and_then_the_order_of_reading(put: Put, finder: Finder) -> None:
    words = put("prompt", 0, 0, text="a lamp")
    low = put("note", 0, 900, title="lamp")
    right = put("note", 600, 400, title="lamp")
    left = put("note", 0, 400, title="lamp")
    assert nodes(finder, "lamp") == [left, right, low, words]


def test_an_empty_query_means_nothing(put: Put, finder: Finder) -> None:
    put("note", 0, 0, title=" ")
    assert finder.search("  ") == ()
    assert finder.search("“”") == ()


def test_the_index_follows_every_change(board: Board, put: Put, finder: Finder) -> None:
    assert nodes(finder, "moon") == []
    words = put("prompt", 0, 0, text="mono")
    clip = put("clip", 0, 300, title="Moon")
    assert nodes(finder, "moon") == [clip]
    board.apply(set_node(clip, title="Sun"), TypeText(words, 0, 4, "moonlight"))
    assert nodes(finder, "moon") == [words]
    board.apply(AddShot(Shot(id="s", node=clip, seq="V", number="7A")))
    assert nodes(finder, "7a") == [clip]
    board.apply(SetShot("s", number="8"))
    assert nodes(finder, "7a") == []
    board.apply(DeleteShots(["s"]))
    assert nodes(finder, "8") == []
    board.apply(DeleteNodes([words]))
    assert nodes(finder, "moon") == []
    board.undo()
    assert nodes(finder, "moon") == [words]


def test_a_file_that_comes_in_after_its_node_is_found(
    board: Board, put: Put, finder: Finder
) -> None:
    asset = Asset(hash=FILE, kind="picture", mime="image/png", suffix=".png", bytes=1, name="Oak")
    board.apply(AddAsset(asset))
    node = put("picture", 0, 0)
    assert nodes(finder, "oak") == []
    board.apply(set_node(node, refs=(FILE,)))
    assert nodes(finder, "oak") == [node]


def test_words_of_a_query() -> None:
    assert words_of(' A  "Big  House" ｂ ') == ("a", "big  house", "b")


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("A red car", "RED", "red"),
        ("ﬁnal cut", "fin", "ﬁn"),
        ("Crème brûlée", "brule", "brûlé"),
        ("最后一公里", "公里", "公里"),
        ("x" * 90_000 + " needle " + "y" * 90_000, "needle", "needle"),
    ],
)
def test_an_excerpt_shows_where_it_was_found(text: str, query: str, found: str) -> None:
    shown = excerpt(text, query)
    assert shown is not None
    assert shown.text[shown.start : shown.end] == found
    assert len(shown.text) <= 120
    assert "\n" not in shown.text


def test_no_excerpt_without_a_hit() -> None:
    assert excerpt("A red car", "boat") is None


def test_folding_is_the_same_twice() -> None:
    for text in ("Ａé", "ﬁ", "İstanbul", "が", "ẞ", "ΆΣ", "🎬x"):
        assert folded(folded(text)) == folded(text)
