"""What stands behind the sign in the top bar: where the work is saved, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from canvas.ui.actions import Actions
from canvas.ui.connection_state import room_lines
from canvas.ui.controls import Button, text_label, wrapped
from canvas.ui.language import spoken
from canvas.ui.theme import CONTROL
from collab.roles import Role

if TYPE_CHECKING:
    from canvas.ui.bench import Bench

WIDTH = 340


class ConnectionPanel(QFrame):
    """A press elsewhere closes it. Main thread."""

    def __init__(self, bench: Bench, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self._bench, self._actions = bench, actions
        self.setFixedWidth(WIDTH)
        self.here = text_label("", "", CONTROL + 0.5, strong=True)
        self.place = wrapped("", "faint", 11.5)
        self.there = wrapped("", "soft", CONTROL)
        self.again = self._button(self.tr("Try now"), bench.session.together.hurry)
        self.share = self._button(self.tr("Share…"), lambda: actions.run("share.open"))
        self.leave = self._button(self.tr("Leave"), lambda: actions.run("share.leave"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.again, self.share, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 15, 18, 16)
        column.setSpacing(5)
        column.addWidget(self.here)
        column.addWidget(self.place)
        column.addSpacing(6)
        column.addWidget(self.there)
        column.addSpacing(10)
        column.addLayout(buttons)
        self.refresh()

    def open_at(self, place: QPoint) -> None:
        self._fit()
        self.move(place)
        self.show()
        self.share.setFocus()

    def refresh(self) -> None:
        """Say how things are now."""
        session = self._bench.session
        together = session.together
        words = {
            "saved": self.tr("Saved on this computer"),
            "saving": self.tr("Being saved on this computer…"),
            "failed": self.tr("Not saved on this computer"),
        }
        said = words[session.saved]
        if session.readonly:
            said = self.tr("Open to look at only")
        self.here.setText(said)
        self.place.setText(str(session.path))
        lines = []
        if session.saving_trouble is not None and session.saved == "failed":
            told = spoken(session.saving_trouble)
            lines = [line for line in (told.what, told.remedy) if line]
        self.there.setText(
            "\n\n".join([*lines, *room_lines(together.standing, together.role.name)])
        )
        self.again.setVisible(together.state in ("offline", "joining"))
        self.leave.setVisible(together.state != "alone")
        alone, mine = together.state == "alone", together.role is Role.owner
        self.share.setText(self.tr("Share…") if alone or mine else self.tr("Who is here…"))
        hosting = together.standing.hosting
        self.leave.setText(self.tr("Stop sharing") if hosting else self.tr("Leave"))
        self._fit()

    def _fit(self) -> None:
        """As high as the lines of its words."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.heightForWidth(WIDTH))

    def _button(self, text: str, run: Callable[[], object]) -> Button:
        made = Button(text)

        def press() -> None:
            self.close()
            run()

        made.clicked.connect(press)
        return made
