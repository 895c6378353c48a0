"""Every key and gesture on one sheet over the window, by what they are for; typing searches it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from canvas.ui.actions import Actions
from canvas.ui.controls import Button, text_label
from canvas.ui.gesture_words import GESTURES
from canvas.ui.keys import shown
from canvas.ui.language import in_every
from canvas.ui.menu_order import MENUS
from canvas.ui.theme import BODY, CONTROL, LABEL, MEDIUM, SEMIBOLD, TITLE, font

COLUMN, GAP, ROW, HEAD = 344, 34, 27, 40
"""Pixels: a column, the room between two, a row, and the title of a section."""

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can be done, and what does it."""

    what: str
    keys: tuple[str, ...]
    searched: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]


def sections(actions: Actions) -> list[Section]:
    """What the sheet shows: the person's own keys, then what hands do."""
    made = []
    for menu, title in MENUS:
        rows = [_row(actions, name) for name, verb in actions.verbs.items() if verb.menu == menu]
        keyed = tuple(row for row in rows if row.keys)
        if keyed:
            made.append(Section(translate("commands", title), keyed))
    for title, gestures in GESTURES:
        rows = [
            Row(
                translate("gestures", what),
                (translate("gestures", hand),),
                f"{in_every('gestures', what)} {in_every('gestures', hand)}".casefold(),
            )
            for hand, what in gestures
        ]
        made.append(Section(translate("gestures", title), tuple(rows)))
    return made


def meant(all_: Sequence[Section], needle: str) -> list[Section]:
    """The sections with the rows that every typed word is found in."""
    words = needle.casefold().split()
    found = []
    for section in all_:
        rows = tuple(row for row in section.rows if all(word in row.searched for word in words))
        if rows:
            found.append(Section(section.title, rows))
    return found


def _row(actions: Actions, name: str) -> Row:
    keys = tuple(shown(key) for key in actions.keymap.of(name))
    title = actions.title(name).replace("&&", "&")
    words = f"{in_every('commands', actions.verbs[name].title)} {' '.join(keys)}"
    return Row(title, keys, words.casefold())


class CheatSheet(QWidget):
    """Lies over the whole window. Escape, F1, ? in an empty field or a click beside it ends it."""

    def __init__(
        self, actions: Actions, change: Callable[[], None], window: QWidget, home: QWidget
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sections = sections(actions)
        self._change = change
        self._before: QWidget | None = None
        self._home = home
        self.setAccessibleName(self.tr("All keys and gestures"))
        self.panel = QFrame(self)
        self.panel.setObjectName("popup")
        self.field = QLineEdit()
        self.field.setFont(font(BODY))
        self.field.setFixedWidth(300)
        self.field.setPlaceholderText(self.tr("Find a key or what it does"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.sheet = Sheet()
        self.sheet.show_sections(self._sections)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.sheet)
        self._lay_out()
        window.installEventFilter(self)

    def open_over(self) -> None:
        self._before = self.window().focusWidget()
        self._cover()
        self.show()
        self.raise_()
        self.field.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The keyboard goes back to where it was, or to the field: somebody else may have deleted
        in the meantime what was written in."""
        before = self._before
        there = before is not None and isValid(before) and before.isVisible()
        (before if before is not None and there else self._home).setFocus()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._cover()
        if isinstance(event, QKeyEvent) and watched is self.field:
            ends = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1)
            asked = event.text() in ("?", "？") and not self.field.text()
            if ends or asked:
                if event.type() == QEvent.Type.KeyPress:
                    self.close()
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._scrolled(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(0, 0, 0, 140))

    def _scrolled(self, event: QKeyEvent) -> bool:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: ROW,
            Qt.Key.Key_Up: -ROW,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if event.key() not in steps:
            return False
        bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        return True

    def _search(self, needle: str) -> None:
        self.sheet.show_sections(meant(self._sections, needle))

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(self.width() - 48, 3 * COLUMN + 2 * GAP + 80)
        height = min(self.height() - 48, 860)
        self.panel.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    def _ask_change(self) -> None:
        self.close()
        self._change()

    def _lay_out(self) -> None:
        change = Button(self.tr("Change shortcuts…"))
        change.clicked.connect(self._ask_change)
        close = Button(self.tr("Close"), primary=True)
        close.clicked.connect(self.close)
        top = QHBoxLayout()
        top.addWidget(text_label(self.tr("All keys and gestures"), "", TITLE + 3, strong=True))
        top.addStretch(1)
        top.addWidget(self.field)
        top.addWidget(change)
        top.addWidget(close)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(28, 20, 20, 18)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._scroll)


class Sheet(QWidget):
    """Paints sections in as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: Sequence[Section] = ()
        self._columns: list[list[Section]] = []

    def show_sections(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        said = "; ".join(
            f"{row.what}: {', '.join(row.keys)}" for part in sections for row in part.rows
        )
        self.setAccessibleName(said)
        self._flow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._flow()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(COLUMN, max((_height(one) for one in self._columns), default=HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._sections:
                painter.setFont(font(BODY))
                painter.setPen(self.palette().placeholderText().color())
                painter.drawText(
                    QRectF(0, 0, self.width(), HEAD), _MIDDLE, self.tr("Nothing found")
                )
            wide = self._wide()
            for at, column in enumerate(self._columns):
                top = 0.0
                for section in column:
                    top = self._paint(painter, section, at * (wide + GAP), top, wide)

    def _paint(
        self, painter: QPainter, section: Section, left: float, top: float, wide: float
    ) -> float:
        palette = self.palette()
        painter.setFont(font(LABEL + 1, SEMIBOLD))
        painter.setPen(palette.highlight().color())
        painter.drawText(QRectF(left, top, wide, HEAD - 6), _MIDDLE, section.title)
        top += HEAD - 6
        for row in section.rows:
            taken = self._paint_keys(painter, row.keys, left + wide, top)
            painter.setFont(font(CONTROL))
            painter.setPen(palette.windowText().color())
            metrics = painter.fontMetrics()
            room = int(wide - taken - 10)
            what = metrics.elidedText(row.what, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top, room, ROW), _MIDDLE, what)
            top += ROW
        return top + 6

    def _paint_keys(
        self, painter: QPainter, keys: Sequence[str], right: float, top: float
    ) -> float:
        """Caps from the right; returns how wide they are."""
        palette, left = self.palette(), right
        painter.setFont(font(LABEL, MEDIUM, tabular=True))
        for key in reversed(keys[:3]):
            width = painter.fontMetrics().horizontalAdvance(key) + 14
            box = QRectF(left - width, top + 3.5, width, ROW - 7)
            painter.setPen(palette.mid().color())
            painter.setBrush(palette.button())
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(palette.windowText().color())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            left -= width + 5
        return right - left

    def _wide(self) -> float:
        count = max(1, len(self._columns))
        return (self.width() - (count - 1) * GAP - 10) / count

    def _flow(self) -> None:
        """Fill columns of about the same height, in order."""
        count = max(1, (self.width() + GAP) // (COLUMN + GAP - 20))
        whole = sum(_height([section]) for section in self._sections)
        self._columns = [[]]
        for section in self._sections:
            full = _height(self._columns[-1]) + _height([section]) / 2 > whole / count
            if full and self._columns[-1] and len(self._columns) < count:
                self._columns.append([])
            self._columns[-1].append(section)
        self.setMinimumHeight(self.sizeHint().height())
        self.update()


def _height(sections: Sequence[Section]) -> int:
    return sum(HEAD + ROW * len(section.rows) for section in sections)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
