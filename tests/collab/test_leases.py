"""Whose device draws what: SPEC.md, section 12, in a room without a server, where time stands still
unless a test moves it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Map

from collab import leases, wishes
from collab.roles import Role
from collab.wire import LONGEST_JSON, Answer, Ask, Bye, Code, Lease, to_json
from tests.collab.peers import Client, Host, Stock, a_room, join, owner, person

MODELS = {"wan": "1", "animatic": "3"}
JPEG = base64.b64encode(b"\xff\xd8\xff" + bytes(100)).decode()


def key(number: int) -> str:
    return f"{number:064x}"


def ask(client: Client, verb: str, **body: Any) -> Answer:
    id = len(client.said(Answer)) + 1
    client.send(Ask(id, f"lease.{verb}", body))
    answers: list[Answer] = client.said(Answer)
    return next(answer for answer in answers if answer.id == id)


def good(client: Client, verb: str, **body: Any) -> dict[str, Any]:
    answer = ask(client, verb, **body)
    assert answer.ok, answer
    return dict(answer.body)


def refused(client: Client, verb: str, **body: Any) -> str:
    answer = ask(client, verb, **body)
    assert not answer.ok, answer
    return str(answer.body["code"])


def want(client: Client, number: int, **more: Any) -> dict[str, Any]:
    body = {"key": key(number), "request": '{"frames":9}', "model": "wan", "version": "1"}
    return good(client, "want", **{**body, **more})


def lend(client: Client, device: str = "RTX 4090", slots: int = 1, **more: Any) -> None:
    good(client, "offer", **{"device": device, "models": MODELS, "slots": slots, **more})


def news(client: Client, of: str) -> list[dict[str, Any]]:
    return [dict(one.body) for one in client.said(Lease) if one.body["of"] == of]


def leased(client: Client) -> list[int]:
    """What a lender has been given, in order."""
    return [int(one["key"], 16) for one in news(client, "lease")]


def stopped(client: Client) -> list[tuple[int, str]]:
    return [(int(one["key"], 16), one["why"]) for one in news(client, "stop")]


def over(client: Client) -> list[tuple[int, str]]:
    return [(int(one["key"], 16), one["why"]) for one in news(client, "over")]


def watching(host: Host, name: str, role: Role = Role.editor) -> Client:
    client = join(host, name, role)
    good(client, "watch")
    return client


def table(host: Host) -> tuple[Client, Client, Client]:
    """The owner, somebody who asks and somebody who may lend; all watch."""
    ada = owner(host)
    good(ada, "watch")
    return ada, watching(host, "Bo"), watching(host, "Cy")


def wait(host: Host, seconds: float = leases.TELL_EVERY) -> None:
    host.tick(seconds)


def render(client: Client, number: int) -> None:
    """Its result comes onto the board."""
    renders = client.doc.get("renders", type=Map)
    with client.doc.transaction():
        renders[key(number)] = Map({"asset": "a" * 64, "frames": 9})


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"device": ""},
        {"device": 7},
        {"models": {}},
        {"models": []},
        {"models": {f"m{n}": "1" for n in range(wishes.MOST_MODELS + 1)}},
        {"models": {"a b": "1"}},
        {"models": {"wan": "1" * 65}},
        {"slots": 0},
        {"slots": wishes.MOST_AT_ONCE + 1},
        {"slots": True},
        {"manifests": {"wan": "x" * (wishes.LONGEST_MANIFEST + 1)}},
        {"manifests": {"wan": "\x00"}},
        {"manifests": {f"m{n}": "x" * 16000 for n in range(16)}},
        {"doing": ["no hash"]},
    ],
)
def test_r12_4_an_offer_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    host = a_room()
    offer = {"device": "RTX", "models": MODELS, "slots": 1}
    assert refused(owner(host), "offer", **{**offer, **wrong}) == "wrong-body"


def test_r12_4_a_room_has_so_many_lenders_and_an_offer_takes_the_place_of_the_last() -> None:
    host = a_room()
    ada = owner(host)
    good(ada, "watch")
    for number in range(leases.MOST_LENDERS):
        lend(join(host, f"P{number}"))
    offer = {"device": "RTX", "models": MODELS, "slots": 1}
    assert refused(ada, "offer", **offer) == "too-many"
    last = next(client for client in host.clients.values() if client.person.name == "P0")
    lend(last, "another one")
    wait(host)
    assert len(news(ada, "lender")) == leases.MOST_LENDERS
    assert "another one" in [one["device"] for one in news(ada, "lender")]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"key": "A" * 64}, "wrong-body"),
        ({"key": key(1)[1:]}, "wrong-body"),
        ({"request": "[]"}, "wrong-body"),
        ({"request": "{" * 50}, "wrong-body"),
        ({"request": {"frames": 9}}, "wrong-body"),
        ({"request": '{"a":' + "[" * 20 + "]" * 20 + "}"}, "wrong-body"),
        ({"request": '{"a":"\ud800"}'}, "wrong-body"),
        ({"request": '{"a":"' + "x" * wishes.LONGEST_REQUEST + '"}'}, "too-large"),
        ({"request": '{"a":"' + "\u5f71" * (wishes.LONGEST_REQUEST // 2) + '"}'}, "too-large"),
        ({"model": ""}, "wrong-body"),
        ({"inputs": [key(n) for n in range(wishes.MOST_INPUTS + 1)]}, "wrong-body"),
        ({"inputs": ["../../etc/passwd"]}, "wrong-body"),
        ({"nodes": ["n"] * (wishes.MOST_NODES + 1)}, "wrong-body"),
    ],
)
def test_r12_5_a_want_that_is_none_is_refused(wrong: dict[str, Any], code: str) -> None:
    host = a_room()
    body = {"key": key(1), "request": "{}", "model": "wan", "version": "1"}
    ada = owner(host)
    # a lone surrogate cannot come over the wire: the room is asked past it
    answer = host.room._leases.hear(
        host.room._peers[ada.peer], Ask(1, "lease.want", {**body, **wrong}), host.now
    )
    assert (answer.ok, answer.body["code"]) == (False, code)


def test_r12_5_one_person_has_so_many_wants_and_the_others_have_theirs() -> None:
    host = a_room()
    _, bo, cy = table(host)
    for number in range(leases.MOST_OF_ONE):
        want(bo, number)
        host.now += 0.01
    body = {"request": "{}", "model": "wan", "version": "1"}
    assert refused(bo, "want", key=key(1000), **body) == "too-many"
    want(bo, 0)
    want(cy, 1000)


def test_r12_5_what_waits_is_bounded_in_bytes_too() -> None:
    host = a_room()
    _, bo, _ = table(host)
    long = '{"a":"' + "x" * (wishes.LONGEST_REQUEST - 10) + '"}'
    most = leases.MOST_BYTES_OF_ONE // len(long)
    for number in range(most):
        host.now += 0.2
        want(bo, number, request=long)
    body = {"key": key(most), "request": long, "model": "wan", "version": "1"}
    assert refused(bo, "want", **body) == "too-many"


def test_r12_5_the_longest_want_still_fits_into_a_lease() -> None:
    host = a_room()
    _, bo, cy = table(host)
    lend(cy)
    request = '{"a":"' + '\\"' * ((wishes.LONGEST_QUOTED - 100) // 4) + '"}'
    inputs = [key(number) for number in range(wishes.MOST_INPUTS)]
    want(bo, 1, request=request, inputs=inputs, nodes=["n" * 64] * 1)
    wait(host)
    (lease,) = news(cy, "lease")
    assert lease["request"] == request
    assert len(to_json(lease)) < LONGEST_JSON


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": "x", "left": -1, "phase": 7, "jpeg": 7},
        {"share": 10**400, "left": True, "phase": "\u202e" * 50, "jpeg": "no jpeg"},
        {"share": -5, "left": None, "jpeg": base64.b64encode(bytes(99)).decode()},
        {"share": 0, "jpeg": base64.b64encode(b"\xff\xd8\xff" + bytes(25 << 10)).decode()},
    ],
)
def test_r12_13_odd_progress_keeps_the_lease_and_shows_nothing(wrong: dict[str, Any]) -> None:
    host = a_room()
    ada, bo, cy = table(host)
    lend(cy)
    want(bo, 1)
    wait(host)
    good(cy, "beat", key=key(1), **wrong)
    wait(host)
    latest = news(ada, "want")[-1]
    assert (latest["share"], latest["left"], latest["phase"].strip()) == (0, None, "")
    assert not news(ada, "preview")


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


TROUBLE = {"code": "out_of_memory", "what": {"text": "{card} is full.", "values": {"card": "RTX"}}}


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


def test_r12_19_a_peer_that_speaks_as_the_room_does_is_refused() -> None:
    host = a_room()
    _, bo, cy = table(host)
    cy.send(Lease({"of": "lease", "key": key(1)}))
    assert cy.bye is not None
    assert cy.bye.code == Code.malformed
    assert not bo.bye


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        [],
        {"code": {"a": 1}, "what": "no sentence"},
        {"code": "x" * 100, "what": {"text": "{a.__class__.__mro__}", "values": {"a": 1}}},
        {"what": {"text": "{a:>1000000000}", "values": {"a": 1}}},
        {"what": {"text": "{a!r}", "values": {"a": 1}}},
        {"what": {"text": "{missing}", "values": {}}},
        {"what": {"text": "{", "values": {}}},
        {"what": {"text": "x" * 10000, "values": {str(n): "y" * 400 for n in range(50)}}},
    ],
)
def test_r12_19_words_about_a_failure_do_nothing_but_be_read(trouble: object) -> None:
    found = wishes.trouble({"trouble": trouble})
    what = found.get("what")
    assert what is None or len(what["text"].format_map(what["values"])) <= 5000
    assert isinstance(found["code"], str)
    assert len(found["code"]) <= 64


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=70),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)
_HASHES = st.integers(0, 5).map(key)
_BODY = st.fixed_dictionaries(
    {},
    optional={
        "key": _HASHES | _JSON,
        "request": st.sampled_from(["{}", '{"frames":9}', "[", "7"]) | _JSON,
        "model": st.sampled_from(["wan", "ltx"]) | _JSON,
        "version": st.just("1") | _JSON,
        "device": st.text(max_size=100) | _JSON,
        "models": st.just(MODELS) | _JSON,
        "slots": st.integers(-1, 9) | _JSON,
        "doing": st.lists(_HASHES, max_size=3) | _JSON,
        "inputs": st.lists(_HASHES, max_size=3) | _JSON,
        "nodes": st.lists(st.text(max_size=5), max_size=3) | _JSON,
        "share": st.floats() | _JSON,
        "jpeg": st.just(JPEG) | _JSON,
        "trouble": st.just(TROUBLE) | _JSON,
        "front": _JSON,
    },
)
_VERB = st.sampled_from(
    ["watch", "offer", "withdraw", "want", "drop", "beat", "failed", "nonsense"]
)
_STEP: Any = st.tuples(st.integers(0, 3), _VERB, _BODY) | st.tuples(
    st.integers(0, 3), st.sampled_from(["leave", "tick", "long", "render", "demote"]), st.just({})
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_STEP, max_size=40))
def test_r12_19_whatever_is_said_the_room_stays_whole(steps: list[Any]) -> None:
    """Also R12.6 and R12.7: after every step nobody holds more than offered, and one key once."""
    host = a_room()
    people = [owner(host), *(join(host, name) for name in ("Bo", "Cy", "Dee"))]
    for who, verb, body in steps:
        client = people[who]
        match verb:
            case "leave":
                client.drop()
                client.connect()
            case "tick" | "long":
                host.tick(leases.TERM if verb == "long" else leases.TELL_EVERY)
            case "render" if host.room.people()[client.peer].role >= Role.editor:
                render(client, who)
            case "render":
                continue
            case "demote":
                here = host.room.people()[client.peer].role
                role = Role.editor if here is Role.viewer else Role.viewer
                host.room.set_role(client.person.id, role)
                host.settle()
            case _:
                peer = host.room._peers[client.peer]
                answer = host.room._leases.hear(peer, Ask(1, f"lease.{verb}", body), host.now)
                assert len(to_json(answer.body)) < 1000
                host.settle()
        assert not client.said(Bye)
        _is_whole(host.room._leases)


def _is_whole(state: leases.Leases) -> None:
    held = {want.key: want.lender for want in state._wants.values() if want.lender is not None}
    given = {key: lender.id for lender in state._lenders.values() for key in lender.keys}
    assert held == given
    for lender in state._lenders.values():
        assert lender.peer.person.role >= Role.editor
        for key in lender.keys:
            assert lender.offer.models[state._wants[key].wish.model] == "1"
