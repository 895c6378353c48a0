"""The history of a board on the command line: list it, and bring back what it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from canvas.api.console import told
from canvas.api.verbs import DONE, Call, WrongCall
from canvas.app.acquaintances import Acquaintances
from canvas.app.commands import history as commands
from canvas.app.history import Moment, Step, moments, steps
from canvas.app.moments import NotHere, found_version, meant
from canvas.app.session import Session
from canvas.document.versions import Version
from canvas.document.words import QT_TRANSLATE_NOOP, say


def history(call: Call, board: Path, *, limit: int) -> int:
    """The latest steps last, as in a log; 0 for all of them."""
    with call.opened_to_read(board) as session:
        people = Acquaintances(session)
        found = moments(session.journal)
        versions = commands.version_list(session)
        named = [datetime.fromisoformat(version.when) for version in versions]
        listed = steps(found, named)
        shown = listed[-limit:] if limit else listed
        call.console.table(
            ("Number", "When", "Who", "What"),
            [_row(step, people) for step in shown],
        )
        flags = [_flag(session, found, version) for version in versions]
        for flag in flags:
            at = flag["number"] or "not in this copy"
            call.console.say(f"“{flag['name']}” ({flag['by'] or flag['person']}): {at}")
        call.console.result(
            {
                "ok": True,
                "entries": len(found),
                "steps": [_plain(step, people) for step in shown],
                "versions": flags,
            }
        )
        people.close()
    return DONE


def restore(call: Call, board: Path, at: str, nodes: list[str], to: Path | None) -> int:
    """The board, some nodes of it, or a copy of it in a folder of its own."""
    if nodes and to is not None:
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "A copy is of the whole board.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Leave out --node, or --to.")),
        )
    if to is not None:
        return _copy(call, board, at, to)
    with call.opened(board) as session:
        number = _number(session, at)
        if nodes:
            restored = commands.restore_nodes(session, _nodes(session, nodes, number), number)
        else:
            restored = commands.restore_board(session, number)
        session.flush()
    for left in restored.left:
        call.console.note(left)
    if restored.edits:
        call.console.say(f"Restored what was after #{number}, in {restored.edits} edits.")
    else:
        call.console.say("Nothing to restore: it is so already.")
    call.console.result(
        {
            "ok": True,
            "number": number,
            "edits": restored.edits,
            "left": [str(left) for left in restored.left],
        }
    )
    return DONE


def _copy(call: Call, board: Path, at: str, to: Path) -> int:
    with call.opened_to_read(board) as session:
        number = _number(session, at)
        made = commands.copy_board(session, number, to)
    call.console.say(f"Made {made}")
    call.console.result({"ok": True, "number": number, "board": str(made)})
    return DONE


def _number(session: Session, at: str) -> int:
    found = moments(session.journal)
    return meant(session.journal, found, commands.version_list(session), at)


def _nodes(session: Session, names: list[str], number: int) -> list[str]:
    """Ids, or their beginnings, of nodes that were on the board."""
    known = commands.nodes_at(session, number)
    return [_one(known, name) for name in names]


def _one(known: tuple[str, ...], name: str) -> str:
    found = [id for id in known if id.startswith(name)]
    if name in found:
        return name
    if len(found) != 1:
        raise WrongCall(
            say(
                QT_TRANSLATE_NOOP("words", "No one node of that moment is named {name}."),
                name=name,
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Name it by its id, or the beginning of it.")),
        )
    return found[0]


def _flag(session: Session, found: tuple[Moment, ...], version: Version) -> dict[str, object]:
    trouble: dict[str, object] = {}
    number: int | None = None
    try:
        number = found_version(session.journal, found, version)
    except NotHere as away:
        trouble = {"trouble": told(away)}
    return {
        "id": version.id,
        "name": version.name,
        "when": version.when,
        "person": version.person,
        "by": version.by,
        "number": number,
        **trouble,
    }


def _row(step: Step, people: Acquaintances) -> tuple[object, ...]:
    when = step.when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    what = f"{step.label or 'Change'} ×{step.count}" if step.count > 1 else step.label or "Change"
    return (step.number, when, _name(step.person, people), what)


def _plain(step: Step, people: Acquaintances) -> dict[str, object]:
    return {
        "number": step.number,
        "first": step.first.number,
        "when": step.when.isoformat(),
        "since": step.first.when.isoformat(),
        "person": step.person,
        "name": people.of(step.person).name,
        "label": step.label,
        "count": step.count,
    }


def _name(person: str, people: Acquaintances) -> str:
    return people.of(person).name or person[:8]
