"""People in a room who lend and ask, for the tests of leases."""

from __future__ import annotations

import base64
from typing import Any

from pycrdt import Map

from collab import leases
from collab.roles import Role
from collab.wire import Answer, Ask, Lease
from tests.collab.peers import Client, Host, join, owner

MODELS = {"wan": "1", "animatic": "3"}
TROUBLE = {"code": "out_of_memory", "what": {"text": "{card} is full.", "values": {"card": "RTX"}}}
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
