"""What people show: read without trust, said under their own names, sent once a tick."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab import presence
from collab.colours import COLOURS
from collab.company import RENEW, SPOOFS
from collab.effects import Send
from collab.presence import LONGEST, MOST_IDS, NOBODY, Caret, Moving, Presence, identified, read
from collab.roles import Role
from collab.wire import AskAware, Aware, Code, Denied, State
from tests.collab.peers import Client, Host, Stock, a_room, join, owner, person, three

# Reading and writing

short = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs"]), min_size=1, max_size=9)
places = st.floats(-1e9, 1e9).map(lambda number: round(number, 1))
ids = st.lists(short, max_size=5).map(tuple)
presences = st.builds(
    Presence,
    id=short,
    name=short,
    color=st.just("#a1b2c3"),
    cursor=st.none() | st.tuples(places, places),
    view=st.none() | st.tuples(places, places, st.floats(1, 9e5), st.floats(1, 9e5)),
    selection=ids,
    moving=st.none() | st.builds(Moving, ids.filter(bool), st.tuples(places, places)),
    doing=short,
    rendering=ids,
    caret=st.none() | st.builds(Caret, short, st.integers(0, 9999), st.integers(0, 9999)),
    chat=short,
    following=short,
    away=st.booleans(),
)


@given(presences)
def test_r5_9_what_is_written_is_read_again(shown: Presence) -> None:
    again = read(presence.write(shown))
    if shown.view:
        assert again.view == pytest.approx(shown.view, abs=0.06)
    assert presence.write(again) == presence.write(shown)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
FIELDS = [
    "user", "cursor", "view", "selection", "moving", "doing", "rendering", "caret", "chat",
    "following", "away",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_r5_9_odd_fields_are_left_out(state: dict[str, Any]) -> None:
    found = read(json.dumps(state).encode("utf-8", "replace"))
    assert isinstance(found, Presence)
    assert len(found.selection) <= MOST_IDS
    assert len(found.chat) <= presence.LONGEST_WORDS
    assert len(presence.write(found)) <= LONGEST


@given(st.binary(max_size=300))
def test_r5_9_bytes_that_are_no_state_show_nobody(data: bytes) -> None:
    assert isinstance(read(data), Presence)


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 50_000, b"9" * 5000, b'"x"'],
)
def test_r5_9_bombs_show_nobody(data: bytes) -> None:
    assert read(data) == NOBODY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cursor", [1, "2"]),
        ("cursor", [1, 2, 3]),
        ("cursor", [1e400, 0]),
        ("cursor", [True, 0]),
        ("cursor", [10**400, 0]),
        ("view", [0, 0, 0, 10]),
        ("view", [0, 0, -5, 10]),
        ("moving", {"ids": [], "by": [1, 1]}),
        ("moving", {"ids": ["a"]}),
        ("caret", {"node": "n", "at": -1, "to": 2}),
        ("caret", {"node": "", "at": 1, "to": 2}),
        ("selection", "abc"),
        ("away", 1),
        ("user", {"name": ["x"], "color": "red"}),
    ],
)
def test_r5_9_a_field_that_makes_no_sense_is_as_if_not_there(field: str, value: Any) -> None:
    assert read(json.dumps({field: value}).encode()) == NOBODY


def test_r5_9_long_things_are_cut() -> None:
    state = {"selection": [f"n{each}" for each in range(500)], "chat": "x" * 5000}
    found = read(json.dumps(state).encode())
    assert len(found.selection) == MOST_IDS
    assert len(found.chat) == presence.LONGEST_WORDS


def test_r5_9_names_turn_no_writing_round() -> None:
    state = {"user": {"name": "Bo\u202e\u2066 gnp.\nexe\x00 雨"}}
    assert read(json.dumps(state).encode()).name == "Bo   gnp. exe  雨"


def test_r5_11_what_we_write_fits() -> None:
    much = Presence(
        id="i" * 64,
        name="雨" * 80,
        cursor=(1.23456, -2.0),
        selection=tuple("n" * 60 + str(each) for each in range(99)),
        rendering=tuple("m" * 60 + str(each) for each in range(99)),
        chat="🎬" * 500,
    )
    data = presence.write(much)
    assert len(data) <= LONGEST
    assert read(data).cursor == (1.2, -2.0)


def test_r5_11_what_says_nothing_takes_no_bytes() -> None:
    assert json.loads(presence.write(Presence(id="bo"))) == {
        "user": {"id": "bo", "name": "", "color": ""}
    }


def test_r5_10_fields_of_others_are_kept() -> None:
    state = b'{"user":{"name":"x","avatar":"y"},"pointer":{"deep":[1,{"a":null}]},"cursor":[1,2]}'
    said = json.loads(identified(state, "bo", "Bo", "#010203", "viewer"))
    user = {"id": "bo", "name": "Bo", "color": "#010203", "role": "viewer", "avatar": "y"}
    assert said["user"] == user
    assert said["pointer"] == {"deep": [1, {"a": None}]}
    assert said["cursor"] == [1, 2]


# In a room


def shown(peer: Client | Stock) -> dict[int, Any]:
    """Who is here, as this peer has heard."""
    states: dict[int, Any] = {}
    for message in peer.said(Aware):
        for state in message.states:
            states[state.client] = json.loads(state.state)
    return {client: state for client, state in states.items() if state is not None}


def test_r5_1_the_room_says_who_it_is() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    bo.show(b'{"user":{"id":"ada","name":"Ada","color":"#000000"},"cursor":[1,2]}')
    cy.show(b'{"user":{"id":"ada","name":"Ada"}}', clock=2)
    host.tick()
    seen = shown(ada)
    bo_color = seen[bo.doc.client_id]["user"]["color"]
    assert seen[bo.doc.client_id] == {
        "user": {"id": "bo", "name": "Bo", "color": bo_color, "role": "editor"},
        "cursor": [1, 2],
    }
    assert seen[cy.doc.client_id]["user"]["id"] == "cy"
    assert seen[cy.doc.client_id]["user"]["name"] == "Cy"


def test_r5_1_a_new_role_is_shown_to_all() -> None:
    host = a_room()
    ada, bo, _cy = three(host)
    bo.show(b'{"user":{"role":"owner"},"cursor":[1,2]}')
    host.tick()
    assert shown(ada)[bo.doc.client_id]["user"]["role"] == "editor"
    host.room.set_role("bo", Role.viewer)
    host.tick()
    assert shown(ada)[bo.doc.client_id]["user"]["role"] == "viewer"


def test_r5_1_who_chose_no_colour_gets_one_that_nobody_else_has() -> None:
    host = a_room()
    ada = Client(host, person("Ada", Role.owner, color=COLOURS[0])).connect()
    others = [join(host, f"P{number}") for number in range(len(COLOURS) - 1)]
    for each in others:
        each.show(b"{}")
    host.tick()
    seen = shown(ada)
    assert {seen[each.doc.client_id]["user"]["color"] for each in others} == set(COLOURS[1:])


def test_r5_1_a_plain_peer_without_a_name_says_its_own() -> None:
    host = a_room()
    ada = owner(host)
    guest = Stock(host, person("")).connect()
    guest.show(b'{"user":{"name":"Gus","id":"ada"}}', clock=9)
    host.tick()
    user = shown(ada)[guest.doc.client_id]["user"]
    assert (user["name"], user["id"]) == ("Gus", "")


def test_r5_1_a_state_that_is_no_object_still_says_who() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    bo.show(b"[1,2]")
    host.tick()
    assert shown(ada)[bo.doc.client_id]["user"]["id"] == "bo"


def test_r5_2_a_state_has_its_size() -> None:
    host = a_room()
    _ada, bo, cy = three(host)
    bo.show(b'{"chat":"' + b"x" * LONGEST + b'"}')
    cy.show(b'{"chat":"' + b"x" * LONGEST + b'"}', clock=2)
    assert host.closed[bo.peer].code == Code.large
    assert host.closed[cy.peer].code == Code.large
    host.tick()


def test_r5_3_a_tick_is_one_frame_for_all() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    host.tick()
    host.effects.clear()
    for clock in range(2, 30):
        bo.show(f'{{"cursor":[{clock},0]}}'.encode(), clock=clock)
        cy.show(f'{{"cursor":[{clock},1]}}'.encode(), clock=clock)
    assert host.effects == []
    host.tick()
    (send,) = [effect for effect in host.effects if isinstance(effect, Send)]
    assert send.fleeting
    assert set(send.peers) == {ada.peer, bo.peer, cy.peer}
    states = {s.client: json.loads(s.state)["cursor"] for s in ada.said(Aware)[-1].states}
    assert states == {bo.doc.client_id: [29, 0], cy.doc.client_id: [29, 1]}
    host.effects.clear()
    host.tick()
    assert host.effects == []


def test_r5_3_a_plain_peer_hears_its_own_under_its_own_clock() -> None:
    """R5.3, R4.24: a stock client that hears nothing for 45 seconds hangs up, and one that hears a
    newer clock than its own would take its own state from it."""
    host = a_room()
    cy = Stock(host, person("Cy")).connect()
    for clock in (2, 3):
        cy.show(b"{}", clock=clock)
        host.tick()
        (state,) = cy.said(Aware)[-1].states
        assert (state.client, state.clock) == (cy.doc.client_id, clock)


def test_r5_4_who_leaves_is_gone() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    bo.show(b"{}")
    host.tick()
    assert shown(ada).keys() == {bo.doc.client_id, cy.doc.client_id}
    bo.drop()
    cy.raw(b"\x07")  # nonsense: refused
    host.tick()
    assert shown(ada) == {}


def test_r5_4_who_says_null_is_gone() -> None:
    host = a_room()
    ada, _bo, cy = three(host)
    host.tick()
    assert shown(ada)
    cy.show(b"null", clock=2)
    host.tick()
    assert shown(ada) == {}


def test_r5_5_who_comes_in_is_told_of_everybody() -> None:
    host = a_room()
    _ada, bo, cy = three(host)
    bo.show(b'{"doing":"writes"}')
    host.tick()
    here = {bo.doc.client_id, cy.doc.client_id}
    assert shown(join(host, "Di")).keys() == here
    plain = Stock(host, person("Ed", Role.viewer)).connect(present=False)
    assert shown(plain).keys() == here
    plain.heard.clear()
    plain.send(AskAware())
    assert shown(plain).keys() == here


def test_r5_6_nobody_of_ours_speaks_for_another() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    eve = join(host, "Eve")
    host.tick()
    eve.show(b"null", client=cy.doc.client_id, clock=2**50)
    assert eve.bye
    assert eve.bye.code == Code.forbidden
    host.tick()
    assert cy.doc.client_id in shown(ada)
    cy.show(b'{"doing":"goes on"}', clock=2)
    host.tick()
    assert shown(bo)[cy.doc.client_id]["doing"] == "goes on"


def test_r5_6_a_stock_client_that_repeats_others_is_left_alone() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    bo.show(b'{"doing":"writes"}')
    host.tick()
    for _ in range(2 * SPOOFS):
        host.now += 0.1
        for state in cy.said(Aware)[-1].states:
            cy.send(Aware((state,)))
            cy.send(Aware((State(state.client, state.clock, b"null"),)))
    cy.show(b"{}", clock=3)
    host.tick()
    assert bo.doc.client_id in shown(ada)
    assert not cy.said(Denied)
    assert not host.closed


def test_r5_6_a_stock_client_that_speaks_for_others_is_told_then_closed() -> None:
    host = a_room()
    ada, bo, eve = three(host)
    bo.show(b'{"doing":"writes"}')
    host.tick()
    for clock in range(SPOOFS + 1):
        eve.show(b'{"doing":"nonsense"}', client=bo.doc.client_id, clock=clock + 100)
    assert len(eve.said(Denied)) == 2
    assert host.closed[eve.peer].code == Code.forbidden
    host.tick()
    assert shown(ada)[bo.doc.client_id]["doing"] == "writes"


def test_r5_6_a_stock_client_that_shows_nothing_may_repeat_who_has_gone() -> None:
    host = a_room()
    _ada, bo, _ = three(host)
    bo.show(b"{}")
    silent = Stock(host, person("Di")).connect(present=False)
    bo.drop()
    host.tick()
    (gone,) = [s for s in silent.said(Aware)[-1].states if s.client == bo.doc.client_id]
    silent.send(Aware((gone,)))
    assert silent.peer not in host.closed
    silent.show(b"{}")
    host.tick()
    assert silent.doc.client_id in shown(silent)


def test_r5_6_one_connection_is_one_person_at_one_place() -> None:
    """R5.6: 50,000 made-up people would come in otherwise."""
    host = a_room()
    ada, _bo, eve = three(host)
    for client in range(1, 200):
        if eve.peer in host.closed:
            break
        eve.send(Aware(tuple(State(client * 10 + each, 1, b"{}") for each in range(10))))
    assert host.closed[eve.peer].code == Code.forbidden
    host.tick()
    assert shown(ada) == {}


def test_r5_6_nobody_takes_over_an_id_that_is_live() -> None:
    host = a_room()
    ada = owner(host)
    bo = Stock(host, person("Bo")).connect()
    host.tick()
    eve = Stock(host, person("Eve")).connect(present=False)
    eve.show(b'{"doing":"x"}', client=bo.doc.client_id, clock=50)
    host.tick()
    assert shown(ada)[bo.doc.client_id]["user"]["id"] == "bo"


def test_r5_7_our_states_are_renewed_for_stock_clients() -> None:
    host = a_room()
    _ada, bo, cy = three(host)
    bo.show(b'{"doing":"writes"}')
    host.tick(RENEW)
    cy.heard.clear()
    host.tick(RENEW / 2)
    assert not cy.said(Aware)
    host.tick(RENEW / 2 + 0.1)
    (state,) = cy.said(Aware)[-1].states
    assert state.client == bo.doc.client_id


def test_r5_8_who_comes_back_with_an_old_clock_is_believed() -> None:
    host = a_room()
    ada = owner(host)
    for peer in (Stock(host, person("Cy")).connect(present=False), join(host, "Bo")):
        last = -1
        for turn in range(3):
            peer.show(f'{{"doing":"{turn}"}}'.encode(), clock=1)
            host.tick()
            (state,) = ada.said(Aware)[-1].states
            assert state.clock > last
            assert shown(ada)[peer.doc.client_id]["doing"] == str(turn)
            peer.drop()
            host.tick()
            (gone,) = ada.said(Aware)[-1].states
            assert gone.clock > state.clock
            last = gone.clock
            peer.connect(**({"present": False} if isinstance(peer, Stock) else {}))


def test_r5_8_a_clock_cannot_run_out() -> None:
    host = a_room()
    ada, _bo, cy = three(host)
    cy.show(b'{"doing":"x"}', clock=2**53 - 1)
    assert host.closed[cy.peer].code == Code.malformed
    host.tick()
    assert shown(ada) == {}


def test_a_change_of_name_is_told() -> None:
    """R5.1"""
    host: Host = a_room()
    ada = owner(host)
    bo = join(host, "Bo", person={"name": "Bo the second", "color": "#010203"})
    bo.show(b"{}")
    host.tick()
    user = shown(ada)[bo.doc.client_id]["user"]
    known = {"id": "bo", "name": "Bo the second", "color": "#010203", "role": "editor"}
    assert user == known
