"""The bar below the playing film: play, time, the shots on a line to be dragged along, loop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from canvas.document.sequence import Cut, Sequence
from canvas.document.timing import timecode
from canvas.ui import icons
from canvas.ui.controls import Panel, text_label, tool_button
from canvas.ui.film_marks import FilmMark, paint_sign
from canvas.ui.theme import CONTROL, SEMIBOLD, Theme, font

HEIGHT = 48


class PlayerBar(Panel):
    """Shows where the film stands; asks, and does nothing by itself. Qt thread."""

    toggled = Signal()
    seeked = Signal(int)
    loop_toggled = Signal(bool)
    full_screen_toggled = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._film: Sequence | None = None
        self._playing = False
        self.setFixedHeight(HEIGHT)
        self.setAutoFillBackground(False)
        self.play, self.loop = tool_button(icons.icon("play", theme)), _plain(checkable=True)
        self.full, self.close_ = _plain(), tool_button(icons.icon("close", theme))
        self.time, self.shot = text_label(size=CONTROL), text_label("", "soft", CONTROL)
        self.time.setFont(font(CONTROL, SEMIBOLD, tabular=True))
        self.shot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.line = FilmLine(theme)
        self._lay_out()
        self.line.seeked.connect(self.seeked)
        self.play.clicked.connect(self.toggled)
        self.loop.toggled.connect(self.loop_toggled)
        self.full.clicked.connect(self.full_screen_toggled)
        self.close_.clicked.connect(self.closed)
        self.retranslate()
        self.set_theme(theme)

    def show_film(self, film: Sequence) -> None:
        self._film = film
        self.line.show_film(film)

    def show_frame(self, frame: int) -> None:
        if self._film is None:
            return
        whole = timecode(self._film.frames, self._film.rate)
        self.time.setText(f"{timecode(frame, self._film.rate)} / {whole}")
        self.shot.setText(_shot_at(self._film, frame))
        self.line.show_frame(frame)

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self.play.setIcon(icons.icon("pause" if playing else "play", self._theme))
        self.play.setToolTip(self.tr("Hold (Space)") if playing else self.tr("Play (Space)"))
        self.play.setAccessibleName(self.play.toolTip())

    def show_loop(self, loop: bool) -> None:
        self.loop.setChecked(loop)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self.line.theme = theme
        self.close_.setIcon(icons.icon("close", theme))
        self.loop.setIcon(icons.icon("loop", theme))
        self.full.setIcon(icons.icon("fullscreen", theme))
        self.show_playing(self._playing)
        self.update()

    def retranslate(self) -> None:
        for button, words in (
            (self.loop, self.tr("Play over and over (R)")),
            (self.full, self.tr("Full screen (F)")),
            (self.close_, self.tr("Back to the canvas (Escape)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.line.setAccessibleName(self.tr("Place in the film"))
        self.show_playing(self._playing)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.colours.panel)
            painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.colours.line)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.play)
        row.addWidget(self.time)
        row.addWidget(self.line, 5)
        row.addWidget(self.shot, 2)
        for button in (self.loop, self.full, self.close_):
            row.addWidget(button)
        for button in (self.play, self.loop, self.full, self.close_):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Space belongs to the film


class FilmLine(QWidget):
    """The film as a line, a notch where each shot begins."""

    seeked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._film: Sequence | None = None
        self._frame = 0
        self._marks: tuple[FilmMark, ...] = ()
        self.setFixedHeight(28)
        self.setMinimumWidth(80)

    def show_film(self, film: Sequence) -> None:
        self._film = film
        self.update()

    def show_frame(self, frame: int) -> None:
        self._frame = frame
        self.update()

    def show_marks(self, marks: Iterable[FilmMark]) -> None:
        """Show where comments stand."""
        self._marks = tuple(marks)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _go(self, place: QPointF) -> None:
        if self._film is not None and self._film.frames:
            share = min(max(place.x() / self.width(), 0.0), 1.0)
            self.seeked.emit(min(int(share * self._film.frames), self._film.frames - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._film is None or not self._film.frames:
            return
        colours, middle, width = self.theme.colours, self.height() / 2, self.width()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.line2)
            painter.drawRoundedRect(QRectF(0, middle - 2, width, 4), 2, 2)
            x = width * self._frame / max(1, self._film.frames - 1)
            painter.setBrush(colours.accent)
            painter.drawRoundedRect(QRectF(0, middle - 2, x, 4), 2, 2)
            for cut in self._film.cuts[1:]:
                notch = width * cut.start / self._film.frames
                painter.fillRect(QRectF(notch - 1, middle - 2, 2, 4), colours.panel)
            for mark in self._marks:
                across = width * mark.frame / max(1, self._film.frames - 1)
                at = QPointF(min(max(across, 6), width - 6), middle - 9)
                paint_sign(painter, at, mark, self.theme)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.accent)
            painter.drawEllipse(QPointF(min(max(x, 6), width - 6), middle), 6, 6)


def _plain(*, checkable: bool = False) -> QToolButton:
    return tool_button(QIcon(), checkable=checkable)


def _shot_at(film: Sequence, frame: int) -> str:
    """What the shot at a frame is called: 2A · Countdown."""
    index = bisect_right(film.cuts, frame, key=_start) - 1
    if index < 0:
        return ""
    cut = film.cuts[index]
    return " · ".join(part for part in (cut.number, cut.title) if part)


def _start(cut: Cut) -> int:
    return cut.start
