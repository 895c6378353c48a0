"""The tour of one minute: quiet callouts at real things, each passed by doing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from canvas.app.touring import STEPS, Made, done, newest
from canvas.document.change import Change
from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.hits import ports_of
from canvas.ui.actions import Verb
from canvas.ui.parts import Part
from canvas.ui.theme import Theme

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.tour_card import TourCard

FIRST = 1500
"""Milliseconds after a first board has opened: the window answers, the eyes have arrived."""

LOOKS = 900
"""Milliseconds after something was done: it is seen before the next callout comes."""


class Tour(Part):
    """Main thread. It never takes the keyboard, never covers what it points at, and nothing waits
    for it."""

    window: BoardWindow
    _card: TourCard | None = None
    _at = 0

    def verbs(self) -> Sequence[Verb]:
        title = QT_TRANSLATE_NOOP("commands", "Tour of one minute")
        return (Verb("help.tour", title, self.start, (), "help", "writable"),)

    def begin(self) -> None:
        self._stops: list[Callable[[], None]] = []
        self._next = QTimer(self, singleShot=True, interval=LOOKS)
        self._next.timeout.connect(self._check)
        self._first = QTimer(self, singleShot=True, interval=FIRST)
        self._first.timeout.connect(self._offer)
        if not self.bench.settings.toured and not self.bench.session.readonly:
            self._first.start()

    @property
    def step(self) -> str | None:
        """Which step shows; None while there is no tour."""
        return STEPS[self._at] if self._card is not None else None

    def start(self) -> None:
        """From the first step, whatever was shown before."""
        self.stop()
        from canvas.ui.tour_card import TourCard  # late: hardly ever needed

        self._card = card = TourCard(self.bench.theme, self.window)
        card.skipped.connect(self.stop)
        card.passed.connect(self.go_on)
        session, editor, view = self.bench.session, self.bench.editor, self.view
        self._stops = [session.board.listen(self._changed), editor.listen(self._edited)]
        view.play_requested.connect(self._played)
        for name in ("window.play", "film.export"):
            self.actions.actions[name].triggered.connect(self._played)
        self.window.strip.play_requested.connect(self._played)
        self.window.top.export.clicked.connect(self._exported)
        self._go(0)
        self.window.choose(toured=True)

    def stop(self) -> None:
        """Put it away; the menu brings it back."""
        if self._card is None:
            return
        card, self._card = self._card, None
        self.view.play_requested.disconnect(self._played)
        for name in ("window.play", "film.export"):
            self.actions.actions[name].triggered.disconnect(self._played)
        self.window.strip.play_requested.disconnect(self._played)
        self.window.top.export.clicked.disconnect(self._exported)
        for stop in self._stops:
            stop()
        self._stops.clear()
        self._next.stop()
        card.close()

    def go_on(self) -> None:
        if self._at + 1 < len(STEPS):
            self._go(self._at + 1)
        else:
            self.stop()

    # -- as every part

    def place(self) -> None:
        if self._card is not None:
            self._card.point_at(*self._target())

    def set_theme(self, theme: Theme) -> None:
        if self._card is not None:
            self._card.set_theme(theme)

    def retranslate(self) -> None:
        if self._card is not None:
            self._card.say(self._at)
            self.place()

    def close_down(self) -> None:
        self._first.stop()
        self.stop()

    # -- following what is done

    def _offer(self) -> None:
        if not self.bench.settings.toured and self.window.isVisible():
            self.start()

    def _go(self, at: int) -> None:
        self._at = at
        self._before = Made.on(self.bench.session.board)
        if self._card is not None:
            self._card.say(at)
            self.place()
            self._card.show()
            self._card.raise_()

    def _changed(self, change: Change) -> None:
        self._next.start()

    def _check(self) -> None:
        """What was done lately may be this step, or more than this step."""
        if self._card is None:
            return
        if done(STEPS[self._at], self._before, Made.on(self.bench.session.board)):
            self.go_on()
        self.place()

    def _edited(self, what: str) -> None:
        if what in ("camera", "board") and self.step == "link":
            self.place()

    def _played(self) -> None:
        if self.step == "play":
            QTimer.singleShot(LOOKS, self, self._leave_play)
        elif self.step == "export":
            self._exported()

    def _leave_play(self) -> None:
        if self.step == "play":
            self.go_on()

    def _exported(self) -> None:
        if self.step == "export":
            self.stop()

    # -- where to point

    def _target(self) -> tuple[QRect | None, str]:
        """What the step is about, in the window's pixels, and at which side of it to stand."""
        window = self.window
        match STEPS[self._at]:
            case "words":
                return self._on_window(window.rail.button("prompt")), "right"
            case "picture":
                return self._on_window(window.rail.button("picture")), "right"
            case "link":
                return self._port(), "below"  # beside it the clip lies, and the way there
            case "render":
                return self._on_window(window.top.render_button), "below"
            case "play":
                return self._play_button(), "above"
            case _:
                return self._on_window(window.top.export), "below"

    def _on_window(self, widget: QWidget) -> QRect | None:
        if not widget.isVisible():
            return None
        return QRect(widget.mapTo(self.window, QPoint(0, 0)), widget.size())

    def _play_button(self) -> QRect | None:
        """At the left end of the film strip, which paints itself."""
        strip = self._on_window(self.window.strip)
        return None if strip is None else QRect(strip.left() + 8, strip.top() + 4, 44, 40)

    def _port(self) -> QRect | None:
        """The port that words flow out of, where it is in sight."""
        editor = self.bench.editor
        node = newest(editor.board, NodeKind.prompt)
        row = editor.table.row(node) if node is not None else None
        if row is None:
            return None
        [(x, y)] = [(x, y) for end, x, y in ports_of(editor.board, editor.table, row) if end.output]
        px, py = editor.camera.to_screen(x, y)
        here = QPoint(round(px), round(py))
        if not self.view.rect().adjusted(0, 0, -120, -40).contains(here):
            return None
        place = self.view.mapTo(self.window, here)
        return QRect(place.x() - 8, place.y() - 8, 16, 16)
