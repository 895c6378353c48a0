"""Whose graphics cards the room may use: ours, or not, and those of the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from canvas.app.commands.lending import lend
from canvas.app.leased import Lent
from canvas.app.notices import LendingChanged, Notice, TogetherChanged
from canvas.ui.avatars import Avatar
from canvas.ui.controls import emptied, heading, text_label, wrapped
from canvas.ui.theme import CONTROL, font

if TYPE_CHECKING:
    from canvas.ui.bench import Bench

translate = QCoreApplication.translate


class LendingRows(QWidget):
    """A part of the dialog in which a board is shared. Main thread."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._look: object = None
        self.ours = QCheckBox(translate("Lending", "Lend my graphics card to this room"))
        self.ours.setFont(font(CONTROL))
        self.ours.clicked.connect(self._pressed)
        self.means = wrapped("", "soft")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(heading(translate("Lending", "Graphics cards")))
        column.addWidget(self.ours)
        column.addWidget(self.means)
        column.addSpacing(4)
        column.addLayout(self._rows)
        self.refresh()

    def hear(self, notice: Notice) -> None:
        if isinstance(notice, LendingChanged | TogetherChanged):
            self.refresh()

    def refresh(self) -> None:
        lending, together = self._bench.session.lending, self._bench.session.together
        self.setVisible(together.state != "alone")
        self.ours.setChecked(lending.lends)
        self.ours.setEnabled(lending.lends or (lending.possible and together.may_edit))
        self.means.setText(_means() if together.may_edit else _why_not())
        self.ours.setToolTip(self.means.text())
        look = (lending.lenders, len(lending.drawing), together.state)
        if look != self._look:
            self._look = look
            self._show_lenders()
        self.make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_room()

    def _show_lenders(self) -> None:
        lending, together = self._bench.session.lending, self._bench.session.together
        emptied(self._rows)
        if lending.drawing:
            said = translate("Lending", "Yours draws for {names} now.")
            names = ", ".join(dict.fromkeys(one.name for one in lending.drawing))
            self._rows.addWidget(text_label(said.format(names=names), "", CONTROL))
        for one in lending.lenders:
            self._rows.addWidget(self._row(one))
        if not lending.lenders and together.state == "live":
            nobody = translate("Lending", "Nobody else lends one now.")
            self._rows.addWidget(text_label(nobody, "soft", CONTROL))

    def make_room(self) -> None:
        """A dialog that is open grows with what it shows: labels that wrap ask for no height."""
        window, layout = self.window(), self.window().layout()
        if window is self or layout is None or not window.isVisible():
            return
        layout.activate()
        needed = layout.totalHeightForWidth(window.width())
        if needed > window.height():
            window.resize(window.width(), needed)

    def _row(self, lender: Lent) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 2, 4, 2)
        row.setSpacing(9)
        person = self._bench.session.together.people.get(lender.window)
        row.addWidget(Avatar(lender.name, (person and person.colour) or "#6EA8FF", 22))
        row.addWidget(text_label(lender.label, "", CONTROL), 1)
        row.addWidget(text_label(_doing(lender), "soft", CONTROL))
        return made

    def _pressed(self) -> None:
        self._bench.hand.attempt(partial(lend, self._bench.session))
        self.refresh()  # a refusal leaves the tick where it was


def _doing(lender: Lent) -> str:
    if not lender.busy:
        return translate("Lending", "Idle")
    if lender.busy < lender.slots:
        text = translate("Lending", "Draws {busy} of {slots} at once")
        return text.format(busy=lender.busy, slots=lender.slots)
    return translate("Lending", "Busy")


def _means() -> str:
    return translate(
        "Lending",
        "Shots of the others are drawn on this computer while it has nothing of yours to "
        "draw. The pictures that they begin with come here. It ends when you switch it off "
        "or leave.",
    )


def _why_not() -> str:
    return translate("Lending", "Whoever may edit this board can lend a graphics card to its room.")
