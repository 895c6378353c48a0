"""Who somebody is, and what an owner may ask of the server: SPEC.md, section 6."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from collab import wire
from collab.auth import Keys
from collab.roles import Role
from collab.server import identity
from collab.server.book import Book, Known
from tests.collab.server.clients import Hand, Ours, Stock
from tests.collab.serving import LINEAGE, ROOM, ROOT, Served, ServedHere


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServedHere]:
    with ServedHere(tmp_path / "data") as running:
        yield running


def ours(server: ServedHere, who: Role | str = Role.editor, **named: Any) -> Ours:
    return Ours(server.url(who), lineage=LINEAGE, **named)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        async with asyncio.timeout(60):
            await work()

    asyncio.run(within())


async def here(client: Ours) -> dict[str, Any]:
    """What the room says to somebody who has come in."""
    return dict((await client.hear(wire.Welcome)).body)


async def refusal(server: ServedHere, token: str) -> int:
    """The status with which somebody is turned away."""
    with pytest.raises(InvalidStatus) as caught:
        async with ours(server, token):
            pass
    return caught.value.response.status_code


def test_r6_11_who_comes_by_a_link_is_given_a_token_of_their_own(server: ServedHere) -> None:
    async def work() -> None:
        link = server.token()
        async with ours(server, link, person={"id": "ada", "name": "Ada"}) as first:
            ada = await here(first)
            assert ada["you"]["id"] == "ada"
            assert ada["you"]["name"] == "Ada"
            assert ada["role"] == "editor"
        async with ours(server, ada["token"]) as again:
            assert (await here(again))["you"]["id"] == "ada"
        async with ours(server, link, person={"id": "ada", "name": "Eve"}) as thief:
            eve = await here(thief)
            assert eve["you"]["id"] not in ("ada", "")
        async with ours(server, eve["token"], person={"id": "ada"}) as same:
            assert (await here(same))["you"]["id"] == eve["you"]["id"]
        async with ours(server, link, person={"id": "link-x"}) as odd:
            assert (await here(odd))["you"]["id"] != "link-x"

    run(work)


def test_r6_11_a_crowd_of_new_people_costs_no_more_than_so_many_names(
    server: ServedHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "PEOPLE_MOST", 3)

    async def work() -> None:
        link = server.token()
        for number in range(6):
            async with ours(server, link, person={"id": f"p{number}"}) as client:
                you = await here(client)
                assert (you["you"]["id"] == f"p{number}") == (number < 3)
            async with ours(server, you["token"]) as again:
                assert (await here(again))["you"]["id"] == you["you"]["id"]
        assert set(server.house.rooms[ROOM].book.people) == {"p0", "p1", "p2"}

    run(work)


def test_r6_12_a_token_of_before_proves_who_comes_by_a_link(server: ServedHere) -> None:
    async def work() -> None:
        link = server.token()
        late = server.personal("ada", seconds=-100)
        assert await refusal(server, late) == 401
        async with Ours(f"{server.url(link)}&was={late}", lineage=LINEAGE) as client:
            assert (await here(client))["you"]["id"] == "ada"
        client = ours(server, link, hello={"identity": late})
        async with client:
            assert (await here(client))["you"]["id"] == "ada"
        client = ours(server, link, hello={"identity": late[:-1]})
        async with client:
            assert (await here(client))["you"]["id"] != "ada"

    run(work)


def test_r6_13_a_stock_client_that_comes_back_by_its_link_may_go_on_writing(
    server: ServedHere,
) -> None:
    async def work() -> None:
        token, hand = server.token(), Hand()
        async with Stock(server.url(token), hand) as first:
            await first.synced()
            await first.write("a")
        async with Stock(server.url(token), hand) as second, ours(server, Role.owner) as owner:
            await second.write("b")
            await owner.sees("a", "b")
        async with Stock(server.url(), hand) as other:  # the same client id by another link
            await other.write("c")
            assert (await other.closing())[0] == wire.Code.forbidden

    run(work)


def test_r6_14_a_role_that_an_owner_gives_holds_past_a_restart(tmp_path: Path) -> None:
    tokens: dict[str, str] = {}

    async def give(server: ServedHere) -> None:
        async with ours(server, Role.owner) as owner, ours(server, Role.viewer) as bo:
            bo_here = await here(bo)
            tokens["bo"] = bo_here["token"]
            answer = await owner.ask("role", user=bo_here["you"]["id"], role="editor")
            assert answer.ok, answer.body
            assert (await here(bo))["role"] == "editor"

    async def find(server: ServedHere) -> None:
        async with ours(server, tokens["bo"]) as bo, ours(server, Role.owner) as owner:
            assert (await here(bo))["role"] == "editor"
            await bo.synced()
            await bo.write("b")
            await owner.sees("b")

    for work in (give, find):
        with ServedHere(tmp_path / "data") as server:
            run(lambda work=work, server=server: work(server))  # type: ignore[misc]


def test_r6_15_an_owner_revokes_a_link_and_all_who_came_by_it_go(server: ServedHere) -> None:
    async def work() -> None:
        async with ours(server, Role.owner) as owner:
            made = (await owner.ask("invite", role="editor", days=3)).body
            async with ours(server, made["token"]) as bo, Stock(server.url(made["token"])) as stock:
                personal = (await here(bo))["token"]
                await stock.synced()
                listed = (await owner.ask("links")).body["links"]
                assert {each["link"]: each["here"] for each in listed}[made["link"]] == 2
                assert (await owner.ask("revoke", link=made["link"])).ok
                for client in (bo, stock):
                    assert (await client.closing())[0] == wire.Code.forbidden
            assert await refusal(server, made["token"]) == 403
            assert await refusal(server, personal) == 403
            left = (await owner.ask("links")).body["links"]
            assert made["link"] not in {each["link"] for each in left}

    run(work)


def test_r6_15_the_command_line_revokes_a_link_of_a_running_server(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:

        async def both() -> None:
            link = server.link(Role.commenter)
            async with (
                Ours(server.url(Role.owner), lineage=LINEAGE) as owner,
                Ours(server.url(link.token), lineage=LINEAGE) as bo,
            ):
                await owner.synced()
                await here(bo)
                line = ["main.py", "revoke", "--data", str(server.data), link.for_app()]
                done = await asyncio.create_subprocess_exec(sys.executable, *line, cwd=ROOT)
                assert await done.wait() == 0
                assert (await bo.closing())[0] == wire.Code.forbidden
                assert owner.closed is None

        run(both)


def test_r6_16_who_was_sent_away_is_welcome_back_by_a_link_and_by_no_token(
    server: ServedHere,
) -> None:
    async def work() -> None:
        link = server.token()
        async with ours(server, Role.owner) as owner, ours(server, link) as bo:
            bo_here = await here(bo)
            await bo.synced()
            bo_id = bo_here["you"]["id"]
            await bo.write("mine")
            await owner.sees("mine")
            assert (await owner.ask("role", user=bo_id, role="commenter")).ok
            answer = await owner.ask("kick", user=bo_id)
            assert answer.ok
            assert answer.body["link"] == Keys.open(server.data / "keys.toml").identity(link).link
            assert (await bo.closing())[0] == wire.Code.forbidden
            assert await refusal(server, bo_here["token"]) == 403
            proof = {"identity": bo_here["token"]}
            # with the same hand: the room knows whose client id that is
            async with ours(server, link, hand=bo.hand, hello=proof) as back:
                first_back = told = await here(back)
                assert (told["you"]["id"], told["role"]) == (bo_id, "commenter")
                assert await refusal(server, bo_here["token"]) == 403
                assert (await owner.ask("kick", user=bo_id)).ok
                assert (await back.closing())[0] == wire.Code.forbidden
            invited = await owner.ask("invite", role="owner", days=1)
            token = invited.body["token"]
            async with ours(server, token, hand=bo.hand, hello=proof) as again:
                told = await here(again)
                assert (told["you"]["id"], told["role"]) == (bo_id, "owner")
            # and stays so: the token that they were given then is good, those of before are not
            async with ours(server, told["token"]) as later:
                assert (await here(later))["role"] == "owner"
            for old in (bo_here["token"], first_back["token"]):
                assert await refusal(server, old) == 403
            assert (await owner.ask("kick", user=bo_id)).ok
            assert (await owner.ask("revoke", link=invited.body["link"])).ok
            assert await refusal(server, token) == 403

    run(work)


class Silent(Ours):
    """Says nothing on coming in, until it does."""

    async def greet(self) -> None:
        pass


@pytest.mark.parametrize("verb", ["kick", "revoke"])
def test_r6_16_nobody_waits_at_the_door_until_they_were_sent_away(
    server: ServedHere, verb: str
) -> None:
    """R6.15: a token that was good when the socket was opened is looked at again with the HELLO."""

    async def work() -> None:
        link = server.token()
        async with ours(server, Role.owner) as owner, ours(server, link) as bo:
            told = await here(bo)
            async with Silent(server.url(told["token"]), lineage=LINEAGE) as silent:
                what = {"user": told["you"]["id"]} if verb == "kick" else {"link": link_id(link)}
                assert (await owner.ask(verb, **what)).ok
                assert (await bo.closing())[0] == wire.Code.forbidden
                await Ours.greet(silent)
                assert (await silent.closing())[0] == wire.Code.forbidden

    def link_id(token: str) -> str:
        return Keys.open(server.data / "keys.toml").identity(token).link

    run(work)


def test_r6_16_who_was_sent_away_stays_so_past_a_restart(tmp_path: Path) -> None:
    tokens: list[str] = []

    async def kicked(server: ServedHere) -> None:
        async with ours(server, Role.owner) as owner, ours(server) as bo:
            told = await here(bo)
            assert (await owner.ask("kick", user=told["you"]["id"])).ok
            tokens.append(told["token"])
        proof = {"identity": told["token"]}
        async with ours(server, hello=proof, hand=bo.hand) as back:
            tokens.append((await here(back))["token"])

    async def looked(server: ServedHere) -> None:
        assert await refusal(server, tokens[0]) == 403
        async with ours(server, tokens[1]) as bo:
            assert (await here(bo))["role"] == "editor"

    with ServedHere(tmp_path / "data") as first:
        run(lambda: kicked(first))
    with ServedHere(tmp_path / "data") as second:
        run(lambda: looked(second))


def test_a_book_of_before_tokens_were_counted_is_read(tmp_path: Path) -> None:
    """R6.16"""
    path = tmp_path / "room.sqlite"
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, link TEXT NOT NULL,"
            " role TEXT NOT NULL, out INTEGER NOT NULL)"
        )
        old.execute("INSERT INTO people VALUES ('bo', 'Bo', 'l', 'editor', 1)")
        old.execute("PRAGMA user_version = 1")
    for _ in range(2):
        book = Book(path)
        known = book.people["bo"]
        assert known in (
            Known("bo", "Bo", "l", Role.editor, out=True),
            Known("bo", "Bo", "l", Role.editor, out=True, turn=1),
        )
        book.write([book.know(replace(known, turn=1))])
        book.close()
    assert known.turn == 1


def test_r6_17_after_a_rotation_only_the_new_link_opens(server: ServedHere) -> None:
    async def work() -> None:
        editors, owners = server.token(), server.owner
        async with (
            ours(server, owners, person={"id": "ada"}) as ada,
            ours(server, editors) as bo,
        ):
            old = (await here(ada))["token"]
            answer = await ada.ask("rotate")
            assert answer.ok, answer.body
            new = await here(ada)
            assert new["token"] != old
            assert (await bo.closing())[0] == wire.Code.forbidden
            assert ada.closed is None
            for token in (editors, owners, old):
                assert await refusal(server, token) == 403
            links = (await ada.ask("links")).body["links"]
            assert [each["token"] for each in links] == [answer.body["token"]]
        async with ours(server, new["token"]) as ada:
            assert (await here(ada))["you"]["id"] == "ada"
        async with ours(server, answer.body["token"]) as again:
            assert (await here(again))["role"] == "owner"

    run(work)


def test_r6_18_only_an_owner_is_answered_with_yes(server: ServedHere) -> None:
    async def work() -> None:
        async with ours(server, Role.owner) as owner, ours(server) as bo:
            mine, theirs = await here(owner), await here(bo)
            for verb in ("invite", "links", "revoke", "role", "kick", "rotate"):
                answer = await bo.ask(verb, role="owner", user=theirs["you"]["id"], link="x")
                assert (answer.ok, answer.body["code"]) == (False, "not-allowed")
            wrong: list[tuple[str, dict[str, Any], str]] = [
                ("fly", {}, "unknown-verb"),
                ("invite", {"role": "king"}, "wrong-role"),
                ("invite", {"role": "editor", "days": -1}, "wrong-days"),
                ("invite", {"role": "editor", "days": True}, "wrong-days"),
                ("revoke", {}, "wrong-body"),
                ("revoke", {"link": "nobody"}, "unknown-link"),
                ("role", {"user": "nobody", "role": "editor"}, "unknown-user"),
                ("role", {"user": mine["you"]["id"], "role": "viewer"}, "yourself"),
                ("kick", {"user": mine["you"]["id"]}, "yourself"),
            ]
            for verb, body, code in wrong:
                answer = await owner.ask(verb, **body)
                assert (verb, answer.ok, answer.body["code"]) == (verb, False, code)

    run(work)
