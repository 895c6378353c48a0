"""The codec: what is encoded decodes to itself, and nothing that a stranger sends does harm."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map, create_awareness_message, create_sync_message, create_update_message

from collab import wire
from collab.vectors import read_vector, vector_hash, write_vector
from collab.wire import (
    Ack,
    Answer,
    Ask,
    AskAware,
    Aware,
    Bye,
    Check,
    Denied,
    Edit,
    Hello,
    Lease,
    Malformed,
    Message,
    More,
    Packed,
    Part,
    Remark,
    State,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    Welcome,
    decode,
    encode,
)

numbers = st.integers(0, wire.GREATEST)
channels = st.sampled_from(wire.CHANNELS)
blobs = st.binary(max_size=300)
words = st.text(st.characters(exclude_categories=["Cs"]))
bodies = st.dictionaries(
    words.filter(lambda key: key not in {"id", "verb", "ok"}),
    st.none() | st.booleans() | numbers | words | st.lists(words, max_size=3),
    max_size=4,
)


def short(most: int) -> st.SearchStrategy[str]:
    return words.filter(lambda text: len(text.encode()) <= most)


plain = st.one_of(
    st.builds(Sync1, blobs),
    st.builds(Sync2, blobs),
    st.builds(SyncUpdate, blobs),
    st.builds(Aware, st.lists(st.builds(State, numbers, numbers, blobs), max_size=4).map(tuple)),
    st.builds(Denied, words),
    st.just(AskAware()),
)
ours = st.one_of(
    st.builds(Hello, bodies),
    st.builds(Welcome, bodies),
    st.builds(Edit, channels, numbers, short(wire.LONGEST_WHO), short(wire.LONGEST_LABEL), blobs),
    st.builds(Ack, channels, numbers),
    st.builds(Check, channels, st.binary(min_size=wire.HASH, max_size=wire.HASH)),
    st.builds(Step1, channels, blobs),
    st.builds(Step2, channels, blobs),
    st.builds(Ask, numbers, short(40), bodies),
    st.builds(Answer, numbers, st.booleans(), bodies),
    st.builds(Bye, numbers, short(wire.LONGEST_REASON)),
    st.builds(Remark, numbers, short(wire.LONGEST_REASON)),
    st.builds(Lease, bodies),
    st.builds(Part, channels, numbers, blobs),
    st.builds(More, channels),
    st.builds(Packed, channels, numbers, blobs),
)


@given(st.lists(plain | ours, min_size=1, max_size=6))
def test_r2_4_what_is_encoded_decodes_to_itself(messages: list[Message]) -> None:
    assert decode(encode(*messages)) == messages


@given(plain)
def test_r2_4_plain_peers_understand_the_first_four(message: Message) -> None:
    assert decode(encode(message), plain=True) == [message]


@given(ours)
def test_r2_4_plain_peers_are_not_heard_in_our_words(message: Message) -> None:
    with pytest.raises(Malformed):
        decode(encode(message), plain=True)


def test_r2_4_the_first_four_are_what_another_library_writes() -> None:
    doc: Doc[Any] = Doc()
    doc.get("nodes", type=Map)["n"] = 1
    vector, update = doc.get_state(), doc.get_update()
    assert create_sync_message(doc) == encode(Sync1(vector))
    assert create_update_message(update) == encode(SyncUpdate(update))
    state = State(300, 2, '{"user":"Ünal 雨"}'.encode())
    body = encode(Aware((state,)))[2:]
    assert create_awareness_message(body) == encode(Aware((state,)))


@given(st.lists(plain | ours, min_size=1, max_size=3), st.data())
def test_r2_6_a_mutated_frame_is_malformed_or_read(messages: list[Message], data: Any) -> None:
    frame = bytearray(encode(*messages))
    for _ in range(data.draw(st.integers(1, 4))):
        match data.draw(st.sampled_from(["set", "cut", "add"])):
            case "set" if frame:
                at = data.draw(st.integers(0, len(frame) - 1))
                frame[at] = data.draw(st.integers(0, 255))
            case "cut":
                del frame[data.draw(st.integers(0, len(frame))) :]
            case _:
                at = data.draw(st.integers(0, len(frame)))
                frame[at:at] = data.draw(st.binary(max_size=9))
    for is_plain in (True, False):
        with suppress(Malformed):
            found = decode(bytes(frame), plain=is_plain)
            assert decode(encode(*found)) == found


@given(st.binary(max_size=200))
def test_r2_6_any_bytes_are_malformed_or_read(frame: bytes) -> None:
    with suppress(Malformed):
        assert decode(frame)


def test_r2_6_an_empty_frame_is_malformed() -> None:
    with pytest.raises(Malformed):
        decode(b"")


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 2**31, 2**32, 2**49, wire.GREATEST])
def test_r2_1_numbers_of_up_to_53_bits_are_read(value: int) -> None:
    reader = wire.Reader(wire.number(value) + b"\x05")
    assert (reader.number(), reader.number()) == (value, 5)
    assert wire.Reader(wire.number(value)).number() == value


@pytest.mark.parametrize(
    "bytes_", [wire.number(2**53), wire.number(2**64), b"\x80" * 8 + b"\x01", b"\x80" * 7, b"\xff"]
)
def test_r2_1_longer_or_cut_numbers_are_malformed(bytes_: bytes) -> None:
    with pytest.raises(Malformed):
        wire.Reader(bytes_).number()


def test_r2_1_a_long_row_of_0xff_is_found_out_at_its_start() -> None:
    """R2.1: pycrdt's own decoder takes five seconds for 200 kB of it."""
    bomb = b"\x00\x02" + b"\xff" * (16 << 20)
    reader = wire.Reader(bomb)
    reader.at = 2
    with pytest.raises(Malformed):
        reader.number()
    assert reader.at == 2
    with pytest.raises(Malformed):
        decode(bomb)


