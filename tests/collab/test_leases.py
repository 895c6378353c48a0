"""Whose device draws what: SPEC.md, section 12, in a room without a server, where time stands still
unless a test moves it."""

from __future__ import annotations

import pytest

from collab import leases
from collab.roles import Role
from collab.wire import Code, Lease
from tests.collab.leasing import (
    JPEG,
    MODELS,
    TROUBLE,
    good,
    key,
    leased,
    lend,
    news,
    over,
    refused,
    render,
    stopped,
    table,
    wait,
    want,
    watching,
)
from tests.collab.peers import Stock, a_room, join, owner, person


def test_r12_1_nobody_hears_of_leases_who_has_not_asked_to() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    old, stock = join(host, "Old"), Stock(host, person("Web")).connect()
    lend(cy)
    want(bo, 1)
    wait(host)
    good(cy, "beat", key=key(1), share=0.5, jpeg=JPEG)
    wait(host)
    assert news(ada, "want")
    assert leased(cy) == [1]
    assert not news(bo, "lease")
    assert not old.said(Lease)
    assert not stock.said(Lease)
    assert not old.bye


def test_r12_1_words_that_the_room_does_not_know_are_answered_with_no() -> None:
    host = a_room()
    assert refused(owner(host), "everything") == "unknown-verb"


def test_r12_2_who_comes_later_is_told_all_that_stands() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy, "RTX 4090", slots=2, manifests={"wan": 'id = "wan"'})
    want(bo, 1, nodes=["n1"])
    wait(host)
    good(cy, "beat", key=key(1), share=0.25, left=12, phase="rendering")
    late = watching(host, "Dee")
    (lender,) = news(late, "lender")
    assert lender["name"] == "Cy"
    assert lender["window"] == cy.doc.client_id
    assert (lender["device"], lender["slots"], lender["busy"]) == ("RTX 4090", 2, 1)
    assert (lender["models"], lender["manifests"]) == (MODELS, {"wan": 'id = "wan"'})
    (wanted,) = news(late, "want")
    assert wanted["lender"] == lender["id"]
    assert (wanted["person"], wanted["nodes"]) == ("bo", ["n1"])
    assert (wanted["share"], wanted["left"], wanted["phase"]) == (0.25, 12, "rendering")


def test_r12_2_changes_are_gathered() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy, slots=3)
    wait(host)
    before = len(ada.said(Lease))
    for number in range(3):
        want(bo, number)
    for _ in range(7):
        host.tick(leases.TELL_EVERY / 8)
    assert len(ada.said(Lease)) == before
    host.tick(leases.TELL_EVERY / 8)
    assert len(news(ada, "want")) == 3
    assert [one["busy"] for one in news(ada, "busy")] == [3]


def test_r12_2_whoever_missed_something_is_told_again() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    assert leased(cy) == [1]
    cy.heard.clear()
    host.room.resync(cy.peer)
    host.settle()
    assert leased(cy) == [1]
    assert news(cy, "anew")
    assert news(cy, "lender")


@pytest.mark.parametrize("role", [Role.viewer, Role.commenter])
def test_r12_3_who_may_not_edit_neither_asks_nor_lends_and_sees_all(role: Role) -> None:
    host = a_room()
    _, bo, cy = table(host)
    eve = watching(host, "Eve", role)
    offer = {"device": "Toaster", "models": MODELS, "slots": 1}
    assert refused(eve, "offer", **offer) == "not-allowed"
    wanted = {"key": key(9), "request": "{}", "model": "wan", "version": "1"}
    assert refused(eve, "want", **wanted) == "not-allowed"
    assert refused(eve, "beat", key=key(1)) == "not-allowed"
    lend(cy)
    want(bo, 1)
    wait(host)
    assert news(eve, "lender")
    assert news(eve, "want")


def test_r12_3_a_lesser_role_ends_what_was_lent_and_what_was_wanted() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    host.room.set_role("cy", Role.commenter)
    host.settle()
    wait(host)
    assert news(bo, "gone")
    assert news(bo, "want")[-1]["lender"] == 0
    host.room.set_role("bo", Role.viewer)
    host.settle()
    assert over(bo) == [(1, "dropped")]


