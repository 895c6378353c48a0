"""The first page: go on with a board, begin one, open one, or look at the sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from canvas.document.words import Trouble
from canvas.ui.controls import Choice, Panel, heading, paint_filling, text_label
from canvas.ui.icons import paint_mark, pixmap
from canvas.ui.language import LANGUAGES, spoken
from canvas.ui.theme import BODY, CONTROL, SEMIBOLD, TITLE, Theme, font
from canvas.ui.welcome import SamplePoster

COLUMN = 1040
"""Pixels: the page grows no wider."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A board as it was last written."""

    path: Path
    title: str
    picture: Path | None = None
    shots: int = 0
    length: str = ""
    trouble: Trouble | None = None
    """Why it cannot be shown."""


class Mark(QWidget):
    def __init__(self, theme: Theme, size: int) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            c = self.theme.colours
            paint_mark(painter, QRectF(self.rect()), c.accent, c.on_accent)


class _Card(QAbstractButton):
    """A painted button that shows where the pointer and the keyboard are."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def _frame(self, painter: QPainter) -> QRectF:
        c = self.theme.colours
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pen = painter.pen()
        pen.setWidthF(2 if self.hasFocus() else 1)
        edge = c.selection if self.hasFocus() else c.line2 if self.underMouse() else c.line
        pen.setColor(edge)
        painter.setPen(pen)
        painter.setBrush(c.raised if self.underMouse() else c.card)
        painter.drawRoundedRect(box, 12, 12)
        return box


class ActionCard(_Card):
    """New, open, sample: an icon, what it is, and what it means."""

    def __init__(self, icon: str, theme: Theme, *, strong: bool = False) -> None:
        super().__init__(theme)
        self._icon, self._strong = icon, strong
        self._hint = ""
        self.setFixedHeight(84)

    def say(self, title: str, hint: str) -> None:
        self.setText(title)
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.colours
        with QPainter(self) as painter:
            box = self._frame(painter)
            badge = QRectF(box.left() + 18, box.center().y() - 21, 42, 42)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent if self._strong else c.accent_soft)
            painter.drawRoundedRect(badge, 11, 11)
            ink = c.on_accent if self._strong else c.accent
            painter.drawPixmap(badge.topLeft() + QPoint(10, 10), pixmap(self._icon, ink.name(), 22))
            text = box.adjusted(76, 0, -14, 0)
            painter.setPen(c.text)
            painter.setFont(font(TITLE, SEMIBOLD))
            painter.drawText(
                text.adjusted(0, 20, 0, -42), Qt.AlignmentFlag.AlignVCenter, self.text()
            )
            painter.setPen(c.soft)
            painter.setFont(font(CONTROL))
            metrics = painter.fontMetrics()
            hint = metrics.elidedText(self._hint, Qt.TextElideMode.ElideRight, int(text.width()))
            painter.drawText(text.adjusted(0, 42, 0, -20), Qt.AlignmentFlag.AlignVCenter, hint)


class RecentCard(_Card):
    """One recent board with its first picture."""

    forget_requested = Signal()

    def __init__(self, path: Path, theme: Theme) -> None:
        super().__init__(theme)
        self.path = path
        self._about = Recent(path, path.stem)
        self._picture = QPixmap()
        self.setMinimumSize(200, 190)
        self.setText(path.stem)
        self.setToolTip(str(path))

    def show_board(self, about: Recent) -> None:
        self._about = about
        if about.picture is not None:
            self._picture = QPixmap(str(about.picture))
        self.setText(about.title)
        if about.trouble is not None:
            self.setToolTip(f"{self.path}\n{spoken(about.trouble).what}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(236, 204)

    def heightForWidth(self, width: int) -> int:
        return round((width - 2) * 9 / 16) + 60

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setFont(font(CONTROL))
        menu.addAction(self.tr("Open"), self.click)
        menu.addAction(self.tr("Take off this list"), self.forget_requested.emit)
        menu.exec(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.colours
        with QPainter(self) as painter:
            box = self._frame(painter)
            picture = QRectF(box.left() + 8, box.top() + 8, box.width() - 16, box.height() - 64)
            self._paint_picture(painter, picture)
            words = QRectF(box.left() + 14, picture.bottom() + 8, box.width() - 28, 44)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(c.text)
            painter.setFont(font(BODY, SEMIBOLD))
            title = painter.fontMetrics().elidedText(
                self._about.title, Qt.TextElideMode.ElideRight, int(words.width())
            )
            painter.drawText(words.adjusted(0, 0, 0, -22), middle, title)
            painter.setPen(c.soft)
            painter.setFont(font(12, tabular=True))
            facts = painter.fontMetrics().elidedText(
                self._facts(), Qt.TextElideMode.ElideMiddle, int(words.width())
            )
            painter.drawText(words.adjusted(0, 21, 0, -3), middle, facts)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        c = self.theme.colours
        shape = QPainterPath()
        shape.addRoundedRect(box, 7, 7)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, c.ink)
        if self._picture.isNull():
            sign = pixmap("film", c.faint.name(), 32)
            painter.drawPixmap(box.center() - QPoint(16, 16), sign)
        else:
            painter.setOpacity(0.4 if self._about.trouble else 1)
            paint_filling(painter, box, self._picture)
        painter.restore()

    def _facts(self) -> str:
        about = self._about
        if about.trouble is not None:
            return self.tr("Cannot be opened now")
        if not about.shots:
            return self.tr("No shots yet")
        shots = (
            self.tr("1 shot") if about.shots == 1 else self.tr("{n} shots").format(n=about.shots)
        )
        return f"{shots} · {about.length}"


class StartPage(Panel):
    new_requested = Signal()
    open_requested = Signal(object)
    """A Path, or None to ask for one."""
    join_requested = Signal()
    sample_requested = Signal()
    forget_requested = Signal(object)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, theme: Theme, language: str, theme_setting: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.theme = theme
        self._cards: list[RecentCard] = []
        self._models = 0
        self._setting = theme_setting
        self.new = ActionCard("plus", theme, strong=True)
        self.open = ActionCard("folder", theme)
        self.join = ActionCard("people", theme)
        self.sample = ActionCard("film", theme)
        self.new.clicked.connect(self.new_requested)
        self.open.clicked.connect(lambda: self.open_requested.emit(None))
        self.join.clicked.connect(self.join_requested)
        self.sample.clicked.connect(self.sample_requested)
        self.poster = SamplePoster(theme)
        self.poster.clicked.connect(self.sample_requested)
        self._build(language)
        self.retranslate()

    def show_recent(
        self, paths: Sequence[Path], look: Callable[[Path, Callable[[Recent], None]], None]
    ) -> None:
        """Show these boards at once by name; `look` brings the rest of each once it is read."""
        for card in self._cards:
            card.setParent(None)
            card.deleteLater()
        self._cards = [RecentCard(path, self.theme) for path in paths]
        for card in self._cards:
            card.clicked.connect(lambda _=False, path=card.path: self.open_requested.emit(path))
            card.forget_requested.connect(lambda path=card.path: self.forget_requested.emit(path))
            look(card.path, _while_there(card))
        self._recent_heading.setVisible(bool(paths))
        self._scroll.setVisible(bool(paths))
        self.poster.setVisible(not paths)
        self.sample.setVisible(bool(paths))
        self._lay_out_cards()

    def show_engine(self, models: int) -> None:
        """`models` video models are installed beside Animatic."""
        self._models = models
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._mark.theme = theme
        self._mark.update()
        self.poster.theme = theme
        self.poster.update()
        for card in (self.new, self.open, self.join, self.sample, *self._cards):
            card.theme = theme
            card.update()
        self._engine_sign.setPixmap(pixmap("sparkle", theme.colours.accent.name(), 16))

    def retranslate(self) -> None:
        self._tagline.setText(self.tr("From a board to a film, on your own machine."))
        self.new.say(self.tr("New board"), self.tr("An empty canvas"))
        self.open.say(self.tr("Open…"), self.tr("From this machine"))
        self.join.say(self.tr("Join…"), self.tr("With a link you have"))
        self.sample.say(self.tr("Open the sample"), self.tr("A film in eight shots"))
        self.poster.say(
            "The Last Mile / 最后一公里",
            self.tr("A film in eight shots, ready to play, to take apart and to render anew"),
        )
        self._recent_heading.setText(self.tr("Recent boards"))
        if self._models:
            words = self.tr("{n} video models installed; Animatic renders the rest.")
            self._engine.setText(words.format(n=self._models))
        else:
            self._engine.setText(self.tr("No video model installed; Animatic renders now."))
        names = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
        }
        self._themes.blockSignals(True)
        self._themes.clear()
        for code, name in names.items():
            self._themes.addItem(name, code)
        self._themes.setCurrentIndex(self._themes.findData(self._setting))
        self._themes.blockSignals(False)
        self._themes.setAccessibleName(self.tr("Theme"))
        self._languages.setAccessibleName(self.tr("Language"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_requested.emit(Path(url.toLocalFile()))
                return

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()  # no button looks chosen before a person has pressed Tab

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_cards()

    def _build(self, language: str) -> None:
        self._mark = Mark(self.theme, 44)
        name = text_label("Shotweave", "", 24, strong=True)
        self._tagline = text_label("", "soft", BODY)
        self._languages, self._themes = Choice(), Choice()
        for code, own_name in LANGUAGES.items():
            self._languages.addItem(own_name, code)
        self._languages.setCurrentIndex(max(0, self._languages.findData(language)))
        self._languages.currentIndexChanged.connect(
            lambda at: self.language_chosen.emit(self._languages.itemData(at))
        )
        self._themes.currentIndexChanged.connect(self._choose_theme)
        for choice in (self._languages, self._themes):
            choice.setFixedWidth(128)
        self._recent_heading = heading()
        self._engine = text_label("", "soft", CONTROL)
        self._engine_sign = QLabel()
        self._engine_sign.setPixmap(pixmap("sparkle", self.theme.colours.accent.name(), 16))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(name)
        words.addWidget(self._tagline)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._mark)
        top.addLayout(words)
        top.addStretch(1)
        top.addWidget(self._languages)
        top.addWidget(self._themes)
        actions = QHBoxLayout()
        actions.setSpacing(14)
        for card in (self.new, self.open, self.join, self.sample):
            actions.addWidget(card, 1)
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._engine_sign)
        foot.addWidget(self._engine)
        foot.addStretch(1)
        self._lay_out(top, actions, foot)

    def _lay_out(self, top: QHBoxLayout, actions: QHBoxLayout, foot: QHBoxLayout) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._grid_holder)
        column = QVBoxLayout()
        column.setContentsMargins(28, 40, 28, 20)
        column.addLayout(top)
        column.addSpacing(30)
        column.addLayout(actions)
        column.addSpacing(16)
        column.addWidget(self._recent_heading)
        column.addSpacing(4)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.poster, 100)
        column.addSpacing(8)
        column.addStretch(1)
        column.addLayout(foot)
        holder = QWidget()
        holder.setMaximumWidth(COLUMN)
        holder.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(holder, 100)
        row.addStretch(1)

    def _lay_out_cards(self) -> None:
        width = min(self.width(), COLUMN) - 56
        columns = max(1, min(4, width // 220))
        cell = (width - (columns - 1) * 14) // columns
        for place, card in enumerate(self._cards):
            card.setFixedSize(cell, card.heightForWidth(cell))
            self._grid.addWidget(card, place // columns, place % columns)
        for past in range(4):
            self._grid.setColumnStretch(past, 0)
        self._grid.setColumnStretch(columns, 1)
        self._grid.setRowStretch(len(self._cards) // columns + 1, 1)

    def _choose_theme(self, at: int) -> None:
        self._setting = self._themes.itemData(at)
        self.theme_chosen.emit(self._setting)


def _while_there(card: RecentCard) -> Callable[[Recent], None]:
    """How a card hears what was read of its board: perhaps after its page has been closed."""

    def show(about: Recent) -> None:
        if isValid(card):
            card.show_board(about)

    return show
