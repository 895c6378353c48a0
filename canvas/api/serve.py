"""The command line of a server: serve, invite, revoke, links. Loads nothing of the canvas: a shared
board has such a process beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from canvas.api.console import Console, told
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

if TYPE_CHECKING:
    from collab.auth import Keys
    from collab.discovery import Announcement
    from collab.server.address import Address
    from collab.server.book import Invitation
    from collab.server.certificate import Certificate
    from collab.server.serving import Options, Running

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130

PORT = 4747
"""Where a server listens if nobody says otherwise."""

VERBS = ("serve", "invite", "revoke", "links")

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


class WrongCall(Trouble):
    """What was asked for makes no sense as it was asked."""

    code = "wrong_call"


class RoleName(StrEnum):
    viewer = "viewer"
    commenter = "commenter"
    editor = "editor"
    owner = "owner"


Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The server's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Room = Annotated[str, typer.Argument(metavar="ROOM", help="Letters, digits, - and _.")]
Place = Annotated[
    str,
    typer.Option("--at", metavar="[https://]HOST[:PORT]", help="Where people reach the server."),
]


@app.command()
def serve(
    data: Data,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = PORT,
    tls_cert: Annotated[Path | None, typer.Option(help="A certificate, PEM.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key, PEM.")] = None,
    self_signed: Annotated[
        bool, typer.Option("--self-signed", help="Make a certificate; links carry its print.")
    ] = False,
    room: Annotated[str, typer.Option(help="Serve this room; print its owner's link.")] = "",
    lineage: Annotated[str, typer.Option(help="Of the board in that room.")] = "",
    public: Annotated[
        str,
        typer.Option(
            metavar="[https://]HOST[:PORT]", help="What links say, if not where it listens."
        ),
    ] = "",
    media_beside: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Media of the board in that room.")
    ] = None,
    origin: Annotated[
        list[str] | None, typer.Option(help="A web page's origin that may come in; repeatable.")
    ] = None,
    announce: Annotated[
        bool, typer.Option("--announce", help="Be found on the network when the address changes.")
    ] = False,
    until_stdin_closes: Annotated[
        bool, typer.Option("--until-stdin-closes", help="End with whoever started this.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Serve rooms until told to stop (Ctrl+C, SIGTERM)."""
    from collab.server.serving import Options

    asked = Options(
        data, host, port, None, room, lineage, public, media_beside, tuple(origin or ())
    )
    tls = (tls_cert, tls_key, self_signed)
    _run(as_json, lambda console: _serve(console, asked, tls, announce, until_stdin_closes))


@app.command()
def invite(
    data: Data,
    room: Room,
    role: Annotated[RoleName, typer.Option(help="What they may do.")] = RoleName.editor,
    days: Annotated[int, typer.Option(min=0, max=3650, help="0: for ever.")] = 30,
    at: Place = "",
    as_json: AsJson = False,
) -> None:
    """Make a link into a room, also while it is served."""
    _run(as_json, lambda console: _invite(console, data, room, role, days, at))


