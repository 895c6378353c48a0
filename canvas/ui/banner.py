"""Calm messages over the canvas: what happened, what it means, what to do. None blocks the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from canvas.document.words import Sentence, Trouble
from canvas.ui.controls import Button, text_label, tool_button, wrapped
from canvas.ui.icons import icon, pixmap
from canvas.ui.language import spoken
from canvas.ui.theme import CONTROL, Theme
from canvas.ui.topics import is_passing, topic_of

WIDTH = 460
SHOWN = 4
"""More than this at once help nobody: the oldest goes."""

STAY = 9_000
"""Milliseconds that plain news stays; troubles stay until they are closed, or are over."""


class Banner(QFrame):
    """One message. It goes when its cross or its button is pressed."""

    left = Signal()

    def __init__(
        self,
        about: Trouble | Sentence,
        theme: Theme,
        *,
        action: tuple[str, Callable[[], None]] | None = None,
        topic: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.about, self.topic = about, topic
        self._going = QTimer(self, singleShot=True)
        self._going.timeout.connect(self.leave)
        self._stays = False
        words = spoken(about)
        self.key = words
        is_trouble = isinstance(about, Trouble)
        colour = theme.colours.picture if is_trouble else theme.colours.selection
        sign = text_label()
        sign.setPixmap(pixmap("warning" if is_trouble else "info", colour.name(), 20))
        column = QVBoxLayout()
        column.setSpacing(3)
        what = wrapped(words.what, "", CONTROL + 0.5)
        column.addWidget(what)
        for more in (words.meaning, words.remedy):
            if more:
                column.addWidget(wrapped(more))
        if action is not None:
            column.addSpacing(4)
            column.addWidget(self._action(*action), 0, Qt.AlignmentFlag.AlignLeft)
        close = tool_button(icon("close", theme, 14), self.tr("Close this message"), size=22)
        close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 11, 9, 12)
        row.setSpacing(11)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(" ".join(filter(None, (words.what, words.meaning, words.remedy))))

    def stay(self, milliseconds: int) -> None:
        """Leave after a while, but not under a pointer that may be about to press."""
        self._going.setInterval(milliseconds)
        self._going.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._stays = self._going.isActive()
        self._going.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._stays:
            self._going.start()
        super().leaveEvent(event)

    def leave(self) -> None:
        self.hide()
        self.setParent(None)
        self.left.emit()
        self.deleteLater()

    def _action(self, text: str, run: Callable[[], None]) -> Button:
        button = Button(text)
        button.clicked.connect(run)
        button.clicked.connect(self.leave)
        return button


class Working(QFrame):
    """Something that takes a while: what it is, how far it is, and a way to stop it."""

    left = Signal()

    def __init__(self, title: str, theme: Theme, stop: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._title = text_label(title, "", CONTROL + 0.5, strong=True)
        self._note = text_label("", "soft", CONTROL)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.stop = Button(self.tr("Cancel"))
        self.stop.clicked.connect(stop)
        words = QHBoxLayout()
        words.addWidget(self._title, 1)
        words.addWidget(self._note)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(words)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 11)
        row.setSpacing(14)
        row.addLayout(column, 1)
        row.addWidget(self.stop)

    def show_share(self, share: float, note: str = "", title: str = "") -> None:
        """`share` of the work is done, 0..1."""
        self.bar.setValue(round(min(max(share, 0.0), 1.0) * 1000))
        self._note.setText(note)
        if title:
            self._title.setText(title)

    def leave(self) -> None:
        self.hide()
        self.setParent(None)
        self.left.emit()
        self.deleteLater()


class Banners(QWidget):
    """The stack of messages at the top of the widget they lie over; empty, it takes no clicks."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.offers: dict[str, Callable[[], tuple[str, Callable[[], None]] | None]] = {}
        """What can be done about everything that is said of a topic, at the moment it is said."""
        over.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def tell(
        self,
        about: Trouble | Sentence,
        *,
        action: tuple[str, Callable[[], None]] | None = None,
        stays: bool | None = None,
        topic: str = "",
    ) -> Banner:
        """Show a message; one that already stands there is not repeated, and what was said of the
        same topic before goes."""
        words, topic = spoken(about), topic or topic_of(about)
        for banner in self.shown():
            if banner.key == words:
                return banner
        self.clear(topic)
        offer = self.offers[topic]() if action is None and topic in self.offers else None
        banner = Banner(about, self._theme, action=action or offer, topic=topic)
        self._column.addWidget(banner)
        for old in self.shown()[:-SHOWN]:
            old.leave()
        lasting = isinstance(about, Trouble) and not is_passing(about)
        if not (lasting or action is not None if stays is None else stays):
            banner.stay(STAY)
        banner.left.connect(self._place)
        banner.show()
        self._place()
        return banner

    def work(self, title: str, stop: Callable[[], None]) -> Working:
        """Show work under way; the caller says how far it is and lets it leave."""
        working = Working(title, self._theme, stop)
        self._column.addWidget(working)
        working.left.connect(self._place)
        working.show()
        self._place()
        return working

    def shown(self) -> list[Banner]:
        return [part for part in self.children() if isinstance(part, Banner)]

    def clear(self, topic: str | None = None) -> None:
        """Take away all messages, or those of one topic."""
        for banner in self.shown():
            if topic is None or (topic and banner.topic == topic):
                banner.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self._place()
        return False

    def _place(self) -> None:
        over = self.parentWidget()
        if over is None:
            return
        self.setVisible(any(isinstance(one, (Banner, Working)) for one in self.children()))
        width = min(WIDTH, over.width() - 32)
        self._column.activate()
        by_width = self._column.hasHeightForWidth()
        height = (
            self._column.heightForWidth(width) if by_width else self._column.sizeHint().height()
        )
        self.setGeometry((over.width() - width) // 2, 14, width, height)
        self.raise_()
