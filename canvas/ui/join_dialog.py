"""Coming to somebody's board: by the link one was given, or one that is open on the network."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from canvas.app.memberships import Memberships
from canvas.document.words import Sentence, Trouble
from canvas.ui.controls import Button, heading, wrapped
from canvas.ui.dialogs import boards_folder
from canvas.ui.language import spoken, tell
from canvas.ui.link_words import about, board_words, link_in
from canvas.ui.myself import Myself
from canvas.ui.theme import BODY, CONTROL, font
from collab.links import BadLink, Link, parse

if TYPE_CHECKING:
    from canvas.ui.bridge import Errands
    from canvas.ui.home import Home
    from collab.discovery import Found, Search

translate = QCoreApplication.translate


class JoinDialog(QDialog):
    """Fetches the board; `path` is where it lies then. Main thread."""

    def __init__(
        self, desk: Home, errands: Errands, parent: QWidget | None, link: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk, self._errands = desk, errands
        self.path: Path | None = None
        self.link_used = ""
        self._stop = threading.Event()
        self._search: Search | None = None
        self._found: list[Found] = []
        self.link = QLineEdit(link or _on_clipboard())
        self.about = wrapped("", "soft", CONTROL)
        self.trouble = wrapped("", "bad", CONTROL)
        self.rooms = QListWidget()
        self.none_found = wrapped("")
        self.myself = Myself(desk)
        self.bar = QProgressBar()
        self.progress = wrapped("")
        self.join_button = Button(translate("JoinDialog", "Join"), primary=True)
        self.leave = Button(translate("JoinDialog", "Cancel"))
        self._build()
        self._show_ready()
        QTimer.singleShot(0, self, self._look_around)

    def _build(self) -> None:
        self.setWindowTitle(translate("JoinDialog", "Join a board"))
        self.setMinimumWidth(540)
        self.link.setFont(font(BODY))
        self.link.setPlaceholderText("shotweave://join/…")
        self.link.setMaxLength(4096)
        self.link.setAccessibleName(translate("JoinDialog", "The link you were given"))
        self.link.textChanged.connect(self._show_ready)
        self.link.setCursorPosition(0)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.rooms.setFixedHeight(112)
        self.rooms.setAccessibleName(translate("JoinDialog", "Boards on your network"))
        self.rooms.itemActivated.connect(self._choose)
        self.rooms.itemClicked.connect(self._choose)
        self.join_button.setDefault(True)
        self.join_button.clicked.connect(self.join)
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        self._show_progress("")
        self._show_rooms()
        self.trouble.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 20)
        column.setSpacing(5)
        column.addWidget(heading(translate("JoinDialog", "The link you were given")))
        column.addWidget(self.link)
        column.addWidget(self.about)
        column.addWidget(self.trouble)
        column.addWidget(heading(translate("JoinDialog", "Boards on your network")))
        column.addWidget(self.none_found)
        column.addWidget(self.rooms)
        column.addWidget(heading(translate("JoinDialog", "You, as the others see you")))
        column.addWidget(self.myself)
        column.addSpacing(14)
        row = QHBoxLayout()
        working = QVBoxLayout()
        working.addWidget(self.progress)
        working.addWidget(self.bar)
        row.addLayout(working, 1)
        row.addSpacing(16)
        row.addWidget(self.leave)
        row.addWidget(self.join_button)
        column.addLayout(row)

    # -- joining

    def join(self) -> None:
        """Fetch the board of the link that stands here."""
        if not self.join_button.isEnabled():
            return
        self.myself.keep()
        self._tell(None)
        self.link_used = self.link.text().strip()
        self._stop = stop = threading.Event()
        self._work(True)
        errands, place, settings = self._errands, boards_folder(), self._desk.settings

        def heard(count: int) -> None:
            errands.later(lambda: self._heard(stop, count))

        def looking(said: Sentence) -> None:
            errands.later(lambda: self._looking(stop, said))

        def fetch() -> Path:
            from canvas.app.joining import join  # late: only for whoever joins

            place.mkdir(parents=True, exist_ok=True)
            used, stopped = self.link_used, stop.is_set
            return join(used, place, settings, progress=heard, cancelled=stopped, looking=looking)

        def failed(trouble: Trouble) -> None:
            if not stop.is_set():
                self._work(False)
                self._tell(trouble)

        def done(path: Path) -> None:
            if not stop.is_set():
                self.path = path
                self.accept()

        errands.send(fetch, done, failed)

    def done(self, code: int) -> None:
        """Whatever runs is stopped; nothing half done stays behind."""
        self._stop.set()
        if self._search is not None:
            self._search.close()
            self._search = None
        super().done(code)

    def reject(self) -> None:
        """Escape and Cancel stop the fetching first, and leave with the next press."""
        if self.bar.isVisible():
            self._stop.set()
            self._work(False)
        else:
            super().reject()

    def _heard(self, stop: threading.Event, count: int) -> None:
        if stop.is_set():
            return
        said = translate("JoinDialog", "Fetching the board: {size}")
        self._show_progress(said.format(size=_size(count)))

    def _looking(self, stop: threading.Event, said: Sentence) -> None:
        if not stop.is_set():
            self._show_progress(tell(said))

    def _work(self, working: bool) -> None:
        for part in (self.link, self.rooms, self.myself):
            part.setEnabled(not working)
        self._show_progress(translate("JoinDialog", "Looking for the room…") if working else "")
        self._show_ready()

    def _show_progress(self, said: str) -> None:
        self.progress.setText(said)
        lines = self.progress.heightForWidth(self.progress.width()) if said else 0
        self.progress.setMinimumHeight(lines)  # a window that is open does not grow by itself
        self.bar.setVisible(bool(said))

    def _show_ready(self) -> None:
        """Say at once if what stands here is no link."""
        text, sound = self.link.text().strip(), False
        try:
            sound = bool(text) and bool(parse(text).room)
        except BadLink as trouble:
            self._tell(trouble)
        if sound or not text:
            self._tell(None)
        self.join_button.setEnabled(sound and self.link.isEnabled())
        self._show_rooms()

    def _tell(self, trouble: Trouble | None) -> None:
        said = spoken(trouble) if trouble is not None else None
        words = [said.what, said.meaning, said.remedy] if said is not None else []
        self.trouble.setText("\n".join(filter(None, words)))
        self.trouble.setVisible(bool(words))

    # -- what is open on the network

    def _look_around(self) -> None:
        from collab.discovery import Search  # late: only for whoever joins

        self._search = Search(lambda: self._errands.later(self._rooms_changed))

    def _rooms_changed(self) -> None:
        if self._search is not None:
            self._found = sorted(self._search.found.values(), key=lambda one: one.title)
            self._show_rooms()

    def _show_rooms(self) -> None:
        """List what is open here, and say what the link that stands above opens."""
        link = link_in(self.link.text().strip())
        self.about.setText(about(link, self._found) if link is not None else "")
        self.about.setVisible(link is not None)
        self.rooms.clear()
        for found in self._found:
            if link is not None and link.room == found.room:
                note = translate("JoinDialog", "your link is for this one")
            elif _way_into(found) is not None:
                note = translate("JoinDialog", "you have been here")
            else:
                note = translate("JoinDialog", "needs a link")
            item = QListWidgetItem(f"{board_words(found)}  ·  {note}")
            item.setData(Qt.ItemDataRole.UserRole, found)
            self.rooms.addItem(item)
        self.rooms.setVisible(bool(self._found))
        self.none_found.setText(translate("JoinDialog", "Looking… none is open so far."))
        self.none_found.setVisible(not self._found)

    def _choose(self, item: QListWidgetItem) -> None:
        found: Found = item.data(Qt.ItemDataRole.UserRole)
        link = link_in(self.link.text().strip())
        if link is not None and link.room == found.room and link.token:
            self.join()
            return
        way = _way_into(found)
        if way is not None:
            self.link.setText(way.for_app())
            self.link.setCursorPosition(0)
            self.join()
            return
        whose = found.owner or translate("JoinDialog", "its owner")
        words = translate("JoinDialog", "Ask {owner} for a link to this board, and paste it here.")
        self.trouble.setText(words.format(owner=whose))
        self.trouble.setVisible(True)
        self.link.setFocus()


def _way_into(found: Found) -> Link | None:
    """How we get into a room where we have been before, wherever it is now."""
    known = Memberships.here().load(found.room)
    if known is None or known.hosting:
        return None
    try:
        link = parse(known.link)
    except BadLink:
        return None
    # the certificate that we know, not the one that is announced: ours is the key to give away
    return replace(link, host=found.host, port=found.port)


def _on_clipboard() -> str:
    """Whoever was sent a link has most likely just copied it."""
    text = QGuiApplication.clipboard().text()[:4096].strip()
    try:
        return text if text.startswith("shotweave:") and parse(text) else ""
    except BadLink:
        return ""


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"
