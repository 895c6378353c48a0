"""The first words between a client and a room: HELLO and WELCOME."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from collab.colours import colour_for
from collab.effects import Person
from collab.peers import Peer
from collab.presence import LONGEST, LONGEST_NAME, colour, words
from collab.scanning import CLIENTS
from collab.wire import PROTOCOL, Malformed

MOST_IDS = 1024
LONGEST_LINEAGE = 100
NOT_FOUNDED = "the owner has not opened this board here yet"


@dataclass(frozen=True, slots=True)
class Greeting:
    lineage: str
    name: str
    color: str
    ids: tuple[int, ...]
    """The first is the one that this window writes with."""
    closed: tuple[int, ...]
    """Those of them that nobody writes with any more."""
    looked: bool
    """It has compared its own board with the room's, and they are one."""
    packs: bool
    """It is far away: a large step 2 comes sooner packed."""


def read(body: Mapping[str, Any]) -> Greeting:
    """What a HELLO says. Raises Malformed."""
    if body.get("protocol") != PROTOCOL:
        raise Malformed("this room speaks another version of the protocol: update Shotweave")
    lineage, person, ids = body.get("lineage"), body.get("person"), body.get("ids")
    if not isinstance(lineage, str) or len(lineage) > LONGEST_LINEAGE:
        raise Malformed("a HELLO needs a lineage, or an empty one")
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST_IDS:
        raise Malformed("a HELLO needs the client ids of this person")
    if len(_ids(ids)) < len(ids):
        raise Malformed("a client id in this HELLO is none")
    closed = body.get("closed", [])
    if not isinstance(closed, list) or len(_ids(closed)) < len(closed):
        raise Malformed("a client id in this HELLO is none")
    if not set(closed) <= set(ids[1:]):
        raise Malformed("a HELLO closes client ids that it names, after the first")
    said = person if isinstance(person, dict) else {}
    name, color = words(said.get("name"), LONGEST_NAME), colour(said.get("color"))
    looked, packs = body.get("looked") is True, body.get("packed") is True
    return Greeting(lineage, name, color, tuple(ids), tuple(closed), looked, packs)


def _ids(said: list[Any]) -> list[int]:
    """What of this is client ids."""
    return [id for id in said if type(id) is int and 0 <= id < CLIENTS]


def named(person: Person, hello: Greeting) -> Person:
    """People choose their names and colours; who they are, the token says."""
    return replace(person, name=hello.name or person.name, color=hello.color or person.color)


def welcome(peer: Peer, lineage: str, title: str, limits: Mapping[str, int]) -> dict[str, Any]:
    person = peer.person
    return {
        "protocol": PROTOCOL,
        "lineage": lineage,
        "role": person.role.name,
        "you": {"id": person.id, "name": person.name, "color": person.color},
        "token": peer.token,
        "title": title,
        "time": peer.wall,
        "limits": {**limits, "presence": LONGEST},
    }


def coloured(person: Person, peers: Iterable[Peer]) -> Person:
    """With a colour: the one that is chosen, that of another window, or one that nobody has."""
    here = {peer.person.id: peer.person.color for peer in peers}
    colour = person.color or here.get(person.id) or colour_for(person.id, here.values())
    return replace(person, color=colour)