def test_r12_3_who_is_sent_away_has_nothing_drawn_any_more() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    host.room.kick("bo", Code.forbidden, "go")
    host.settle()
    assert stopped(cy) == [(1, "dropped")]


def test_r12_6_equal_keys_are_one_want_and_one_lease() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy, slots=2)
    assert want(bo, 1, nodes=["a"]) == {"state": "waiting"}
    wait(host)
    assert want(ada, 1, nodes=["b"]) == {"state": "drawn"}
    dee = join(host, "Dee")
    lend(dee)
    wait(host)
    assert leased(cy) == [1]
    assert leased(dee) == []
    assert news(ada, "want")[-1]["nodes"] == ["a", "b"]


def test_r12_6_what_the_board_has_is_made() -> None:
    host = a_room()
    _, bo, _ = table(host)
    render(bo, 1)
    assert want(bo, 1) == {"state": "made"}


def test_r12_7_a_lender_gets_only_what_it_offered() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy, slots=2)
    want(bo, 1, model="ltx")
    want(bo, 2, version="2")
    want(cy, 3)
    for number in (4, 5, 6):
        want(bo, number)
    wait(host)
    assert leased(cy) == [4, 5]
    render(cy, 4)
    wait(host)
    assert leased(cy) == [4, 5, 6]


def test_r12_8_people_take_turns_whoever_asked_for_more() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    for number in range(4):
        want(bo, number)
    for number in (10, 11):
        want(ada, number)
    lend(cy)
    for _ in range(6):
        wait(host)
        render(cy, leased(cy)[-1])
    assert leased(cy) == [0, 10, 1, 11, 2, 3]


def test_r12_8_who_has_least_under_way_comes_first_and_front_is_first_of_ones_own() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    for number in range(3):
        want(bo, number)
    want(bo, 3, front=True)
    lend(cy, slots=2)
    wait(host)
    assert leased(cy) == [3, 0]
    want(ada, 10)
    render(cy, 0)
    wait(host)
    assert leased(cy) == [3, 0, 10]


def test_r12_9_lenders_take_turns_and_the_emptiest_comes_first() -> None:
    host = a_room()
    _, bo, cy = table(host)
    dee = join(host, "Dee")
    lend(cy, slots=4)
    lend(dee, slots=2)
    for number in range(6):
        want(bo, number)
        wait(host)
    assert len(leased(cy)) == 4
    assert len(leased(dee)) == 2
    assert leased(cy)[0] == 0
    assert leased(dee)[0] == 1  # cy had a quarter in use, dee nothing


def test_r12_10_a_lease_ends_some_time_after_its_lenders_last_word() -> None:
    host = a_room()
    _, bo, cy = table(host)
    dee = join(host, "Dee")
    lend(cy)
    want(bo, 1)
    want(bo, 2)
    wait(host)
    assert leased(cy) == [1]
    for _ in range(3):
        wait(host, leases.TERM - 1)
        good(cy, "beat", key=key(1))
    wait(host, leases.TERM - 1)
    assert stopped(cy) == []
    lend(dee)
    wait(host)
    assert leased(dee) == [2]
    render(dee, 2)
    wait(host, 1.0)
    assert stopped(cy) == [(1, "expired")]
    wait(host)
    assert leased(cy) == [1]
    assert leased(dee) == [2, 1]


@pytest.mark.parametrize("how", ["withdraw", "drop"])
def test_r12_11_who_goes_gives_back_all_at_once(how: str) -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy, slots=2)
    want(bo, 1)
    want(bo, 2)
    wait(host)
    assert leased(cy) == [1, 2]
    dee = join(host, "Dee")
    lend(dee, slots=2)
    if how == "withdraw":
        good(cy, "withdraw")
    else:
        cy.drop()
    wait(host)
    assert leased(dee) == [1, 2]
    assert len(news(bo, "gone")) == 1


def test_r12_12_who_comes_back_goes_on_with_what_nobody_else_was_given() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy, slots=2)
    want(bo, 1)
    want(bo, 2)
    wait(host)
    cy.drop()
    dee = join(host, "Dee")
    lend(dee)
    wait(host)
    assert leased(dee) == [1]
    cy.heard.clear()
    cy.connect()
    good(cy, "watch")
    lend(cy, slots=2, doing=[key(1), key(2)])
    assert leased(cy) == [2]


