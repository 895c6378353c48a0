"""Between any two keys there is room."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.ordering import CROWDED, DIGITS, LONGEST, between, is_key, spread
from tests.document.boards import relaxed

keys = st.text(alphabet=DIGITS, min_size=1, max_size=12).filter(lambda key: key[-1] != "0")


def test_digits_compare_as_their_values_do() -> None:
    assert list(DIGITS) == sorted(DIGITS)


@relaxed
@given(keys, keys, st.booleans())
def test_there_is_always_a_key_between(a: str, b: str, jitter: bool) -> None:
    low, high = sorted((a, b))
    if low != high:
        key = between(low, high, jitter=jitter)
        assert low < key < high
        assert is_key(key)


@relaxed
@given(keys, st.booleans())
def test_there_is_always_a_key_before_and_after(key: str, jitter: bool) -> None:
    assert between(None, key, jitter=jitter) < key < between(key, None, jitter=jitter)
    assert is_key(between(None, key, jitter=jitter))
    assert is_key(between(key, None, jitter=jitter))


def test_where_there_is_no_room_the_key_follows_the_lower_one() -> None:
    assert between("V", "V") > "V"
    assert between("b", "a") > "b"
    assert between("a", "a00") > "a"


@settings(relaxed, max_examples=30)
@given(st.integers(0, 10_000), st.booleans())
def test_a_list_stays_sorted_wherever_one_inserts(seed: int, jitter: bool) -> None:
    chance = random.Random(seed)
    order: list[str] = []
    for _ in range(150):
        place = chance.randrange(len(order) + 1)
        low = order[place - 1] if place else None
        high = order[place] if place < len(order) else None
        order.insert(place, between(low, high, chance=chance, jitter=jitter))
    assert order == sorted(order)
    assert len(set(order)) == len(order)


def test_two_people_who_insert_at_one_place_get_different_keys() -> None:
    assert len({between("V", "W") for _ in range(100)}) > 95


def test_thousands_of_appends_keep_keys_short() -> None:
    key: str | None = None
    for _ in range(10_000):
        key = between(key, None)
    assert key is not None
    assert len(key) < CROWDED


def test_spread_keys_are_short_and_leave_room() -> None:
    for count in (0, 1, 2, 61, 62, 5000):
        found = spread(count)
        assert len(set(found)) == count
        assert found == sorted(found)
        assert all(is_key(key) for key in found)
        assert max((len(key) for key in found), default=0) <= 3


@pytest.mark.parametrize("key", ["", "0", "a0", "a-b", "é", "x" * (LONGEST + 1), "a\n"])
def test_what_is_no_key(key: str) -> None:
    assert not is_key(key)
