"""What the queue says of its renders."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from canvas.app.queue import Entry, Snapshot
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.language import tell
from generation.job import Job

translate = QCoreApplication.translate

_PHASES = {
    "": QT_TRANSLATE_NOOP("Queue", "Starting"),
    "queued": QT_TRANSLATE_NOOP("Queue", "Starting"),
    "loading": QT_TRANSLATE_NOOP("Queue", "Loading"),
    "encoding": QT_TRANSLATE_NOOP("Queue", "Reading the inputs"),
    "rendering": QT_TRANSLATE_NOOP("Queue", "Drawing"),
    "decoding": QT_TRANSLATE_NOOP("Queue", "Decoding"),
    "writing": QT_TRANSLATE_NOOP("Queue", "Writing"),
    "fetching": QT_TRANSLATE_NOOP("Queue", "Fetching what it begins with"),
}
_STEPS = {
    "join": QT_TRANSLATE_NOOP("Queue", "Joining its parts"),
    "between": QT_TRANSLATE_NOOP("Queue", "Frames in between"),
}
"""What models that nobody chooses do for a shot."""
_WHY = {
    "person": QT_TRANSLATE_NOOP("Queue", "Rendering is paused. What waits keeps its place."),
    "crash": QT_TRANSLATE_NOOP(
        "Queue", "The program was cut off while it rendered. Nothing is lost: what waits goes on."
    ),
    "disk": QT_TRANSLATE_NOOP(
        "Queue", "The list of renders could not be written: make room on the disk, then go on."
    ),
}


def lasting(seconds: float) -> str:
    """A time that is left, no finer than anybody can foretell it."""
    if seconds < 60:
        return translate("Queue", "{n} s").format(n=max(math.ceil(seconds), 1))
    if seconds < 3600:
        return translate("Queue", "{n} min").format(n=math.ceil(seconds / 60))
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    if not minutes:
        return translate("Queue", "{n} h").format(n=hours)
    return translate("Queue", "{n} h {m} min").format(n=hours, m=minutes)


def left(seconds: float | None) -> str:
    """What stands at the right of a row; nothing where nobody can say."""
    return "" if seconds is None else lasting(seconds)


def whole(shown: Snapshot) -> str:
    """How long all of it takes, for a button."""
    if shown.seconds_left is None:
        return ""
    text = translate("Queue", "over {time}") if shown.more else "{time}"
    return text.format(time=lasting(shown.seconds_left))


def heading(shown: Snapshot) -> str:
    """One line for all of it."""
    parts = [
        (len(shown.running), translate("Queue", "{n} drawing")),
        (len(shown.waiting), translate("Queue", "{n} waiting")),
    ]
    said = [text.format(n=count) for count, text in parts if count]
    if shown.seconds_left is not None and said and not shown.why_paused:
        sure, more = translate("Queue", "about {time} left"), translate("Queue", "over {time} left")
        said.append((more if shown.more else sure).format(time=lasting(shown.seconds_left)))
    return " · ".join(said)


def why_paused(reason: str) -> str:
    return translate("Queue", _WHY[reason]) if reason in _WHY else ""


def title(board: Board, job: Job, number: str = "") -> str:
    """The shot that it is for, by number and name; of an export its file."""
    if job.kind == "export":
        name = job.key.replace("\\", "/").rpartition("/")[2]
        return translate("Queue", "Film · {name}").format(name=name)
    node = board.nodes.get(job.node)
    if node is None:
        return translate("Queue", "A shot that was deleted")
    name = node.title or translate("Queue", "Untitled")
    text = f"{number} · {name}" if number else name
    more = len(job.nodes) - 1
    return f"{text} +{more}" if more else text


def below(entry: Entry, device: str, after: str = "") -> str:
    """The second line of a row; `after` is the title of the shot that it waits for."""
    job, live = entry.job, entry.live
    if job.state == "running":
        phase = live.phase if live else ""
        said = translate("Queue", _PHASES.get(phase, _PHASES[""]))
        if job.model in _STEPS and phase == "rendering":
            said = translate("Queue", _STEPS[job.model])
        if live and phase == "rendering":
            said += f" {round(live.share * 100)} %"
        return " · ".join(part for part in (said, device) if part)
    if job.state == "lost":
        return translate("Queue", "Cut off; waits for a word")
    if job.state == "queued":
        return " · ".join(part for part in (waits_for(entry, after), asked_for(job)) if part)
    if job.state == "failed":
        return tell(entry.trouble.what) if entry.trouble else translate("Queue", "Failed")
    if job.state == "cancelled":
        return translate("Queue", "Cancelled")
    took = job.result.seconds if job.result else 0.0
    if took <= 0:
        return translate("Queue", "Done")
    said = translate("Queue", "Done in {time}").format(time=lasting(took))
    return f"{said} · {translate('Queue', _STEPS[job.model])}" if job.model in _STEPS else said


def waits_for(entry: Entry, after: str) -> str:
    """What must be there first, beside its turn."""
    if entry.for_lender:
        return translate("Queue", "Waits for a lender")
    if entry.after is None:
        return ""
    if set(entry.after.nodes) & set(entry.job.nodes):
        step = entry.job.model in _STEPS  # that says enough
        return "" if step else translate("Queue", "After the part before it")
    return translate("Queue", "Waits for {shot}").format(shot=after)


def asked_for(job: Job) -> str:
    """By which model, and whether a draft."""
    from generation.catalogue import installed  # late: read when the queue is looked at

    if job.model in _STEPS:
        return translate("Queue", _STEPS[job.model])
    manifest = installed().find(job.model)
    name = manifest.name if manifest is not None else job.model
    return f"{name} · {translate('Queue', 'draft')}" if job.quality == "draft" else name


def spoken(entry: Entry, title: str, device: str, after: str = "") -> str:
    """All of a row, for those who do not see it."""
    words = [title, below(entry, device, after), left(entry.seconds_left)]
    if entry.state == "failed" and entry.trouble:
        words.append(tell(entry.trouble.remedy))
    return ", ".join(word for word in words if word)


def in_full(entry: Entry) -> str:
    """Why it failed, what that means, and what to do: for a tip and the clipboard."""
    trouble = entry.trouble
    if trouble is None:
        return ""
    parts = (tell(trouble.what), tell(trouble.meaning), tell(trouble.remedy))
    return "\n".join(part for part in parts if part)


def is_mine(job: Job, settings: Settings) -> bool:
    return job.person in ("", settings.person)