def test_r12_12_a_word_that_comes_late_takes_up_a_lease_that_nobody_else_was_given() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    wait(host, leases.TERM)
    wait(host)
    assert stopped(cy) == [(1, "expired")]
    assert leased(cy) == [1]
    good(cy, "beat", key=key(1))
    assert leased(cy) == [1, 1]


def test_r12_13_progress_goes_to_all_and_only_its_lender_tells_it() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    ada.heard.clear()
    assert refused(bo, "beat", key=key(1), share=0.9) == "not-yours"
    for number in range(20):
        good(cy, "beat", key=key(1), share=number / 20, jpeg=JPEG, phase="rendering")
        host.tick(0.05)
    told = [one["share"] for one in news(ada, "want")]
    assert 3 <= len(told) <= 5
    assert told == sorted(told)
    assert [one["jpeg"] for one in news(ada, "preview")] == [JPEG]


def test_r12_14_a_want_is_over_once_the_board_has_it_whoever_brought_it() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    want(bo, 2)
    wait(host)
    render(ada, 1)
    render(ada, 2)
    wait(host)
    assert over(bo) == [(1, "made"), (2, "made")]
    assert stopped(cy) == [(1, "made")]


def test_r12_14_a_result_that_comes_after_its_lease_ended_counts() -> None:
    host = a_room()
    _, bo, cy = table(host)
    dee = watching(host, "Dee")
    lend(cy)
    want(bo, 1)
    wait(host)
    good(cy, "withdraw")
    lend(dee)
    wait(host)
    assert leased(dee) == [1]
    render(cy, 1)
    wait(host)
    assert over(bo) == [(1, "made")]
    assert stopped(dee) == [(1, "made")]


def test_r12_15_what_fails_is_tried_once_elsewhere_and_then_told() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    dee, eli = watching(host, "Dee"), watching(host, "Eli")
    for lender in (cy, dee, eli):
        lend(lender)
    want(bo, 1)
    wait(host)
    good(cy, "failed", key=key(1), trouble=TROUBLE)
    wait(host)
    assert leased(dee) == [1]
    good(dee, "failed", key=key(1), trouble=TROUBLE)
    wait(host)
    assert leased(eli) == []
    assert over(bo) == over(ada) == [(1, "failed")]
    assert news(bo, "over")[0]["trouble"] == TROUBLE
    assert want(bo, 1) == {"state": "waiting"}, "whoever asks again is tried again"


def test_r12_15_what_nobody_else_could_draw_is_told_at_once() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    good(cy, "failed", key=key(1), trouble=TROUBLE)
    assert over(bo) == [(1, "failed")]


def test_r12_15_what_three_lenders_were_lost_over_is_given_to_no_fourth() -> None:
    host = a_room()
    _, bo, _ = table(host)
    want(bo, 1)
    for number in range(leases.MOST_LOSSES):
        lender = join(host, f"L{number}")
        lend(lender)
        wait(host)
        assert leased(lender) == [1]
        lender.drop()
    assert over(bo) == [(1, "lost")]


def test_r12_16_only_who_asked_can_drop_a_want() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    want(ada, 1)
    wait(host)
    assert refused(cy, "drop", key=key(1)) == "not-yours"
    good(bo, "drop", key=key(1))
    assert stopped(cy) == []
    good(ada, "drop", key=key(1))
    assert stopped(cy) == [(1, "dropped")]
    good(ada, "drop", key=key(1))


def test_r12_17_what_waits_goes_with_who_asked_and_what_is_drawn_is_drawn() -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    want(bo, 2)
    wait(host)
    bo.drop()
    assert over(ada) == [(2, "dropped")]
    assert stopped(cy) == []
    good(cy, "beat", key=key(1))
    cy.drop()
    assert over(ada)[1:] == [(1, "dropped")]


def test_r12_17_who_comes_back_and_asks_again_is_who_asked() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    bo.drop()
    bo.connect()
    assert want(bo, 1) == {"state": "drawn"}
    good(bo, "drop", key=key(1))
    assert stopped(cy) == [(1, "dropped")]


def test_r12_18_nothing_outlasts_the_room() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    again = host.restart()
    dee = watching(again, "Dee")
    assert [one["of"] for one in (lease.body for lease in dee.said(Lease))] == ["anew"]
