"""What may be said of leases, and what comes of anything else: SPEC.md, section 12."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab import leases, wishes
from collab.roles import Role
from collab.wire import LONGEST_JSON, Ask, Bye, Code, Lease, to_json
from tests.collab.leasing import (
    JPEG,
    MODELS,
    TROUBLE,
    good,
    key,
    lend,
    news,
    refused,
    render,
    table,
    wait,
    want,
)
from tests.collab.peers import a_room, join, owner


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
        for one in lender.keys:
            assert lender.offer.models[state._wants[one].wish.model] == "1"
