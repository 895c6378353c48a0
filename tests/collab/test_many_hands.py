"""Many hands at one board, with cuts, kills, duplicates and undo: whatever happens, everybody ends
with the same board, and it is the one that a late joiner, the disk and Yjs read.

A round is 150 operations by each of five people, typing and undo among them, over the real room,
replicas and boards. A seed decides everything, and one that has failed stands here by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from collab import intake
from tests.collab.many import World
from tests.collab.person import Undid
from tests.collab.yjs import Yjs

OPERATIONS = 150
TOGETHER = 10
"""Rounds in one test, so that several processes share them."""


@pytest.fixture(scope="module")
def yjs() -> Iterator[Yjs]:
    with Yjs() as judge:
        yield judge


def play(seeds: Iterable[int], yjs: Yjs, *, lost_power: bool = False) -> None:
    for seed in seeds:
        with pytest.MonkeyPatch.context() as chance:
            world = World(seed, chance, lost_power=lost_power)
            try:
                world.run(OPERATIONS)
                world.check(yjs)
            except Exception as error:
                error.add_note(f"the seed is {seed}")
                raise


@pytest.mark.parametrize("first", range(0, 100, TOGETHER))
def test_five_people_come_to_one_board_whatever_befalls_them(first: int, yjs: Yjs) -> None:
    """R1.2, R1.3, R4.19, R4.20."""
    play(range(first, first + TOGETHER), yjs)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(100, 10_100, 500))
def test_ten_thousand_rounds_come_to_one_board(first: int, yjs: Yjs) -> None:
    play(range(first, first + 500), yjs)


@pytest.mark.parametrize("seed", [20026, 20035, 20092])
def test_edits_that_rest_on_each_other_come_back_to_a_server_that_lost_them(
    seed: int, yjs: Yjs
) -> None:
    """R4.17: kill -9 took the last edits of several people, each built on the others'."""
    play([seed], yjs)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(100, 3_100, 500))
def test_three_thousand_rounds_with_power_cuts_come_to_one_board(first: int, yjs: Yjs) -> None:
    play(range(first, first + 500), yjs, lost_power=True)


@pytest.mark.parametrize("seed", [127, 158])
def test_a_power_cut_on_both_sides_loses_nothing_that_anybody_still_has(
    seed: int, yjs: Yjs
) -> None:
    """R4.33: the server and an author lost the same edits, and others have built upon them."""
    play([seed], yjs, lost_power=True)


def forsake(seeds: Iterable[int], yjs: Yjs) -> int:
    """How often somebody's edits were brought by others."""
    vouches = 0
    for seed in seeds:
        with pytest.MonkeyPatch.context() as chance:
            chance.setattr(intake, "ABSENT", 3.0)
            chance.setattr(intake, "RETRY_SECONDS", 1.0)
            world = World(seed, chance)
            try:
                world.forsake(OPERATIONS)
                world.check(yjs)
            except Exception as error:
                error.add_note(f"the seed is {seed}")
                raise
            vouches += world.house.vouches
    return vouches


def test_who_stays_comes_to_one_board_without_those_who_never_come_back(yjs: Yjs) -> None:
    """R4.36: and with them, if they do."""
    assert forsake([106, 127], yjs)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(100, 2_100, 500))
def test_two_thousand_rooms_are_forsaken(first: int, yjs: Yjs) -> None:
    assert forsake(range(first, first + 500), yjs)


def test_a_seed_says_all_that_happens(yjs: Yjs) -> None:
    """Or a failing seed could not be looked into."""
    boards = []
    for _ in range(2):
        with pytest.MonkeyPatch.context() as chance:
            world = World(7, chance)
            world.run(40)
            boards.append(world.hands[0].person.board.registers())
    assert boards[0] == boards[1]


def test_an_undo_that_takes_back_anothers_work_would_be_seen(yjs: Yjs) -> None:
    """The watch over undo can fail: without its look at who wrote last, it does."""
    with pytest.MonkeyPatch.context() as chance:
        chance.setattr(
            "canvas.document.undo.Step._standing", lambda step, _: iter(step.registers.items())
        )
        with pytest.raises(Undid):
            World(3, chance).run(OPERATIONS)
