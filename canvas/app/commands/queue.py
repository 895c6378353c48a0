"""The queue of renders: pause it, put it in order, take out of it."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.registry import command
from canvas.app.commands.render import Submitted, render
from canvas.app.notices import Told
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.job import ENDED, UNFINISHED


@command(
    "queue.pause",
    title=QT_TRANSLATE_NOOP("commands", "Pause rendering"),
    keys=("Ctrl+Alt+P",),
    menu="render",
    checked=lambda session: bool(session.queue.why_paused),
)
def pause(session: Session) -> str:
    """Begin no more renders, what runs is finished; again, to go on, also after a crash. The pause
    lasts until somebody ends it. Returns paused or resumed."""
    session.must_be_writable()
    if session.queue.why_paused:
        session.queue.resume()
        return "resumed"
    session.queue.pause()
    return "paused"


@command("queue.front", title=QT_TRANSLATE_NOOP("commands", "Render next"))
def front(session: Session, jobs: Sequence[int]) -> None:
    """Put waiting jobs, and what they need, before all others."""
    session.must_be_writable()
    session.queue.front(jobs)


@command("queue.move", title=QT_TRANSLATE_NOOP("commands", "Move in the queue"))
def move(session: Session, jobs: Sequence[int], before: int | None = None) -> None:
    """Put waiting jobs before another one, or behind all; what they need goes along."""
    session.must_be_writable()
    session.queue.move(jobs, before)


@command("queue.cancel", title=QT_TRANSLATE_NOOP("commands", "Take out of the queue"))
def cancel(session: Session, jobs: Sequence[int]) -> None:
    """Stop jobs within a step, or take them out before they begin."""
    session.must_be_writable()
    known = session.jobs
    found = (known.find(id) for id in jobs)
    session.queue.cancel(job.id for job in found if job is not None and job.state in UNFINISHED)


@command("queue.retry", title=QT_TRANSLATE_NOOP("commands", "Render again"))
def retry(session: Session, jobs: Sequence[int]) -> Submitted:
    """Render what failed or was cancelled once more, as its clips are now. What cannot be rendered
    yet stays on the list."""
    session.must_be_writable()
    found = [job for id in jobs if (job := session.jobs.find(id)) and job.kind == "render"]
    again = [job for job in found if job.state in ENDED or job.state == "lost"]
    nodes = [node for job in again for node in job.nodes if node in session.board.nodes]
    done = render(session, list(dict.fromkeys(nodes))) if nodes else Submitted()
    session.queue.forget(job.id for job in again if not done.refused.keys() & set(job.nodes))
    return done


@command("queue.clear", title=QT_TRANSLATE_NOOP("commands", "Clear ended renders"), menu="render")
def clear(session: Session) -> int:
    """Take what is done, failed or cancelled off the list; takes and files stay. Returns how many
    those were."""
    session.must_be_writable()
    count = session.queue.clear()
    if count:
        session.tell(Told(say(_CLEARED, n=count)))
    return count


_CLEARED = QT_TRANSLATE_NOOP("words", "Ended renders taken off the list: {n}. Their takes stay.")