@pytest.mark.parametrize(
    "frame",
    [
        b"\x00\x02" + wire.number(2**40) + b"abc",
        b"\x01" + wire.number(2**50),
        b"\x01" + wire.blob(wire.number(2**40)),
        b"\x66\x00\x01\x00\x00" + wire.number(2**45),
        b"\x64" + wire.number(2**30) + b"{}",
    ],
)
def test_r2_2_a_length_is_believed_only_with_the_bytes(frame: bytes) -> None:
    with pytest.raises(Malformed):
        decode(frame)


def test_r2_2_texts_are_utf_8() -> None:
    with pytest.raises(Malformed, match="UTF-8"):
        decode(b"\x66\x00\x01\x00" + wire.blob(b"\xc3(") + wire.blob(b"u"))


def test_r2_3_a_frame_holds_many_messages_yet_not_any_number() -> None:
    frame = encode(*[Ack(0, each) for each in range(wire.MOST_MESSAGES)])
    assert len(decode(frame)) == wire.MOST_MESSAGES
    with pytest.raises(Malformed, match="more messages"):
        decode(frame + encode(Ack(0, 1)))


def test_r2_3_a_plain_frame_holds_one() -> None:
    with pytest.raises(Malformed, match="more messages"):
        decode(encode(AskAware(), AskAware()), plain=True)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"1",
        b"{",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b"[" * 100_000,
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\xff"}',
    ],
)
def test_r2_5_json_that_is_no_plain_object_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        decode(b"\x64" + wire.blob(body))


def test_r2_5_json_is_bounded() -> None:
    with pytest.raises(Malformed):
        decode(encode(Hello({"a": "x" * wire.LONGEST_JSON})))


def test_r2_5_brackets_inside_texts_do_not_nest() -> None:
    body = {"a": '[{"\\' * 100, "b": [[1]]}
    assert decode(encode(Hello(body))) == [Hello(body)]


@pytest.mark.parametrize(
    "body", [b"{}", b'{"id":-1,"verb":"x"}', b'{"id":true,"verb":"x"}', b'{"id":1,"verb":2}']
)
def test_r2_5_a_question_has_a_number_and_a_verb(body: bytes) -> None:
    with pytest.raises(Malformed, match="question"):
        decode(b"\x6b" + wire.blob(body))


@given(words, words)
def test_r2_7_long_labels_and_reasons_are_cut_between_characters(label: str, reason: str) -> None:
    edit, bye = decode(encode(Edit(0, 1, "", label * 9, b""), Bye(4400, reason * 9)))
    assert isinstance(edit, Edit)
    assert isinstance(bye, Bye)
    assert (label * 9).startswith(edit.label)
    assert len(edit.label.encode()) <= wire.LONGEST_LABEL
    assert (reason * 9).startswith(bye.reason)
    assert len(bye.reason.encode()) <= wire.LONGEST_REASON


def test_r2_7_a_label_that_is_too_long_is_malformed_where_it_is_read() -> None:
    with pytest.raises(Malformed):
        decode(b"\x66\x00\x01" + wire.blob(b"") + wire.blob(b"x" * 81) + wire.blob(b""))


@given(st.dictionaries(numbers, numbers, max_size=20))
def test_r2_8_equal_vectors_have_equal_hashes(vector: dict[int, int]) -> None:
    turned = dict(reversed(vector.items()))
    assert vector_hash(vector) == vector_hash(turned | {7: turned.get(7, 0)})
    assert read_vector(write_vector(vector)) == vector
    assert len(vector_hash(vector)) == wire.HASH


@given(st.dictionaries(numbers, numbers, min_size=1, max_size=5), st.data())
def test_r2_8_other_vectors_have_other_hashes(vector: dict[int, int], data: Any) -> None:
    client = data.draw(st.sampled_from(sorted(vector)))
    other = {**vector, client: (vector[client] + 1) % wire.GREATEST}
    assert vector_hash(other) != vector_hash(vector) != wire.DIFFERS


def test_r2_8_the_hash_is_of_what_the_library_says() -> None:
    doc: Doc[Any] = Doc()
    assert vector_hash(read_vector(doc.get_state())) == vector_hash({})
    doc.get("nodes", type=Map)["n"] = 1
    assert vector_hash(read_vector(doc.get_state())) == vector_hash({doc.client_id: 1})


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x00\x00", wire.number(2**40), wire.number(200_000) + b"\x01" * 10]
)
def test_r2_6_a_state_vector_that_is_none_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_vector(data)
