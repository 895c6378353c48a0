"""Comments on the canvas: what the tool asks for, the pins, the thread that is open, the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from canvas.app.commands import comments
from canvas.app.notices import CommentsChanged, Notice, PeopleChanged, TogetherChanged
from canvas.document.change import Change
from canvas.document.comments import ROOT
from canvas.document.remarks import Comment, Thread
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.editor.pins import Pin, place_of
from canvas.ui.actions import Verb
from canvas.ui.avatars import colour_of, initials
from canvas.ui.bench import Bench
from canvas.ui.comment_pins import PinHands, shortened, summed_up
from canvas.ui.comment_places import about
from canvas.ui.comments_button import CommentsButton
from canvas.ui.discussion import Discussion
from canvas.ui.film_marks import FilmMark, places
from canvas.ui.parts import Part
from canvas.ui.theme import Theme
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.comments_panel import CommentsPanel
    from canvas.ui.film_comments import FilmComments
    from canvas.ui.palette import Entry
    from canvas.ui.player import Player

WIDTH = 300
"""Pixels of the list when it is first opened."""

NAMED = 80
"""Characters of a comment that a banner shows."""

LISTED = 50
"""Threads that the palette offers."""


class Commenting(Part):
    """Main thread. What was said stands in the session; nothing is kept here but what is shown."""

    window: BoardWindow
    panel: CommentsPanel | None = None
    film: FilmComments | None = None
    _dock: QDockWidget | None = None

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self.talk = bench.session.comments
        self.pins = view.overlay.pins
        self.discussion = Discussion(bench, view)
        self.hands = PinHands(view, self.talk, lambda: bench.theme)
        self.discussion.moved_on.connect(self._show_open)
        self.hands.opened.connect(self.read)
        self.hands.moved.connect(self._move)
        self.hands.outside.connect(self._leave)
        self._shown: dict[str, Pin] = {}
        self._unread: set[str] = set()
        """Threads in which something is."""
        self.button = CommentsButton(bench.theme)
        self.button.wanted.connect(self.toggle_list)
        self._stops = [
            bench.session.listen(self._hear),
            bench.editor.listen(self._edited),
            self.talk.listen(self._said),
        ]

    def verbs(self) -> Sequence[Verb]:
        return (
            Verb(
                "window.comments",
                QT_TRANSLATE_NOOP("commands", "List of comments"),
                self.toggle_list,
                ("Ctrl+4",),
                "view",
                checked=self.is_listed,
            ),
            Verb(
                "view.pins",
                QT_TRANSLATE_NOOP("commands", "Comments on the canvas"),
                self.toggle_pins,
                ("Shift+C",),
                "view",
                checked=lambda: self.pins.visible,
            ),
            Verb(
                "comment.next",
                QT_TRANSLATE_NOOP("commands", "Next unread comment"),
                self.go_to_next,
                ("Alt+U",),
                "view",
            ),
            Verb(
                "comment.here",
                QT_TRANSLATE_NOOP("commands", "Comment on what is selected"),
                self.comment_here,
                ("Alt+Shift+C",),
                "view",
            ),
        )

    def begin(self) -> None:
        self.bench.hand.begin_comment = self.begin_comment
        self.window.cinema.player_made.connect(self._join_film)
        self.window.strip.plan.changed.connect(self._mark_film)
        self.window.top.put_people(self.button)
        self.refresh()

    def entries(self) -> Sequence[Entry]:
        from canvas.ui.palette import Entry  # late: not needed for the first frame

        return [
            Entry(
                f"comment.go {thread.id}",
                summed_up(thread, self.talk),
                "comment 评论",
                "",
                self.tr("Comments"),
                lambda id=thread.id: self.go(id),  # type: ignore[misc]  # a default
            )
            for thread in self.talk.latest_first()[:LISTED]
            if not thread.is_resolved
        ]

    def place(self) -> None:
        self.discussion.fit()
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        self.discussion.set_theme(theme)
        self.button.set_theme(theme)
        if self.film is not None:
            self.film.set_theme(theme)
        if self.panel is not None:
            self.panel.set_theme(theme)

    def retranslate(self) -> None:
        if self._dock is not None:
            self._dock.setWindowTitle(self.tr("Comments"))

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self.hands.close_down()
        if self.panel is not None:
            self.panel.close_down()

    # -- what a person asks for

    def begin_comment(self, pos: tuple[float, float], node: str | None) -> None:
        """Ask what is to be said about a point of the world, on a node or on the bare field."""
        board = self.bench.session.board
        where = Comment(id="new", author="new", text="-", node=node, pos=pos)
        tip = QPointF(*self.bench.editor.camera.to_screen(*pos))
        self.discussion.begin(about(board, where), tip, pos=pos, node=node)

    def comment_here(self) -> None:
        """For those without a mouse: on the selected node, else in the middle of the view."""
        editor = self.bench.editor
        node = editor.selected[-1] if editor.selected else None
        row = None if node is None else editor.table.row(node)
        if row is None:
            self.begin_comment((editor.camera.x, editor.camera.y), None)
            return
        editor.show((editor.table.ids[row],))
        left, top, right, bottom = editor.table.box(row)
        self.begin_comment((right - (right - left) / 8, top + (bottom - top) / 8), node)

    def read(self, thread: str) -> None:
        """Open a thread beside its pin."""
        found = self.talk.threads.get(thread)
        if found is not None:
            self.discussion.open(thread, self._tip(found))

    def go(self, thread: str) -> None:
        """Look at where a thread is pinned, and open it."""
        bench, player = self.bench, self.window.cinema.player
        if self.film is not None and player is not None and player.isVisible():
            if self.film.go(thread):
                return
            player.close_player()
        bench.hand.attempt(lambda: comments.go_to_comment(bench.session, bench.editor, thread))
        self.read(thread)

    def go_to_next(self) -> None:
        """Look at the oldest thread with something unread, and open it."""
        bench = self.bench
        found = bench.hand.attempt(lambda: comments.go_to_next_unread(bench.session, bench.editor))
        if found is not None:
            self.read(found)

    def toggle_pins(self) -> None:
        """Show or hide the pins; the list stays."""
        self.pins.visible = not self.pins.visible
        self.hands.let_go()
        self.view.update()

    def is_listed(self) -> bool:
        return self._dock is not None and not self._dock.isHidden()

    def toggle_list(self) -> None:
        """Open the list and go into it; close it while it is open."""
        if self.is_listed() and self._dock is not None:
            self._dock.hide()
            self.view.setFocus()
            return
        if self._dock is None:
            self._make_dock()
        assert self._dock is not None
        self._dock.show()
        if self.panel is not None:
            self.panel.begin()

    def _move(self, thread: str, pos: tuple[float, float], node: str | None) -> None:
        session = self.bench.session
        self.bench.hand.attempt(lambda: comments.move_comment(session, thread, pos, node))

    def _leave(self) -> None:
        """The canvas was pressed: the card goes, unless somebody would lose words."""
        card = self.discussion.card
        if card is not None and self.discussion.is_open and not card.is_written_in:
            self.discussion.close()

    # -- following

    def refresh(self, threads: Iterable[str] | None = None) -> None:
        """Show the pins of what stands now, looking up anew these threads or all."""
        if threads is None:
            threads = list(self.talk.threads)
            self._shown.clear()
            self._unread.clear()
        opened = self.discussion.open_thread
        for id in threads:
            thread = self.talk.threads.get(id)
            unread = thread is not None and bool(self.talk.unread_in(thread))
            (self._unread.add if unread else self._unread.discard)(id)
            if thread is None or (thread.is_resolved and id != opened):
                self._shown.pop(id, None)
            else:
                self._shown[id] = self._pin(thread, unread=unread)
        self.pins.table.show(list(self._shown.values()))
        self.view.update()
        self.button.show_unread(len(self._unread))
        self._mark_film()

    def _mark_film(self) -> None:
        """Signs at the moments of comments, on the film strip and in the player."""
        wanted = [one for one in self.talk.threads.values() if not one.is_resolved]
        strip = self.window.strip
        strip.show_marks(
            [
                FilmMark(
                    one.id,
                    frame,
                    colour_of(self.talk, one.first.author),
                    one.id in self._unread,
                )
                for frame, one in places(strip.plan.sequence, wanted)
            ]
        )
        if self.film is not None:
            self.film.refresh()

    def _join_film(self, player: Player) -> None:
        """The film is played for the first time: comments are seen in it."""
        from canvas.ui.film_comments import FilmComments  # late: with the player

        self.film = FilmComments(self.bench, player, self._pin_in_film)
        self._mark_film()

    def _pin_in_film(self, thread: Thread) -> Pin:
        return self._pin(thread, unread=thread.id in self._unread)

    def _pin(self, thread: Thread, *, unread: bool = False) -> Pin:
        head, first = thread.head, thread.first
        name = self.talk.people().get(first.author) or first.name
        return Pin(
            thread=thread.id,
            node=head.node,
            pos=head.pos,
            spot=head.spot,
            region=head.region,
            initials=initials(name),
            colour=colour_of(self.talk, first.author),
            answers=len(thread.replies),
            unread=unread,
            resolved=thread.is_resolved,
        )

    def _said(self, change: Change) -> None:
        """Somebody names this person: say so, with the way there."""
        if not change.foreign:
            return
        for id in sorted(change.added.get(ROOT, ())):
            comment = self.talk.all[id]
            named = not self.talk.mine.isdisjoint(comment.mentions)
            thread = comment.thread or id
            if named and self.talk.is_unread(comment) and thread != self._looked_at():
                told = QT_TRANSLATE_NOOP("words", "{name} mentions you: {words}")
                name = self.talk.people().get(comment.author) or comment.name
                self.bench.banners.tell(
                    say(told, name=name, words=shortened(comment.text, NAMED)),
                    action=(self.tr("Show"), partial(self.go, thread)),
                    stays=True,
                )

    def _looked_at(self) -> str:
        """The thread that is open, on the canvas or in the film."""
        film = self.film.discussion.open_thread if self.film is not None else ""
        return film or self.discussion.open_thread

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, CommentsChanged):
            self.refresh(notice.threads)
            self.discussion.refresh()
        elif isinstance(notice, PeopleChanged | TogetherChanged) and self.talk.threads:
            self._look_again(notice)

    def _look_again(self, notice: Notice) -> None:
        """Names, colours and what may be done here; presence alone changes none of them."""
        now = (self.talk.people(), self.talk.may_write, self.talk.mine)
        if now != self._known:
            self._known = now
            self.refresh()
            self.discussion.refresh()

    _known: object = None

    def _edited(self, what: str) -> None:
        if what == "board":
            self.pins.table.stale()
        if what in ("camera", "board", "gesture") and self.discussion.is_open:
            self._follow()
        if what == "camera" and self.pins.table.pins:
            self.hands.let_go()

    def _follow(self) -> None:
        if not self.discussion.is_open:
            return
        if self.discussion.is_new:
            draft = self.pins.draft
            if draft is not None:
                place = place_of(draft, self.bench.editor.table) or draft.pos
                self.discussion.follow(self._on_screen(*place))
            return
        thread = self.talk.threads.get(self.discussion.open_thread)
        if thread is not None:
            self.discussion.follow(self._tip(thread))

    def _show_open(self) -> None:
        """Light the pin of what is open, or the one that is being written."""
        opened, new = self.discussion.open_thread, self.discussion.new
        before = self.pins.lit
        self.pins.lit = frozenset({opened}) if opened else frozenset()
        self.pins.draft = None
        self.pins.visible = self.pins.visible or self.discussion.is_open
        if self.discussion.is_new:
            me = self.bench.session.together.me
            pos, node = new.get("pos", (0.0, 0.0)), new.get("node")
            self.pins.draft = Pin(
                thread="",
                node=node,
                pos=pos,
                spot=self._share(node, pos),
                initials=initials(me.name),
                colour=colour_of(self.talk, me.id),
            )
        self.refresh(before | self.pins.lit)

    def _share(self, node: str | None, pos: tuple[float, float]) -> tuple[float, float] | None:
        row = None if node is None else self.bench.editor.table.row(node)
        if row is None:
            return None
        left, top, right, bottom = self.bench.editor.table.box(row)
        return (pos[0] - left) / (right - left), (pos[1] - top) / (bottom - top)

    def _tip(self, thread: Thread) -> QPointF:
        place = place_of(thread.head, self.bench.editor.table) or thread.head.pos
        return self._on_screen(*place)

    def _on_screen(self, x: float, y: float) -> QPointF:
        return QPointF(*self.bench.editor.camera.to_screen(x, y))

    # -- the list

    def _make_dock(self) -> None:
        from canvas.ui.comments_panel import CommentsPanel  # late: not needed for the first frame

        self.panel = panel = CommentsPanel(self.bench, self.view)
        panel.chosen.connect(self.go)
        self._dock = dock = QDockWidget(self.window)
        dock.setObjectName("commentsdock")
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(QWidget())
        dock.setWidget(panel)
        dock.setMinimumWidth(220)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
        self.retranslate()