@app.command()
def revoke(
    data: Data,
    link: Annotated[str, typer.Argument(metavar="LINK", help="A link, its token or its id.")],
    room: Annotated[str, typer.Option(help="The room, where LINK is an id.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a link worthless, and send away who came by it."""
    _run(as_json, lambda console: _revoke(console, data, link, room))


@app.command()
def links(data: Data, room: Room, at: Place = "", as_json: AsJson = False) -> None:
    """List the links into a room."""
    _run(as_json, lambda console: _links(console, data, room, at))


def run_line(arguments: Sequence[str]) -> int:
    """Run one line of arguments. Returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal cannot spell is no failure
            stream.reconfigure(errors="replace")
    try:
        app(list(arguments), prog_name="main.py")
    except SystemExit as end:  # the way in which typer ends, also after a wrong call
        return end.code if isinstance(end.code, int) else FAILED
    return DONE


def _run(as_json: bool, work: Callable[[Console], int]) -> NoReturn:
    console = Console(as_json=as_json)
    try:
        code = work(console)
    except Trouble as trouble:
        console.note(trouble)
        console.result({"ok": False, "error": told(trouble)})
        code = WRONG if isinstance(trouble, WrongCall) else FAILED
    except KeyboardInterrupt:
        code = STOPPED
    raise typer.Exit(code)


def _serve(
    console: Console,
    options: Options,
    tls: tuple[Path | None, Path | None, bool],
    announce: bool,
    until_stdin_closes: bool,
) -> int:
    from collab.server.process import run

    _must_be_room(options.room, may_be_empty=True)
    options = replace(options, certificate=_certificate(options, *tls))
    if announce and (options.certificate is None or not options.certificate.own):
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "Only a server with --self-signed can be announced.")),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Links know it by its certificate, wherever it is.")
            ),
        )
    with ExitStack() as telling:

        def ready(server: Running) -> None:
            if announce:
                telling.callback(_announced(options, server).close)
            _ready(console, options, server)

        run(options, ready, until_stdin_closes=until_stdin_closes)
    return DONE


def _announced(options: Options, server: Running) -> Announcement:
    """Says to the network where this certificate is, and of which rooms nothing."""
    from collab.discovery import Announcement
    from collab.server.address import is_everywhere

    fingerprint = server.address.fingerprint
    return Announcement(
        f"server-{fingerprint[:16]}",
        "",
        server.port,
        fingerprint=fingerprint,
        whole=True,
        interfaces=() if is_everywhere(options.host) else (options.host,),
    )


def _certificate(
    options: Options, cert: Path | None, key: Path | None, self_signed: bool
) -> Certificate | None:
    if (cert is None) != (key is None) or (cert is not None and self_signed):
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "A certificate needs its key, and nothing else.")),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Give --tls-cert and --tls-key, or --self-signed.")
            ),
        )
    if cert is not None and key is not None:
        from collab.server.certificate import given

        try:
            return given(cert, key)
        except ValueError as error:
            raise WrongCall(
                say(QT_TRANSLATE_NOOP("words", "{path} is no certificate."), path=str(cert)),
                remedy=say(QT_TRANSLATE_NOOP("words", "Give a certificate in PEM form.")),
            ) from error
    if self_signed:
        from collab.server.address import reached
        from collab.server.certificate import self_signed as made

        host, _ = reached(options.host, options.port, options.public)
        return made(options.data, tuple({"localhost", "127.0.0.1", host}))
    return None


def _ready(console: Console, options: Options, server: Running) -> None:
    address = server.address
    link = address.link(options.room, server.owner) if options.room else None
    if console.as_json:
        line = {
            "ready": True,
            "port": server.port,
            "room": options.room,
            "fingerprint": address.fingerprint,
            "owner_link": link.for_app() if link else "",
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        return
    scheme, place = "https" if address.tls else "http", address.link("", "").place
    console.say(f"Serving {options.data} at {scheme}://{place}/health")
    if link is not None:
        console.say(f"Owner of {options.room}: {link.for_app()}")
    console.say(f"Make links with: main.py invite --data {options.data} ROOM")


def _invite(console: Console, data: Path, room: str, role: RoleName, days: int, at: str) -> int:
    from collab.roles import Role
    from collab.server.founding import invite

    _must_be_room(room)
    made, token = invite(data, _keys(data), room, Role[role.value], days)
    link = _address(data, at).link(room, token)
    console.say(link.for_app())
    console.say(link.for_web())
    console.result(
        {
            "ok": True,
            "id": made.id,
            "role": role.value,
            "until": _until(made),
            "link": link.for_app(),
            "web": link.for_web(),
        }
    )
    return DONE


def _revoke(console: Console, data: Path, link: str, room: str) -> int:
    from collab.auth import BadToken
    from collab.links import BadLink, parse
    from collab.server.founding import revoke

    token = link
    if "://" in link:
        token = parse(link).token
    if "." in token:
        try:
            claims = _keys(data).identity(token)
        except BadToken as bad:
            raise BadLink(
                say(QT_TRANSLATE_NOOP("words", "This is no link into a room of this server.")),
                meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was revoked.")),
            ) from bad
        room, link = claims.room, claims.link
        if not link:
            raise BadLink(say(QT_TRANSLATE_NOOP("words", "This token was not made from a link.")))
    _must_be_room(room)
    known = revoke(data, room, link)
    console.say(f"Revoked {link} of {room}." + ("" if known else " It was not known."))
    console.result({"ok": True, "room": room, "id": link, "known": known})
    return DONE


def _links(console: Console, data: Path, room: str, at: str) -> int:
    from collab.server.founding import good_links, token_of

    _must_be_room(room)
    keys, address, found = _keys(data), _address(data, at), good_links(data, room)
    told_links = [
        {
            "id": each.id,
            "role": each.role.name,
            "until": _until(each),
            "by": each.person,
            "link": address.link(room, token_of(keys, room, each)).for_app(),
        }
        for each in found
    ]
    for each in told_links:
        console.say(f"{each['id']}  {each['role']}  {each['until']}")
        console.say(f"    {each['link']}")
    console.result({"ok": True, "room": room, "links": told_links})
    return DONE


def _keys(data: Path) -> Keys:
    from collab.auth import Keys
    from collab.server.places import keys_file

    if not keys_file(data).exists():
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "{path} is no folder of a server."), path=str(data)),
            remedy=say(QT_TRANSLATE_NOOP("words", "Start one there first, with: main.py serve")),
        )
    return Keys.open(keys_file(data))


def _address(data: Path, at: str) -> Address:
    from collab.server.address import Address, behind_tls, reached, remembered

    known = remembered(data) or Address("127.0.0.1", PORT)
    host, port = reached(known.host, known.port, at)
    tls = behind_tls(port, at)
    return replace(known, host=host, port=port, tls=known.tls if tls is None else tls)


def _until(link: Invitation) -> str:
    from collab.server.book import FOREVER

    if link.exp >= FOREVER:
        return "for ever"
    return datetime.fromtimestamp(link.exp, UTC).isoformat(timespec="minutes")


def _must_be_room(room: str, *, may_be_empty: bool = False) -> None:
    from collab.auth import ROOM

    if not ROOM.fullmatch(room) and not (may_be_empty and not room):
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "{room} is no name of a room."), room=room),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Take letters of English, digits, - and _; 64 at most.")
            ),
        )
