"""Moments, days and people of a board's history, as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from canvas.app.acquaintances import Acquaintances
from canvas.ui.labels import told

translate = QCoreApplication.translate


def clock(when: datetime) -> str:
    """14:03, as the language writes it."""
    local = when.astimezone()
    return QLocale().toString(_qt(local).time(), QLocale.FormatType.ShortFormat)


def day(when: datetime, today: date) -> str:
    """Today, yesterday, a day of this week, or the date."""
    local = when.astimezone().date()
    if local == today:
        return translate("History", "Today")
    if local == today - timedelta(days=1):
        return translate("History", "Yesterday")
    written = QLocale().toString(QDate(local.year, local.month, local.day), _DAY[_chinese()])
    if local.year != today.year:
        return translate("History", "{day}, {year}").format(day=written, year=local.year)
    return written


def moment(when: datetime) -> str:
    """22 Nov 14:03, without the year while it is this one."""
    local = when.astimezone()
    written = QLocale().toString(
        QDate(local.year, local.month, local.day), "M月d日" if _chinese() else "d MMM"
    )
    if local.year != datetime.now().astimezone().year:
        written = translate("History", "{day}, {year}").format(day=written, year=local.year)
    return f"{written} {clock(when)}"


def done(label: str, count: int = 1) -> str:
    """What somebody did, from its label in English; `count` of the like in one step."""
    for verb, template in (
        ("Undo", translate("History", "Undo: {what}")),
        ("Redo", translate("History", "Redo: {what}")),
    ):
        if label == verb:
            return translate("History", "Undo") if verb == "Undo" else translate("History", "Redo")
        if label.startswith(f"{verb} "):
            return template.format(what=told(label.removeprefix(f"{verb} ")))
    words = told(label) if label else translate("History", "Change")
    return f"{words} ×{count}" if count > 1 else words


def called(people: Acquaintances, person: str) -> str:
    """A person's name, or that nobody knows it."""
    known = people.of(person)
    if known.name:
        return known.name
    if people.is_me(person):
        return translate("History", "You")
    return translate("History", "Somebody")


def _qt(when: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(when.timestamp()))


def _chinese() -> bool:
    return QLocale().language() == QLocale.Language.Chinese


_DAY = {False: "dddd d MMMM", True: "M月d日 dddd"}
