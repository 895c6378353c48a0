"""Who gets past the door of a server, by real requests: SPEC.md, section 6."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from collab.auth import Keys
from collab.links import parse
from collab.roles import Role
from collab.server import serving
from collab.server.certificate import given, self_signed
from collab.server.door import LOOPBACK, neighbourhood
from collab.server.founding import revoke
from collab.server.limits import Limits, Turnstile
from collab.server.open_files import fitting, needed
from collab.server.serving import Options
from tests.collab.server.clients import trusting
from tests.collab.server.http import UPGRADE, Got, answer, ask
from tests.collab.serving import LINEAGE, ROOM, ROOT, Served, ServedHere


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServedHere]:
    with ServedHere(tmp_path / "data") as running:
        yield running


def strict(tmp_path: Path, limits: Limits) -> ServedHere:
    """A server that counts its own machine's programs, too."""
    data = tmp_path / "data"
    options = Options(data, room=ROOM, lineage=LINEAGE, limits=limits, trust_loopback=False)
    return ServedHere(data, options)


def knock(server: ServedHere, token: str, headers: str = "", room: str = ROOM) -> Got:
    return ask(server.port, f"/v1/{room}?token={token}", headers, upgrade=True)


def test_r6_6_each_wrong_request_is_told_why(server: ServedHere, tmp_path: Path) -> None:
    port, good = server.port, server.token()
    nothing = ask(port, f"/v1/{ROOM}", upgrade=True)
    assert (nothing.status, nothing.code) == (401, "no-token")
    assert "Bearer" in nothing.head
    assert (knock(server, "a.b").status, knock(server, "a.b").code) == (401, "malformed")
    foreign = Keys.open(tmp_path / "else" / "keys.toml")
    read = Keys.open(server.data / "keys.toml").identity(good)
    assert knock(server, foreign.sign(read)).code == "forged"
    late = server.personal("ada", seconds=-1)
    assert (knock(server, late).status, knock(server, late).code) == (401, "expired")
    other = knock(server, good, room="other")
    assert (other.status, other.code) == (403, "wrong-room")
    assert not (server.data / "rooms" / "other").exists()
    for path in ("/", "/v1", "/v1/a/b/c", "/v1/%2e%2e", "/v1/" + "a" * 65, "/v2/film", "//[", "*"):
        assert ask(port, path, upgrade=True).code == "not-found"
    plain = ask(port, f"/v1/{ROOM}?token={good}")
    assert (plain.status, plain.code) == (426, "upgrade")
    assert "Upgrade: websocket" in plain.head
    assert knock(server, good).status == 101


def test_r6_7_the_token_comes_in_the_header_or_the_address_and_is_never_logged(
    server: ServedHere,
) -> None:
    token = server.token(Role.viewer)
    header = f"Authorization: Bearer {token}\r\n"
    assert ask(server.port, f"/v1/{ROOM}", header, upgrade=True).status == 101
    assert knock(server, token).status == 101
    assert knock(server, token[:-1]).status == 401
    assert ask(server.port, f"/v1/{ROOM}?" + "a=1&" * 500, upgrade=True).code == "no-token"
    written = json.dumps(server.events())
    assert '"refused"' in written
    assert token[:40] not in written


def test_r6_8_pages_of_other_sites_stay_outside(tmp_path: Path) -> None:
    options = Options(tmp_path / "data", room=ROOM, origins=("https://films.example",))
    with ServedHere(tmp_path / "data", options) as server:
        token = server.token()
        own = f"Origin: http://127.0.0.1:{server.port}\r\n"
        assert knock(server, token, own).status == 101
        assert knock(server, token, "Origin: https://films.example\r\n").status == 101
        for origin in ("https://evil.example", "null", "", f"http://127.0.0.1:{server.port}.evil"):
            got = knock(server, token, f"Origin: {origin}\r\n")
            assert (got.status, got.code) == (403, "origin")
        assert knock(server, token, own + own).code == "origin"


def test_r6_9_too_many_attempts_from_one_address_wait_a_minute(tmp_path: Path) -> None:
    with strict(tmp_path, replace(Limits(), connects=5)) as server:
        got = [ask(server.port, "/health").status for _ in range(7)]
        assert got == [200] * 5 + [429] * 2
        assert "Retry-After: 60" in ask(server.port, "/health").head


def test_r6_9_what_was_used_up_comes_back_and_a_crowd_of_addresses_costs_no_memory() -> None:
    turnstile = Turnstile(6, most_addresses=100)
    assert [turnstile.lets("a", 0.0) for _ in range(8)] == [True] * 6 + [False] * 2
    assert not turnstile.lets("a", 9.0)
    assert turnstile.lets("a", 20.0)
    for number in range(1000):
        turnstile.lets(str(number), 20.0)
    assert len(turnstile._left) == 100


