"""The gate: it understands what the library writes, turns bombs away and never lets in what the
library dies of."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, merge_updates

from canvas.document.writes import ROOTS
from collab.gate import LIMITS, TurnedAway, examine, part
from collab.resting import cuts
from collab.vectors import read_vector
from collab.wire import BOARD, COMMENTS, Code, blob, number
from tests.collab.updates import (
    A_FRAGMENT,
    A_LIST,
    A_MAP,
    A_TEXT,
    AN_ELEMENT,
    ONE,
    VICTIM,
    a_board,
    after,
    applied,
    deleting,
    gc,
    inside,
    item,
    look,
    nested,
    recorded,
    skip,
    update,
    value,
)


def turned_away(data: bytes, **limits: Any) -> TurnedAway:
    with pytest.raises(TurnedAway) as caught:
        examine(data, replace(LIMITS[BOARD], **limits))
    assert caught.value.reason
    return caught.value


# What the library writes


def test_r3_1_a_whole_board_is_understood() -> None:
    doc = a_board()
    found = look(doc.get_update())
    assert {client: end for client, (_, end) in found.spans.items()} == read_vector(doc.get_state())
    assert found.roots == {b"nodes", b"texts"}
    assert found.deletes > 0
    assert not found.gap


def test_r3_1_each_single_edit_continues_where_the_last_one_ended() -> None:
    doc = a_board(5)
    nodes, texts = doc.get("nodes", type=Map), doc.get("texts", type=Map)
    start = read_vector(doc.get_state())[doc.client_id]

    def work() -> None:
        for each in range(40):
            nodes[f"n{each % 5}"]["pos"] = [float(each), 0.5]
            texts["n1"].insert(3, "雨🌧x")
            del texts["n1"][0:1]
            nodes[f"new{each}"] = Map({"t": Text("x"), "m": Map({"b": b"\x00\xff"})})

    for one in recorded(doc, work):
        found = look(one)
        if not found.spans:  # a deletion alone
            assert found.deletes == 1
            continue
        ((client, (first, end)),) = found.spans.items()
        assert (client, first) == (doc.client_id, start)
        start = end
    assert start == read_vector(doc.get_state())[doc.client_id]


def test_r3_1_the_state_of_several_clients_is_understood() -> None:
    docs = [a_board(3) for _ in range(4)]
    whole = Doc()
    for doc in docs:
        whole.apply_update(doc.get_update())
    whole.get("nodes", type=Map)["n0"] = 5
    found = look(whole.get_update())
    assert {client: end for client, (_, end) in found.spans.items()} == read_vector(
        whole.get_state()
    )
    assert len(found.spans) == 5


def test_r3_1_an_update_says_what_it_rests_on() -> None:
    a = a_board(2)
    b: Doc[Any] = Doc()
    b.apply_update(a.get_update())
    (one,) = recorded(b, lambda: b.get("nodes", type=Map)["n1"].update({"title": "B's"}))
    found = look(one)
    (needed,) = found.needs
    assert needed == a.client_id
    assert 0 < found.needs[a.client_id] <= read_vector(a.get_state())[a.client_id]


def test_r3_1_a_deletion_says_what_it_reaches() -> None:
    found = look(update(deletes=deleting((VICTIM, 5, 10), (9, 0, 1))))
    assert found.needs == {VICTIM: 15, 9: 1}
    assert (found.spans, found.structs, found.deletes) == ({}, 0, 2)


def test_r3_1_an_empty_update_is_nothing() -> None:
    assert look(b"\x00\x00")[:3] == ({}, 0, 0)


# Bombs


@pytest.mark.parametrize("tag", [117, 118])
def test_r3_2_a_depth_bomb_is_refused(tag: int) -> None:
    """R3.2: 26 kB of this end a process that applies or reads it."""
    level = bytes([117, 1]) if tag == 117 else bytes([118, 1]) + blob(b"k")
    for depth in (33, 1000, 100_000):
        data = update((VICTIM, 0, [item(8, value(level * depth + b"\x7e"))]))
        assert "deep" in turned_away(data).reason


def test_r3_2_what_nests_as_deep_as_allowed_comes_in() -> None:
    data = update((VICTIM, 0, [item(8, value(nested(32)))]))
    assert applied(data) == {VICTIM: 1}
    assert look(data).spans == {VICTIM: (0, 1)}


@pytest.mark.parametrize("ref", [5, 6])
def test_r3_2_json_in_texts_nests_no_deeper(ref: int) -> None:
    key = blob(b"bold") if ref == 6 else b""
    for depth, fits in ((30, True), (33, False), (50_000, False)):
        content = key + blob(b"[" * depth + b"]" * depth)
        data = update((VICTIM, 0, [item(7, A_TEXT), inside(ref, content, VICTIM, 0)]))
        if fits:
            assert look(data).structs == 2
        else:
            assert "deep" in turned_away(data).reason


def test_r3_3_another_root_is_refused() -> None:
    for root in ("prompts", "Nodes", "", "nodes\0", "comments"):
        assert turned_away(update((VICTIM, 0, [item(8, value(b"\x7e"), root=root)])))


def test_r3_3_each_channel_has_its_own_roots() -> None:
    comment = update((VICTIM, 0, [item(8, value(b"\x7e"), root="comments")]))
    assert examine(comment, LIMITS[COMMENTS]).roots == {b"comments"}
    with pytest.raises(TurnedAway):
        examine(update((VICTIM, 0, [ONE])), LIMITS[COMMENTS])


def test_r3_3_a_root_is_a_map() -> None:
    assert "name" in turned_away(update((VICTIM, 0, [item(8, value(b"\x7e"), key=None)]))).reason
    doc: Doc[Any] = Doc()
    doc.get("nodes", type=Array).append(1)
    assert turned_away(doc.get_update())


def test_r1_1_every_root_of_a_board_is_a_root_of_the_room() -> None:
    for root in ROOTS:
        assert look(update((VICTIM, 0, [item(8, value(b"\x7e"), root=root)])))


@pytest.mark.parametrize(
    "struct",
    [
        item(7, A_LIST),
        item(7, AN_ELEMENT),
        item(7, A_FRAGMENT),
        item(7, b"\x06"),
        item(7, b"\x07\x00"),
        item(2, b"\x01" + blob(b"{}")),
        item(9, blob(b"guid") + b"\x7f"),
        item(11, b""),
        item(31, b""),
    ],
    ids=[
        "array",
        "element",
        "fragment",
        "xml-text",
        "weak-link",
        "json",
        "subdocument",
        "eleven",
        "31",
    ],
)
def test_r3_4_what_no_board_holds_is_refused(struct: bytes) -> None:
    assert turned_away(update((VICTIM, 0, [struct])))


@pytest.mark.parametrize("kind", [A_MAP, A_TEXT])
def test_r3_4_maps_and_texts_come_in(kind: bytes) -> None:
    data = update((VICTIM, 0, [item(7, kind)]))
    assert look(data).structs == 1
    assert applied(data) == {VICTIM: 1}


def test_r3_5_structs_clients_and_ranges_are_bounded() -> None:
    many = update((VICTIM, 0, [gc(1)] * 11))
    assert turned_away(many, structs=10).code is Code.large
    assert turned_away(update(*[(c, 0, [gc(1)]) for c in range(11)]), clients=10).code is Code.large
    ranges = update(deletes=deleting(*[(c, 0, 1) for c in range(11)]))
    assert turned_away(ranges, deletes=10).code is Code.large


@pytest.mark.parametrize(
    "data",
    [
        number(2**40),
        number(1) + number(2**40) + number(VICTIM) + b"\x00",
        update((VICTIM, 0, [item(8, number(2**40))])),
        update((VICTIM, 0, [item(4, number(2**40))])),
        update((VICTIM, 0, [item(8, value(bytes([117]) + number(2**40)))])),
        update(deletes=number(2**40)),
        update(deletes=b"\x01\x05" + number(2**40)),
    ],
    ids=["clients", "structs", "values", "letters", "list", "deleting", "ranges"],
)
def test_r3_5_a_promised_number_costs_nothing(data: bytes) -> None:
    assert turned_away(data)


def test_r3_5_twenty_thousand_clients_are_too_many() -> None:
    """R3.5: each is an entry in everybody's state vector from then on."""
    data = update(*[(client, 0, [gc(1)]) for client in range(20_001)])
    assert turned_away(data).code is Code.large


