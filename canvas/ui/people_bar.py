"""The faces of those who are on this board, in the bar on top: a press follows one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from canvas.editor.peers import Peer
from canvas.ui.avatars import initials, paint_avatar
from canvas.ui.theme import CONTROL, SEMIBOLD, Theme, font

if TYPE_CHECKING:
    from canvas.app.company import Me

SIDE, OVERLAP = 28, 7
"""Pixels of a face with the ring around it, and by how much faces overlap."""

MOST = 4
"""Faces before a number stands for the rest."""

translate = QCoreApplication.translate


class Face(QAbstractButton):
    """One person, or how many more there are."""

    menu_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.letters, self.colour = "", ""
        self.ringed = self.asleep = False
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_person(
        self, name: str, colour: str, *, said: str, ringed: bool = False, asleep: bool = False
    ) -> None:
        self.letters, self.colour = initials(name), colour
        self.ringed, self.asleep = ringed, asleep
        self._say(said)

    def show_count(self, count: int, said: str) -> None:
        self.letters, self.colour = f"+{count}", ""
        self.ringed = self.asleep = False
        self._say(said)

    def _say(self, said: str) -> None:
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Menu, Qt.Key.Key_Down):
            self.menu_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.colours
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.panel)
            painter.drawEllipse(box)
            inner = box.adjusted(2.5, 2.5, -2.5, -2.5)
            painter.setOpacity(0.4 if self.asleep else 1.0)
            if self.colour:
                paint_avatar(painter, inner, self.letters, QColor(self.colour))
            else:
                painter.setBrush(c.raised)
                painter.setPen(QPen(c.line2, 1))
                painter.drawEllipse(inner)
                painter.setPen(c.soft)
                painter.setFont(font(10.5, SEMIBOLD, tabular=True))
                painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self.letters)
            painter.setOpacity(1.0)
            ring = c.selection if self.hasFocus() else QColor(self.colour) if self.ringed else None
            if ring is None and self.underMouse():
                ring = c.line2
            if ring is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ring, 1.6))
                painter.drawEllipse(box.adjusted(0.8, 0.8, -0.8, -0.8))


class PeopleBar(QWidget):
    """Main thread. Hidden while nobody else can be here."""

    chosen = Signal(str)
    menu_requested = Signal(str)
    myself_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._people: tuple[Peer, ...] = ()
        self._look: object = None
        self.faces: list[Face] = []
        self.more = self._made()
        self.more.clicked.connect(self._open_rest)
        self.myself = self._made()
        self.myself.clicked.connect(self.myself_requested)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(-OVERLAP)
        for face in (self.more, self.myself):
            self._row.addWidget(face)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for face in (*self.faces, self.more, self.myself):
            face.theme = theme
            face.update()

    def show_people(
        self,
        people: Sequence[Peer],
        me: Me | None,
        followed: str,
        lent: Mapping[str, str] | None = None,
    ) -> None:
        """Everybody who is here; nothing while we are alone. `lent` says of windows, and of ours
        under an empty name, which device they lend."""
        lent = lent or {}
        look = (
            me,
            tuple(lent.items()),
            followed,
            tuple((one.id, one.name, one.colour, one.away, one.doing) for one in people),
            translate("PeopleBar", "{name} (you)"),
        )
        if look == self._look:
            return
        self._look, self._people = look, tuple(people)
        shown = self._people[:MOST] if len(people) > MOST + 1 else self._people[: MOST + 1]
        self._fill(len(shown))
        for face, peer in zip(self.faces, shown, strict=True):
            face.show_person(
                peer.name,
                peer.colour,
                said=self._said(peer, followed, lent.get(peer.id, "")),
                ringed=peer.id == followed,
                asleep=peer.away,
            )
        rest = self._people[len(shown) :]
        self.more.setVisible(bool(rest))
        self.more.show_count(len(rest), ", ".join(peer.name for peer in rest))
        if me is not None:
            name = me.name or translate("PeopleBar", "Guest")
            said = translate("PeopleBar", "{name} (you)").format(name=name)
            if "" in lent:
                said += "\n" + translate("PeopleBar", "You lend your graphics card to this room")
            self.myself.show_person(name, me.colour or "#6EA8FF", said=said)
        self.setVisible(me is not None)
        self.updateGeometry()

    def menu_place(self, id: str) -> QPoint:
        """Under the face of somebody, on the screen."""
        ids = [peer.id for peer in self._people]
        at = ids.index(id) if id in ids else len(self.faces)
        face = self.faces[at] if at < len(self.faces) else self.more
        return face.mapToGlobal(QPoint(0, SIDE + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @staticmethod
    def _said(peer: Peer, followed: str, device: str) -> str:
        """The name, what that person does and lends, and what a press does."""
        lines = [" · ".join(word for word in (peer.name, peer.doing) if word)]
        if device:
            lines.append(translate("PeopleBar", "Lends {device}").format(device=device))
        if peer.away:
            lines.append(translate("PeopleBar", "Looks at something else now"))
        if peer.id == followed:
            lines.append(translate("PeopleBar", "Click to follow no longer"))
        else:
            lines.append(
                translate("PeopleBar", "Click to see what {name} sees").format(name=peer.name)
            )
        return "\n".join(lines)

    def _fill(self, count: int) -> None:
        while len(self.faces) < count:
            face = self._made()
            at = len(self.faces)
            face.clicked.connect(lambda _=False, at=at: self.chosen.emit(self._people[at].id))
            face.menu_requested.connect(lambda at=at: self.menu_requested.emit(self._people[at].id))
            self.faces.append(face)
            self._row.insertWidget(at, face)
        while len(self.faces) > count:
            face = self.faces.pop()
            face.hide()
            face.setParent(None)
            face.deleteLater()

    def _made(self) -> Face:
        return Face(self._theme)

    def _open_rest(self) -> None:
        menu = QMenu(self)
        menu.setFont(font(CONTROL))
        for peer in self._people[len(self.faces) :]:
            menu.addAction(peer.name, partial(self.menu_requested.emit, peer.id))
        menu.exec(self.more.mapToGlobal(QPoint(0, SIDE + 4)))
