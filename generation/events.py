"""What the app is told of its jobs, and the words for a process that was lost."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import (
    Exported,
    Preview,
    Progress,
    RenderTrouble,
    WorkerLost,
)
from generation.jobs import Job, Result
from generation.process import Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """Something happened to a job; told on one of the supervisor's threads."""

    job: Job
    """As it stands now; its `nodes` are everyone who waits for it."""
    progress: Progress | None = None
    preview: Preview | None = None
    exported: Exported | None = None
    """Of an export that is done."""

    @property
    def state(self) -> str:
        return self.job.state

    @property
    def key(self) -> str:
        return self.job.key

    @property
    def node(self) -> str:
        return self.job.node

    @property
    def result(self) -> Result | None:
        return self.job.result

    @property
    def trouble(self) -> RenderTrouble | None:
        return self.job.trouble


def worker_lost(lost: Lost) -> WorkerLost:
    """The trouble of an order that ended its process twice."""
    stopped = QT_TRANSLATE_NOOP("words", "The render process stopped twice at the same work.")
    silent = QT_TRANSLATE_NOOP("words", "The render process stopped answering, twice.")
    return WorkerLost(
        say(silent if lost.silent else stopped),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was made; the board is as it was.")),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Try again. If it stops again, try fewer frames or a smaller size."
            )
        ),
        log=lost.log,
    )


def cannot_start(error: OSError) -> WorkerLost:
    return WorkerLost(
        say(QT_TRANSLATE_NOOP("words", "The render process could not be started.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was made; the board is as it was.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Close other programs, then try again.")),
        log=str(error),
    )