@pytest.mark.parametrize("length", [2**31, 2**40, 2**53 - 1])
def test_r3_6_clocks_end(length: int) -> None:
    assert turned_away(update((VICTIM, 0, [gc(length)])))
    assert turned_away(update((VICTIM, 2**31 - 1, [gc(1)])))
    assert turned_away(update((VICTIM, 0, [item(1, number(length))])))
    assert turned_away(update(deletes=deleting((VICTIM, 5, length))))


def test_r3_6_no_struct_is_empty() -> None:
    for struct in (gc(0), skip(0), item(1, b"\x00"), item(4, b"\x00"), item(8, b"\x00")):
        assert turned_away(update((VICTIM, 0, [struct])))
    assert turned_away(b"\x01\x00" + number(VICTIM) + b"\x00\x00")


def test_r3_6_a_client_id_of_54_bits_is_refused() -> None:
    assert turned_away(update((2**53, 0, [ONE])))
    assert look(update((2**53 - 1, 0, [ONE])))


def test_r3_7_an_update_cut_at_any_byte_is_refused() -> None:
    whole = a_board(2).get_update()
    for end in range(len(whole)):
        assert turned_away(whole[:end])


def test_r3_7_nothing_may_follow() -> None:
    whole = a_board(2).get_update()
    for rest in (b"\x00", b"\x00\x00", whole):
        assert turned_away(whole + rest)


