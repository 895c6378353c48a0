"""serve, invite, revoke and links as people type them: SPEC.md, section 6."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from collab.links import parse
from collab.server.address import Address, behind_tls, reached
from collab.server.certificate import self_signed
from tests.collab.server.http import ask
from tests.collab.serving import ROOM, ROOT, Served


def line(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", *(str(word) for word in words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def told(*words: object) -> dict[str, Any]:
    done = line(*words, "--json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode == 0) == found["ok"], done.stderr
    return found


def test_r6_5_links_made_beside_a_running_server_open_its_room(tmp_path: Path) -> None:
    with Served(tmp_path / "data", tls=True) as server:
        made = told("invite", "--data", server.data, ROOM, "--role", "viewer", "--days", 7)
        link = parse(made["link"])
        assert parse(made["web"]) == link
        assert (link.port, link.tls, link.fingerprint) == (server.port, True, server.fingerprint)
        listed = told("links", "--data", server.data, ROOM)["links"]
        assert {each["role"]: each["until"] for each in listed}["owner"] == "for ever"
        assert made["link"] in {each["link"] for each in listed}
        elsewhere = told("invite", "--data", server.data, ROOM, "--at", "films.example:443")
        assert parse(elsewhere["link"]).place == "films.example:443"
        assert told("revoke", "--data", server.data, made["id"], "--room", ROOM)["known"]
        listed = told("links", "--data", server.data, ROOM)["links"]
        assert made["id"] not in {each["id"] for each in listed}


@pytest.mark.parametrize(
    ("public", "place", "tls"),
    [
        ("films.example", "films.example:4747", None),
        ("films.example:443", "films.example:443", True),
        ("https://films.example", "films.example:443", True),
        ("https://films.example:8443/", "films.example:8443", True),
        ("http://films.example", "films.example:80", False),
        ("fd00::1", "[fd00::1]:4747", None),
        ("https://[fd00::1]:8443", "[fd00::1]:8443", True),
    ],
)
def test_r6_5_links_lead_to_what_stands_before_the_server(
    public: str, place: str, tls: bool | None
) -> None:
    """A proxy that ends TLS, say, while the server itself speaks none."""
    host, port = reached("127.0.0.1", 4747, public)
    assert Address(host, port).link("film", "t").place == place
    assert behind_tls(port, public) is tls


def test_r6_15_any_form_of_a_link_can_be_revoked(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:
        for form in ("link", "web", "token"):
            made = told("invite", "--data", server.data, ROOM)
            token = parse(made["link"]).token
            found = told("revoke", "--data", server.data, made.get(form, token))
            assert found == {"ok": True, "room": ROOM, "id": made["id"], "known": True}
            got = ask(server.port, f"/v1/{ROOM}?token={token}", upgrade=True)
            assert (got.status, got.code) == (403, "revoked")


def test_what_makes_no_sense_is_told_in_words(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert line("invite", "--data", data, ROOM).returncode == 2
    assert not data.exists()
    assert "no name of a room" in line("serve", "--data", data, "--room", "a b").stderr
    half = line("serve", "--data", data, "--tls-cert", "c.pem")
    assert half.returncode == 2
    assert "certificate needs its key" in half.stderr
    missing = line("serve", "--data", data, "--tls-cert", "c.pem", "--tls-key", "k.pem")
    assert missing.returncode == 1
    assert "c.pem" in missing.stderr or "certificate" in missing.stderr
    own = self_signed(tmp_path / "own")
    locked = tmp_path / "locked.pem"
    locked.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    asked = line("serve", "--data", data, "--tls-cert", own.path, "--tls-key", locked)
    assert asked.returncode == 1
    assert "passphrase" in asked.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = line("serve", "--data", data, "--port", port)
    assert busy.returncode == 1
    assert f"127.0.0.1:{port}" in busy.stderr
    assert "Traceback" not in half.stderr + missing.stderr + busy.stderr
    with Served(data) as server:
        bad = line("revoke", "--data", server.data, "shotweave://join/a:1/film#b.c")
        assert bad.returncode == 1
        assert "no link" in bad.stderr


def test_a_room_of_another_board_is_not_taken_over(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:
        assert server.stop() == 0
        other = line("serve", "--data", server.data, "--room", ROOM, "--lineage", "another")
        assert other.returncode == 1
        assert "another board" in other.stderr
