"""The queue of renders on the command line: list it, pause it, take out of it, try again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from canvas.api.console import told
from canvas.api.verbs import DONE, FAILED, Call, Rendered, WrongCall, rendered_now
from canvas.app.commands import queue as commands
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.job import UNFINISHED, Job
from generation.ledger import peeked


class Verb(StrEnum):
    list = "list"
    pause = "pause"
    resume = "resume"
    cancel = "cancel"
    retry = "retry"
    clear = "clear"


def queue(call: Call, board: Path, verb: Verb, ids: Sequence[int]) -> int:
    """`ids` are jobs as `list` numbers them; cancel and retry without any mean all."""
    if verb is Verb.list:
        return _list(call, board)
    with call.opened(board) as session:
        return _VERBS[verb](call, session, ids)


def _list(call: Call, board: Path) -> int:
    with call.opened_to_read(board) as session:
        jobs, paused = peeked(session.folder.jobs)
        open_ = [job for job in jobs if job.state in UNFINISHED]
        shown = [*open_, *(job for job in jobs if job.state not in UNFINISHED)]
        call.console.table(
            ("Number", "State", "What", "Model"),
            [(job.id, job.state, _what(session, job), job.model) for job in shown],
        )
        if paused:
            call.console.say("Rendering is paused.")
        call.console.result(
            {"ok": True, "paused": paused, "jobs": [_plain(session, job) for job in shown]}
        )
    return DONE


def _pause(call: Call, session: Session, _ids: Sequence[int]) -> int:
    if not session.queue.why_paused:
        commands.pause(session)
    call.console.say("Rendering is paused: what waits keeps its place.")
    call.console.result({"ok": True, "paused": True})
    return DONE


def _resume(call: Call, session: Session, _ids: Sequence[int]) -> int:
    """Here nobody else draws, so what waits is drawn now."""
    if session.queue.why_paused:
        commands.pause(session)
    waiting = [entry.job.node for entry in session.queue.snapshot().waiting]
    return _draw(call, session, waiting)


def _cancel(call: Call, session: Session, ids: Sequence[int]) -> int:
    waiting = [entry.job for entry in session.queue.snapshot().waiting]
    chosen = _chosen(waiting, ids)
    for job in chosen:
        session.jobs.cancel(job.id)
    call.console.say(f"Took {len(chosen)} renders out of the queue.")
    call.console.result({"ok": True, "cancelled": [job.id for job in chosen]})
    return DONE


def _retry(call: Call, session: Session, ids: Sequence[int]) -> int:
    ended = [entry.job for entry in session.queue.snapshot().ended]
    failed = [job for job in ended if job.kind == "render" and job.state != "done"]
    chosen = _chosen(failed, ids)
    if session.queue.why_paused:
        commands.pause(session)
    nodes = list(dict.fromkeys(node for job in chosen for node in job.nodes))
    there = [node for node in nodes if node in session.board.nodes]
    rendered = rendered_now(call, session, there) if there else Rendered()
    for job in chosen:
        if not rendered.refused & set(job.nodes):  # what cannot be rendered yet stays on the list
            session.jobs.forget(job.id)
    return _told(call, rendered)


def _clear(call: Call, session: Session, _ids: Sequence[int]) -> int:
    count = commands.clear(session)
    call.console.say(f"Took {count} ended renders off the list.")
    call.console.result({"ok": True, "cleared": count})
    return DONE


def _draw(call: Call, session: Session, nodes: Sequence[str]) -> int:
    return _told(call, rendered_now(call, session, nodes) if nodes else Rendered())


def _told(call: Call, rendered: Rendered) -> int:
    call.console.say(rendered.sentence)
    call.console.result(rendered.plain())
    return FAILED if rendered.failed else DONE


def _chosen(jobs: Sequence[Job], ids: Sequence[int]) -> list[Job]:
    by_id = {job.id: job for job in jobs}
    for id in ids:
        if id not in by_id:
            raise WrongCall(
                say(QT_TRANSLATE_NOOP("words", "No such render has the number {id}."), id=id),
                remedy=say(QT_TRANSLATE_NOOP("words", "queue list shows the numbers.")),
            )
    return [by_id[id] for id in ids] if ids else list(jobs)


def _what(session: Session, job: Job) -> str:
    if job.kind == "export":
        return job.key.removeprefix("export:")
    node = session.board.all_nodes.get(job.node)
    return (node.title or node.id) if node is not None else job.node


def _plain(session: Session, job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "nodes": list(job.nodes),
        "title": _what(session, job),
        "model": job.model,
        "quality": job.quality,
        "person": job.person,
        "device": job.device,
        "priority": job.priority,
        "tries": job.tries,
        **({"trouble": told(job.trouble)} if job.trouble else {}),
    }


_VERBS: dict[Verb, Callable[[Call, Session, Sequence[int]], int]] = {
    Verb.pause: _pause,
    Verb.resume: _resume,
    Verb.cancel: _cancel,
    Verb.retry: _retry,
    Verb.clear: _clear,
}