def test_r3_7_long_rows_of_any_byte_are_refused() -> None:
    for byte in range(256):
        data = bytes([byte]) * 5000
        try:
            look(data)
        except TurnedAway:
            continue
        pytest.fail(f"{byte:#x} again and again came in")


def test_r3_8_a_struct_rests_on_earlier_ones() -> None:
    assert turned_away(update((VICTIM, 0, [after(8, value(b"\x7e"), VICTIM, 0)])))
    assert turned_away(update((VICTIM, 0, [after(8, value(b"\x7e"), VICTIM, 3), ONE, ONE, ONE])))
    assert turned_away(update((VICTIM, 0, [inside(8, value(b"\x7e"), VICTIM, 1), item(7, A_MAP)])))
    assert look(update((VICTIM, 0, [ONE, after(8, value(b"\x7e"), VICTIM, 0)])))


def test_r3_8_structs_of_several_clients_do_not_rest_on_each_other_in_a_ring() -> None:
    """R3.8: the library would keep these for ever, and hand them on with every state."""
    ring = update(
        (9, 0, [after(8, value(b"\x7e"), 8, 0)]),
        (8, 0, [after(8, value(b"\x7e"), 9, 0)]),
    )
    assert "ring" in turned_away(ring).reason
    far = update(
        (9, 0, [ONE, after(8, value(b"\x7e"), 8, 1), ONE]),
        (8, 0, [ONE, after(8, value(b"\x7e"), 7, 0)]),
        (7, 0, [after(8, value(b"\x7e"), 9, 2)]),
    )
    assert "ring" in turned_away(far).reason


def test_r3_8_structs_that_go_back_and_forth_come_in() -> None:
    to_and_fro = update(
        (9, 0, [ONE, after(8, value(b"\x7e"), 8, 1), ONE, after(8, value(b"\x7e"), 8, 2)]),
        (8, 0, [ONE, after(8, value(b"\x7e"), 9, 0), after(8, value(b"\x7e"), 9, 1)]),
    )
    assert look(to_and_fro).structs == 7
    assert applied(to_and_fro) == {9: 4, 8: 3}


def test_r3_8_two_who_answer_each_other_come_in() -> None:
    a, b = a_board(1), Doc()
    b.apply_update(a.get_update())
    for step in range(50):
        for doc, other in ((a, b), (b, a)):
            doc.get("nodes", type=Map)["n0"]["pos"] = [float(step), 0.0]
            doc.get("texts", type=Map)["n0"].insert(step, "x")
            other.apply_update(doc.get_update(other.get_state()))
    assert look(a.get_update()).spans.keys() == {a.client_id, b.client_id}


