"""Tokens, keys and links: SPEC.md, section 6."""

from __future__ import annotations

import json
import os
import random
import stat
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import pytest

from collab.auth import TOKEN_MOST, BadToken, Claims, Keys
from collab.links import BadLink, Link, parse
from collab.roles import Role

NOW = 1_800_000_000
CLAIMS = Claims("film", Role.editor, NOW + 60, user="ada", link="L1")


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys.open(tmp_path / "keys.toml")


def refusal(keys: Keys, token: str, now: float = NOW) -> str:
    with pytest.raises(BadToken) as caught:
        keys.read(token, now)
    return caught.value.code


def rewritten(token: str, **fields: object) -> str:
    """The same token with other claims and the old signature."""
    payload, mac = token.split(".")
    found = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4))) | fields
    return f"{urlsafe_b64encode(json.dumps(found).encode()).rstrip(b'=').decode()}.{mac}"


def test_r6_1_a_token_says_what_was_signed(keys: Keys) -> None:
    read = keys.read(keys.sign(CLAIMS), NOW)
    assert (read.room, read.role, read.exp, read.user, read.link) == (
        ("film", Role.editor, NOW + 60, "ada", "L1")
    )
    assert read.kid == keys.current


def test_r6_1_whoever_changes_a_claim_holds_a_forged_token(keys: Keys) -> None:
    token = keys.sign(CLAIMS)
    for fields in ({"role": "owner"}, {"room": "other"}, {"exp": NOW + 10**9}, {"user": "bo"}):
        assert refusal(keys, rewritten(token, **fields)) == "forged"


def test_r6_1_keys_of_another_server_open_nothing(keys: Keys, tmp_path: Path) -> None:
    other = Keys.open(tmp_path / "other" / "keys.toml")
    assert refusal(keys, other.sign(CLAIMS)) == "forged"


def test_r6_2_a_token_ends_on_its_second_yet_still_proves_who_it_was(keys: Keys) -> None:
    token = keys.sign(CLAIMS)
    assert keys.read(token, NOW + 59.9).user == "ada"
    assert refusal(keys, token, NOW + 60) == "expired"
    assert keys.identity(token).user == "ada"


def test_r6_3_what_is_no_token_is_refused_and_never_raises_anything_else(keys: Keys) -> None:
    token = keys.sign(CLAIMS)
    odd = ["", ".", "a.b", "é.é", "." * 500, token + "=", token[:-2], "A" * (TOKEN_MOST + 1)]
    deep = urlsafe_b64encode(b"[" * 700).decode()
    assert {refusal(keys, text) for text in [*odd, f"{deep}.x"]} <= {"malformed", "forged"}
    chance = random.Random(4)
    for _ in range(2000):
        letters = list(token)
        for _ in range(chance.randint(1, 4)):
            letters[chance.randrange(len(letters))] = chr(chance.randrange(33, 127))
        if "".join(letters) != token:
            assert refusal(keys, "".join(letters)) in {"malformed", "forged", "unknown-key"}


def test_r6_4_a_rotated_key_signs_and_the_old_ones_still_read(keys: Keys, tmp_path: Path) -> None:
    old = keys.sign(CLAIMS)
    turned = keys.rotated()
    assert turned.current != keys.current
    assert turned.read(old, NOW).user == "ada"
    assert turned.read(turned.sign(CLAIMS), NOW).kid == turned.current
    assert Keys.open(tmp_path / "keys.toml").read(turned.sign(CLAIMS), NOW).user == "ada"
    for _ in range(8):
        turned = turned.rotated()
    assert refusal(turned, old) == "unknown-key"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_r6_4_nobody_else_can_read_the_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    Keys.open(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    Keys.open(path).rotated()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_r6_4_two_who_make_the_keys_at_once_share_them(tmp_path: Path) -> None:
    tokens: list[str] = []

    def make() -> None:
        tokens.append(Keys.open(tmp_path / "keys.toml").sign(CLAIMS))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(tokens)) == 1


@pytest.mark.parametrize(
    "link",
    [
        Link("film.example", 443, "film", "a.b"),
        Link("192.168.1.7", 4747, "My_film-2", "a.b", True, "ab" * 32),
        Link("127.0.0.1", 4747, "film", "a.b", False),
        Link("::1", 4747, "film", "", False),
    ],
)
def test_r6_5_both_forms_of_a_link_lead_to_the_same_room(link: Link) -> None:
    assert parse(link.for_app()) == link
    assert parse(f"  <{link.for_web()}>\n") == link


def test_r6_5_the_token_stands_in_the_fragment_only() -> None:
    link = Link("film.example", 443, "film", "secret.mac")
    assert link.for_web().partition("#")[0] == "https://film.example:443/join/film"
    assert "secret" not in link.socket


@pytest.mark.parametrize(
    "text",
    [
        "",
        "film",
        "https://film.example/",
        "https://film.example/join/",
        "https://film.example/join/a/b#x",
        "https://film.example:0/join/film",
        "https://film.example:99999/join/film",
        "https://ada:pw@film.example/join/film",
        "ftp://film.example/join/film",
        "shotweave://open/film.example:1/film",
        "shotweave://join/film.example:1",
        "shotweave://join/film.example:1/film?fp=12",
        "shotweave://join/film.example:1/film?tls=0&fp=" + "ab" * 32,
        "shotweave://join/fi lm:1/film",
        "shotweave://join/[::1/film",
        "https://film.example/join/film#" + "a" * 5000,
        "https://film.example/join/film#a b",
        "https://" + "ü" * 300 + "/join/film",
    ],
)
def test_r6_5_what_is_no_link_is_told_in_words(text: str) -> None:
    with pytest.raises(BadLink, match="no link"):
        parse(text)
