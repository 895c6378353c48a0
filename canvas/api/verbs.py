"""What each verb of the command line does, by the commands and nothing else. Each returns an exit
code."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.disk import ReadOnlyPlace, check_place
from assets.folder import BoardBusy
from canvas.api.console import Console, told
from canvas.api.interrupt import Interrupt
from canvas.app import settings as preferences
from canvas.app.commands.board import new_board
from canvas.app.commands.board import show as describe
from canvas.app.commands.check import check as check_board
from canvas.app.commands.comments import counted
from canvas.app.commands.export import FORMATS, export_film
from canvas.app.commands.media import import_files
from canvas.app.commands.render import render as start_renders
from canvas.app.notices import NodeState, Notice
from canvas.app.session import Session, board_path
from canvas.document.records import NodeKind
from canvas.document.sequence import Cut, plan
from canvas.document.timing import Rate, timecode
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

if TYPE_CHECKING:
    from assets.film import Exported

DONE, FAILED, WRONG = 0, 1, 2


class WrongCall(Trouble):
    """What was asked for makes no sense as it was asked."""

    code = "wrong_call"


@dataclass(frozen=True, slots=True)
class Call:
    """One run of the command line: where to speak, and whether to stop."""

    console: Console
    interrupt: Interrupt

    @contextmanager
    def opened(self, board: Path) -> Iterator[Session]:
        """A board to change."""
        with self._open(board, readonly=False) as session:
            yield session

    @contextmanager
    def opened_to_read(self, board: Path, *, tidy: bool = False) -> Iterator[Session]:
        """A board to look at, also while somebody else has it; `tidy` clears up after a crash where
        it may."""
        try:
            session = self._open(board, readonly=not tidy)
        except (BoardBusy, ReadOnlyPlace):
            session = self._open(board, readonly=True)
        with session:
            yield session

    def _open(self, board: Path, *, readonly: bool) -> Session:
        place = board_path(board)
        if not os.path.exists(place):  # unlike a Path it takes names too long for any disk
            raise WrongCall(
                say(QT_TRANSLATE_NOOP("words", "There is no board {path}."), path=place),
                remedy=say(QT_TRANSLATE_NOOP("words", 'Make one with: new "{path}"'), path=place),
            )
        loaded = preferences.load()
        session = Session.open(place, settings=loaded.settings, readonly=readonly)
        for notice in (*loaded.notices, *session.notices):
            self.console.note(notice)
        return session


def new(call: Call, board: Path, title: str, rate: Rate, size: tuple[int, int]) -> int:
    loaded = preferences.load()
    session = new_board(
        board, settings=loaded.settings, title=title, rate=rate, width=size[0], height=size[1]
    )
    with session:
        for notice in (*loaded.notices, *session.notices):
            call.console.note(notice)
        call.console.say(f"Made {session.path}")
        call.console.result({"ok": True, "board": str(session.path), "title": session.title})
    return DONE


def bring_in(call: Call, board: Path, files: Sequence[Path], *, clips: bool) -> int:
    with call.opened(board) as session:
        with call.console.progress("Importing") as bar:
            imported = import_files(
                session,
                files,
                clips=clips,
                progress=lambda i, share: bar.at(i + share, len(files), files[i].name),
                cancelled=call.interrupt.wanted,
            )
        session.flush()
    for path, about in (*imported.notices, *imported.troubles):
        call.console.note(f"{path}: {about}")
    call.console.say(f"Imported {len(imported.nodes)} of {len(files)} files.")
    call.console.result(
        {
            "ok": not imported.troubles,
            "nodes": list(imported.nodes),
            "clips": list(imported.clips),
            "failed": [{"file": str(path), **told(about)} for path, about in imported.troubles],
        }
    )
    return FAILED if imported.troubles else DONE


def render(call: Call, board: Path, nodes: Sequence[str], quality: str | None) -> int:
    with call.opened(board) as session:
        chosen = [_clip(session, name) for name in nodes] or None
        rendered = rendered_now(call, session, chosen, quality)
        call.console.say(rendered.sentence)
        call.console.result(rendered.plain())
    return FAILED if rendered.failed else DONE


def export(call: Call, board: Path, out: Path, *, as_is: bool) -> int:
    _check_format(out)
    check_place(out)
    opened = call.opened_to_read(board) if as_is else call.opened(board)
    with opened as session:
        rendered = Rendered() if as_is else rendered_now(call, session)
        if rendered.failed:
            call.console.note("The film was not exported; --as-is exports it with what there is.")
            call.console.result(rendered.plain())
            return FAILED
        film = exported_now(call, session, out)
        call.console.say(f"Wrote {film.path} ({film.frames} frames, {film.seconds:.1f} s)")
        call.console.result({**rendered.plain(), **plain_film(film)})
    return DONE


def show(call: Call, board: Path) -> int:
    with call.opened_to_read(board) as session:
        meta, film = session.board.meta, plan(session.board)
        length = timecode(film.frames, meta.rate)
        call.console.say(f"{session.title}")
        call.console.say(f"{meta.width}x{meta.height}, {meta.rate} fps, {length}")
        call.console.table(
            ("", "Shot", "Starts", "Frames", "Shows", "State"),
            [_row(session, cut, meta.rate) for cut in film.cuts],
        )
        talk = counted(session)
        if talk["open"] or talk["resolved"]:
            call.console.say(
                "Comments: {open} open, {resolved} resolved, {unread} unread".format_map(talk)
            )
        call.console.result({"ok": True, **describe(session)})
    return DONE


def _row(session: Session, cut: Cut, rate: Rate) -> tuple[object, ...]:
    state = session.state(cut.node).state
    return (cut.number, cut.title, timecode(cut.start, rate), cut.frames, cut.rung, state)


def check(call: Call, board: Path) -> int:
    with call.opened_to_read(board, tidy=True) as session:
        with call.console.progress("Checking") as bar:
            faults = check_board(session, progress=bar.at, cancelled=call.interrupt.wanted)
        for fault in faults:
            call.console.say(fault)
        if not faults:
            call.console.say(f"{session.title} is whole: {len(session.board.assets)} files read.")
        call.console.result({"ok": not faults, "faults": [str(fault) for fault in faults]})
    return FAILED if faults else DONE


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a render: nodes."""

    done: tuple[str, ...] = ()
    failed: tuple[tuple[str, Trouble | None], ...] = ()
    fresh: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    """Those of `failed` that were not even begun."""

    @property
    def sentence(self) -> str:
        if self.failed:
            return f"{len(self.failed)} of {len(self.failed) + len(self.done)} shots not rendered."
        if self.done:
            return f"Rendered {len(self.done)} shots."
        return "Nothing to render: everything is rendered already."

    def plain(self) -> dict[str, object]:
        return {
            "ok": not self.failed,
            "rendered": list(self.done),
            "fresh": list(self.fresh),
            "failed": [
                {"node": node, **(told(trouble) if trouble else {})}
                for node, trouble in self.failed
            ],
        }