def test_r3_8_no_client_is_listed_twice() -> None:
    assert turned_away(update((VICTIM, 0, [ONE]), (VICTIM, 1, [ONE])))


def test_r3_8_clocks_that_are_left_out_are_seen() -> None:
    found = look(update((VICTIM, 0, [ONE, skip(4), ONE])))
    assert found.gap
    assert found.spans == {VICTIM: (0, 6)}


def test_r3_11_a_client_can_be_left_out() -> None:
    docs = [a_board(2) for _ in range(3)]
    whole = merge_updates(*(doc.get_update() for doc in docs))
    found = look(whole)
    gone = {docs[1].client_id}
    kept = dict.fromkeys(found.spans.keys() - gone)
    rest, _ = part(whole, found, kept, deleting=False)
    assert look(rest).spans == {c: span for c, span in found.spans.items() if c not in gone}
    assert part(whole, found, dict.fromkeys(found.spans), deleting=True) == (whole, found)
    nobody, _ = part(whole, found, {}, deleting=True)
    assert look(nobody).spans == {}
    assert look(nobody).deletes == found.deletes


def test_r3_11_a_client_is_cut_where_it_rests_on_what_is_left_out() -> None:
    """R3.11: 9 goes to its third struct, which rests on 7; 8 to its second, which rests on that."""
    data = update(
        (9, 0, [ONE, gc(5), after(8, value(b"\x7e"), 7, 1), ONE]),
        (8, 0, [ONE, after(8, value(b"\x7e"), 9, 6), ONE]),
        (7, 0, [ONE, after(8, value(b"\x7e"), 8, 0)]),
        (6, 3, [ONE]),
        (5, 0, [after(8, value(b"\x7e"), 9, 0), ONE]),
    )
    found = look(data)
    ends = cuts(found.spans, found.cross, [7], {})
    rest, left = part(data, found, ends, deleting=True)
    assert look(rest).spans == left.spans == {9: (0, 6), 8: (0, 1), 5: (0, 2)}
    assert applied(rest) == {9: 6, 8: 1, 5: 2}
    ends = cuts(found.spans, found.cross, [7], {7: 1, 6: 3})
    assert set(part(data, found, ends, deleting=True)[1].spans) == {9, 8, 6, 5}
    ends = cuts(found.spans, found.cross, [7], {7: 2, 6: 3})
    assert part(data, found, ends, deleting=True)[1].spans[9] == (0, 8)


@given(st.integers(0, 2**32))
def test_r3_11_what_is_cut_stands_alone(seed: int) -> None:
    draw = random.Random(seed)
    docs = [a_board(2, client=2**50 + each) for each in range(3)]
    for _ in range(12):
        doc = draw.choice(docs)
        if draw.random() < 0.4:
            doc.apply_update(draw.choice(docs).get_update())
        doc.get("nodes", type=Map)[f"n{draw.randrange(2)}"]["pos"] = [draw.random(), 1.0]
        text = doc.get("texts", type=Map)[f"n{draw.randrange(2)}"]
        text.insert(0, "x雨")  # the library counts bytes, and would cut a character in two
        del text[0:1]
    doc = draw.choice(docs)
    whole = doc.get_update()
    found = look(whole)
    gone = draw.choice(docs).client_id
    rest, left = part(whole, found, cuts(found.spans, found.cross, [gone], {}), deleting=False)
    assert applied(rest) == {client: end for client, (_, end) in left.spans.items()}
    assert look(rest).spans == left.spans


def test_r3_12_shared_types_that_may_lie_deep_are_counted() -> None:
    chain = [item(7, A_MAP)] + [inside(7, A_MAP, VICTIM, each) for each in range(200)]
    assert look(update((VICTIM, 0, chain))).nested == 200
    siblings = [item(7, A_MAP)] + [after(7, A_MAP, VICTIM, each) for each in range(5)]
    found = look(update((VICTIM, 0, siblings)))
    assert (found.nested, found.tops) == (0, [(VICTIM, 0, 1)])
    assert found.follows == [
        ((VICTIM, 1 + each, 2 + each), (VICTIM, each), True) for each in range(5)
    ]
    assert look(a_board(50).get_update()).nested == 0