def test_r6_9_an_attacker_is_counted_by_all_the_addresses_they_surely_have() -> None:
    assert neighbourhood("203.0.113.9") == neighbourhood("::ffff:203.0.113.9") == "203.0.113.9"
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1%eth0")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert {neighbourhood(own) for own in ("127.0.0.1", "::1", "::ffff:127.0.0.1")} == {LOOPBACK}


def test_r6_9_programs_of_this_machine_are_not_counted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room=ROOM, limits=Limits(connects=3))) as server:
        assert {ask(server.port, "/health").status for _ in range(12)} == {200}


def has_ended(there: socket.socket) -> bool:
    try:
        return there.recv(100) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_r6_10_a_request_that_drips_in_is_cut_off(tmp_path: Path) -> None:
    with (
        strict(tmp_path, Limits(handshake=1.5)) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=60) as slow,
        socket.create_connection(("127.0.0.1", server.port), timeout=60) as silent,
    ):
        began = time.monotonic()
        slow.sendall(b"GET / HTTP/1.1\r\n")
        slow.settimeout(0.05)
        while not has_ended(slow):
            assert time.monotonic() - began < 60
            with suppress(ConnectionError):
                slow.sendall(b"X: 1\r\n")
        assert has_ended(silent)
        assert ask(server.port, "/health").status == 200


def test_r6_10_huge_requests_are_cut_off(server: ServedHere) -> None:
    assert ask(server.port, "/" + "a" * 9_000).status in (414, 431, 0)
    assert ask(server.port, "/health", "X: " + "a" * 9_000 + "\r\n").status in (431, 0)
    many = "".join(f"X-{number}: {'a' * 400}\r\n" for number in range(100))
    with suppress(ConnectionError):  # it was cut off before all of it was sent
        assert ask(server.port, "/health", many).status in (431, 0)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as there:
        there.sendall(b"\x00\xff\r\n\r\n")
        assert answer(there).status in (0, 400)
    assert ask(server.port, "/health").status == 200


def test_r6_10_one_address_has_so_many_sockets(tmp_path: Path) -> None:
    with strict(tmp_path, Limits(per_address=3, handshake=30)) as server:
        held = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(3)]
        assert ask_or_reset(server.port) == "reset"
        held.pop().close()
        until_open(server.port)
        for each in held:
            each.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such limit")
def test_r6_10_where_few_files_may_be_open_fewer_come_in_and_who_is_in_goes_on(
    tmp_path: Path,
) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(tmp_path / "data")]
    command += ["--port", "0", "--room", ROOM, "--lineage", LINEAGE, "--json"]
    few = ["sh", "-c", 'ulimit -n 96; exec "$@"', "sh", *command]
    with Served(tmp_path / "data").around(few) as server:
        assert server.events("limited")[0]["connections"] == 24
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as there:
            there.sendall(f"GET /v1/{ROOM}?token={server.token()} HTTP/1.1\r\n".encode())
            there.sendall(f"Host: 127.0.0.1:{server.port}\r\n{UPGRADE}\r\n".encode())
            assert b" 101 " in there.recv(100)
            crowd = [socket.socket() for _ in range(120)]
            for each in crowd:
                each.settimeout(60)
                with suppress(ConnectionError):
                    each.connect(("127.0.0.1", server.port))
            there.sendall(b"\x89\x80\x00\x00\x00\x00")  # a ping
            heard = b""
            while b"\x8a\x00" not in heard:
                heard += there.recv(4096)
            for each in crowd:
                each.close()
        until_open(server.port)
        assert len(server.events("library")) < 10


def test_r6_10_as_many_come_in_as_there_are_files_for() -> None:
    usual = Limits()
    assert fitting(usual, needed(usual)) is usual
    for files in (16, 64, 256, 1024, 4096):
        found = fitting(usual, files)
        assert 0 < found.connections + found.rooms < files
        assert found.rooms * 12 <= files or found.rooms == 1


def until_open(port: int) -> None:
    deadline = time.monotonic() + 60
    while ask_or_reset(port) == "reset":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ask_or_reset(port: int) -> str:
    try:
        return str(ask(port, "/health").status or "reset")
    except ConnectionError:
        return "reset"


