"""When something was said, as people say it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

MINUTE, HOUR, DAY = 60, 3600, 86400


def ago(when: int, now: float | None = None) -> str:
    """A moment in milliseconds since 1970: just now, 5 min, 3 h, or the day. A clock that runs
    ahead says just now."""
    past = (time.time() if now is None else now) - when / 1000
    if past < MINUTE:
        return QCoreApplication.translate("Ago", "just now")
    if past < HOUR:
        return QCoreApplication.translate("Ago", "{n} min ago").format(n=int(past // MINUTE))
    if past < DAY:
        return QCoreApplication.translate("Ago", "{n} h ago").format(n=int(past // HOUR))
    if past < 7 * DAY:
        return QCoreApplication.translate("Ago", "{n} d ago").format(n=int(past // DAY))
    day = QDateTime.fromMSecsSinceEpoch(when).date()
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def moment(when: int) -> str:
    """All of it, for a tip."""
    there = QDateTime.fromMSecsSinceEpoch(when)
    return QLocale().toString(there, QLocale.FormatType.ShortFormat)