def rendered_now(
    call: Call, session: Session, nodes: Sequence[str] | None = None, quality: str | None = None
) -> Rendered:
    """Render what is missing or stale, and wait for it with progress."""
    if session.queue.why_paused:  # here somebody waits for it
        session.queue.resume()
    submitted = start_renders(session, nodes, quality=quality)
    queued = tuple(dict.fromkeys(submitted.queued))
    for node, trouble in submitted.refused.items():  # at once: the others may take hours
        call.console.note(f"{_title(session, node)}: {trouble}")
    if queued:
        with call.console.progress("Rendering") as bar:
            shares = dict.fromkeys(queued, 0.0)

            def hear(notice: Notice) -> None:
                if isinstance(notice, NodeState) and notice.node in shares:
                    running = notice.state in ("queued", "running")
                    shares[notice.node] = notice.progress if running else 1.0
                    bar.at(sum(shares.values()), len(shares), _title(session, notice.node))

            session.wait_for_renders(hear)
    session.flush()
    states = [session.state(node) for node in queued]
    # a draft leaves a clip stale that asks for more, and has been rendered all the same
    done = tuple(state.node for state in states if state.state in ("done", "stale"))
    bad = [(state.node, state.trouble) for state in states if state.node not in done]
    for node, failed in bad:
        call.console.note(f"{_title(session, node)}: {failed or 'was not rendered'}")
    refused = tuple(submitted.refused.items())
    return Rendered(done, (*refused, *bad), submitted.fresh, frozenset(submitted.refused))


def exported_now(call: Call, session: Session, out: Path) -> Exported:
    with call.console.progress(f"Writing {out.name}") as bar:
        return export_film(session, out, progress=bar.at, cancelled=call.interrupt.wanted)


def plain_film(film: Exported) -> dict[str, object]:
    return {
        "film": str(film.path),
        "frames": film.frames,
        "seconds": round(film.seconds, 3),
        "copied": film.copied,
    }


def _check_format(out: Path) -> None:
    if out.suffix.lower() not in FORMATS:
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "A film cannot be written as {path}."), path=out),
            remedy=say(QT_TRANSLATE_NOOP("words", "Let its name end in .mp4 or .gif.")),
        )


def _clip(session: Session, name: str) -> str:
    """The clip that a person means: by its id, the beginning of it, or the number of its shot."""
    clips = [id for id, node in session.board.nodes.items() if node.kind is NodeKind.clip]
    numbered = [cut.node for cut in plan(session.board).cuts if cut.number == name]
    found = numbered or [id for id in clips if id.startswith(name)]
    if len(found) != 1:
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "There is no one clip that {name} names."), name=name),
            remedy=say(QT_TRANSLATE_NOOP("words", "show --json lists the shots with their nodes.")),
        )
    return found[0]


def _title(session: Session, node: str) -> str:
    found = session.board.all_nodes[node]
    return found.title or found.id