def test_r6_15_a_revoked_link_and_what_was_made_from_it_stay_outside(server: ServedHere) -> None:
    token = server.token()
    keys = Keys.open(server.data / "keys.toml")
    claims = keys.identity(token)
    personal = keys.sign(replace(claims, user="bo", kid=""))
    assert knock(server, personal).status == 101
    revoke(server.data, ROOM, claims.link)
    deadline = time.monotonic() + 60
    while knock(server, token).status == 101:
        assert time.monotonic() < deadline
    assert [(got.status, got.code) for got in (knock(server, token), knock(server, personal))] == [
        (403, "revoked")
    ] * 2
    assert knock(server, server.token()).status == 101


def test_r6_15_a_revocation_outlasts_a_restart(tmp_path: Path) -> None:
    with ServedHere(tmp_path / "data") as server:
        token = server.token()
    link = Keys.open(tmp_path / "data" / "keys.toml").identity(token).link
    revoke(tmp_path / "data", ROOM, link)
    with ServedHere(tmp_path / "data") as server:
        assert knock(server, token).code == "revoked"


def test_r6_19_links_carry_the_print_of_the_certificate_and_outlast_a_restart(
    tmp_path: Path,
) -> None:
    prints = []
    for _ in range(2):
        with ServedHere(tmp_path / "data", tls=True) as server:
            with (
                socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw,
                trusting().wrap_socket(raw) as there,
            ):
                shown = there.getpeercert(binary_form=True)
                assert shown is not None
                prints.append(sha256(shown).hexdigest())
            assert parse(server.link().for_app()).fingerprint == prints[-1]
            got = ask(server.port, f"/v1/{ROOM}?token={server.owner}", upgrade=True, tls=trusting())
            assert got.status == 101
            with pytest.raises(ssl.SSLCertVerificationError):
                ask(server.port, "/health", tls=ssl.create_default_context())
            assert ask_or_reset(server.port) == "reset"
    assert prints[0] == prints[1]


def test_r6_19_somebodys_own_certificate_travels_by_its_print_too(tmp_path: Path) -> None:
    made = self_signed(tmp_path)
    there = given(made.path, made.key)
    assert there.own
    assert there.fingerprint == made.fingerprint
    with pytest.raises(ValueError, match="PEM"):
        given(made.key, made.key)


def test_r6_22_a_renewed_certificate_is_taken_up_by_a_server_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "RENEW", 0.05)
    first, second = (self_signed(tmp_path / each) for each in ("first", "second"))
    options = Options(tmp_path, room=ROOM, lineage=LINEAGE)
    with ServedHere(tmp_path / "data", options, tls=True) as server:
        used = self_signed(server.data)

        def shown() -> str:
            return sha256(
                ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.port)))
            ).hexdigest()

        def until(what: Callable[[], object]) -> None:
            deadline = time.monotonic() + 60
            while not what():
                assert time.monotonic() < deadline
                time.sleep(0.02)

        before = shown()
        used.path.write_bytes(first.path.read_bytes())
        until(lambda: server.events("certificate"))
        assert server.events("certificate")[0]["reason"] == "the key belongs to another certificate"
        assert shown() == before
        used.key.write_bytes(first.key.read_bytes())
        until(lambda: shown() == first.fingerprint)
        used.key.write_bytes(second.key.read_bytes())
        used.path.write_bytes(second.path.read_bytes())
        until(lambda: shown() == second.fingerprint)


def test_r6_20_the_page_behind_a_link_is_the_same_for_all_and_runs_its_own_script_only(
    server: ServedHere,
) -> None:
    page, other = ask(server.port, "/join/film"), ask(server.port, "/join/other?fp=<b>")
    assert page.status == 200
    assert page.body == other.body
    script = re.search(rb"<script>(.*)</script>", page.body, re.S)
    assert script is not None
    print_of = b64encode(sha256(script.group(1)).digest()).decode()
    policy = next(line for line in page.head.splitlines() if "Content-Security-Policy" in line)
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{print_of}'" in policy
    assert "Referrer-Policy: no-referrer" in page.head
    assert not re.search(rb"(src|href)=.?http", page.body)
    assert ask(server.port, "/join/a/b").status == 404
    assert ask(server.port, "/join/%3Cscript%3E").status == 404


def test_r6_21_health_is_numbers_for_all_and_a_rooms_own_for_its_owner(server: ServedHere) -> None:
    assert knock(server, server.owner).status == 101  # the room is open now
    got = ask(server.port, "/health").said
    assert got["ok"] is True
    assert got["rooms"] == 1
    assert {"version", "seconds", "connections", "people", "outboxes", "journal"} <= set(got)
    assert ROOM not in json.dumps(got)
    mine = ask(server.port, f"/health?token={server.owner}").said
    assert mine["room"]["name"] == ROOM
    assert "room" not in ask(server.port, f"/health?token={server.token()}").said
    assert ask(server.port, "/health?token=a.b").status == 401
