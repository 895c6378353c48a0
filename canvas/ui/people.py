"""Everybody else on the board: their hands on the canvas, their faces in the bar on top, and what
one does with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QMainWindow

from canvas.app.notices import LendingChanged, Notice, PeopleChanged, TogetherChanged
from canvas.app.settings import Settings
from canvas.document.change import RESTORED, Change
from canvas.document.records import Node
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.editor.others import Others, carry_along
from canvas.editor.peers import Caret, Held, Peer
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.following_people import FollowPerson
from canvas.ui.habits import is_reduced
from canvas.ui.language import in_every
from canvas.ui.parts import Part
from canvas.ui.people_bar import PeopleBar
from canvas.ui.presenting import EVERYBODY, Presenting
from canvas.ui.theme import Theme
from canvas.ui.view import CanvasView
from collab.colours import colour_for

if TYPE_CHECKING:
    from canvas.app.acquaintances import Acquaintances
    from canvas.app.company import Person
    from canvas.document.board import Board
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.carets import Carets
    from canvas.ui.chat import Chat
    from canvas.ui.palette import Entry

TICK = 16
"""Milliseconds between two pictures of hands that move."""


class People(Part):
    """Main thread. What comes from the room is shown from here, and what this screen shows the
    others is told from here."""

    window: BoardWindow
    _chat: Chat | None = None
    _carets: Carets | None = None
    _known: Acquaintances | None = None
    """Follows the room by itself: who was met is known by name when they have left."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self.others = Others()
        self.follow = FollowPerson(bench, view, self.others)
        self.presenting = Presenting(bench, view, self)
        self.bar = PeopleBar(bench.theme)
        self._stops: list[Callable[[], None]] = []
        self._called: dict[str, str] = {}
        """Whom each of the others has asked to look: we answer once."""
        self._timer = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def verbs(self) -> Sequence[Verb]:
        return (
            Verb(
                "people.next",
                QT_TRANSLATE_NOOP("commands", "Follow the next person"),
                self.follow_next,
                ("Ctrl+Alt+F",),
                "people",
            ),
            Verb(
                "people.alone",
                QT_TRANSLATE_NOOP("commands", "Follow nobody"),
                self.follow_nobody,
                (),
                "people",
            ),
            Verb(
                "people.go",
                QT_TRANSLATE_NOOP("commands", "Go to the next person"),
                self.go_to_next,
                ("Ctrl+Alt+V",),
                "people",
            ),
            Verb(
                "people.call",
                QT_TRANSLATE_NOOP("commands", "Bring everyone to me"),
                self.call_everybody,
                ("Ctrl+Alt+B",),
                "people",
                checked=lambda: self.presenting.calling == EVERYBODY,
            ),
            Verb(
                "people.chat",
                QT_TRANSLATE_NOOP("commands", "Say something at the pointer"),
                self.chat,
                ("/",),
                "people",
            ),
        )

    def begin(self) -> None:
        self.window.top.put_people(self.bar)
        self.bar.chosen.connect(self.toggle)
        self.bar.menu_requested.connect(self._open_menu)
        self.bar.myself_requested.connect(lambda: self.actions.run("people.me"))
        self.follow.changed.connect(self._follow_changed)
        session, editor = self.bench.session, self.bench.editor
        self._stops = [
            session.listen(self._hear),
            session.board.listen(self._changed),
            editor.listen(self._edited),
        ]
        self.settle(self.bench.settings)
        self.presenting.begin()
        self._meet(frozenset(session.together.people))
        self._show_bar()

    def entries(self) -> Sequence[Entry]:
        """Everybody who is here, by name."""
        from canvas.ui.palette import Entry  # late: only with the palette

        category = QCoreApplication.translate("commands", "People")
        made: list[Entry] = []
        for peer in self.here:
            for name, text, run in (
                ("follow", QT_TRANSLATE_NOOP("People", "Follow {name}"), self.toggle),
                ("go", QT_TRANSLATE_NOOP("People", "Go to {name}"), self.go_to),
                ("call", QT_TRANSLATE_NOOP("People", "Bring {name} to me"), self.call),
            ):
                said = QCoreApplication.translate("People", text).format(name=peer.name)
                searched = in_every("People", text).replace("{name}", peer.name)
                key = f"person.{name}.{peer.id}"
                made.append(Entry(key, said, searched, "", category, partial(run, peer.id)))
        return made

    def place(self) -> None:
        self.follow.place()

    def set_theme(self, theme: Theme) -> None:
        self.bar.set_theme(theme)
        self.follow.set_theme(theme)

    def settle(self, settings: Settings) -> None:
        self.others.still = is_reduced(settings.motion)

    def retranslate(self) -> None:
        self.follow.retranslate()
        self._meet(frozenset(self.bench.session.together.people))  # what they do, in other words

    def close_down(self) -> None:
        self._timer.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.presenting.close_down()
        self.follow.close_down()
        if self._carets is not None:
            self._carets.close_down()
        if self._known is not None:
            self._known.close()

    # -- who is here

    @property
    def here(self) -> tuple[Peer, ...]:
        """In the order in which they came."""
        return self.bench.editor.peers

    def _peer(self, id: str) -> Peer | None:
        return next((peer for peer in self.here if peer.id == id), None)

    # -- what one does with them

    def toggle(self, id: str) -> None:
        """Follow somebody, or no longer."""
        self.follow.follow("" if self.follow.id == id else id)

    def follow_next(self) -> None:
        found = self._after(self.follow.id)
        if found is not None:
            self.follow.follow(found.id)

    def follow_nobody(self) -> None:
        if not self.follow.id:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "You follow nobody.")))
        self.follow.follow("")

    def go_to_next(self) -> None:
        found = self._after(self._gone_to)
        if found is not None:
            self.go_to(found.id)

    _gone_to = ""

    def go_to(self, id: str) -> None:
        """Look where somebody looks, once."""
        peer = self._peer(id)
        self._gone_to = id
        if peer is not None:
            self.follow.follow("")
            self.follow.visit(peer)

    def call(self, id: str) -> None:
        """Ask somebody to look here."""
        peer = self._peer(id)
        if peer is not None:
            self.presenting.call(peer.person)
            self.bench.tell(
                say(
                    QT_TRANSLATE_NOOP("words", "{name} is asked to look where you look."),
                    name=peer.name,
                )
            )

    def call_everybody(self) -> None:
        """Bring everybody here, and keep them until this is said again."""
        if self.presenting.calling == EVERYBODY:
            self.presenting.call("")
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "The others look where they like.")))
        elif self._company():
            self.follow.follow("")
            self.presenting.call(EVERYBODY)
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "Everyone is asked to look where you look."))
            )

    def chat(self) -> None:
        """Say something at the pointer, for as long as it takes to read."""
        if not self._company():
            return
        if self._chat is None:
            from canvas.ui.chat import Chat  # late: hardly anybody is here at first

            self._chat = Chat(self.bench, self.view, self.presenting)
        self._chat.open()

    def _company(self) -> bool:
        """Whether anybody is here; if not, that is said."""
        if not self.here:
            self.bench.tell(nobody())
        return bool(self.here)

    def _after(self, id: str) -> Peer | None:
        if not self._company():
            return None
        ids = [peer.id for peer in self.here]
        at = ids.index(id) + 1 if id in ids else 0
        return self.here[at % len(ids)]

    # -- what comes from the room

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, PeopleChanged):
            self._meet(notice.keys)
        elif isinstance(notice, TogetherChanged | LendingChanged):
            self._show_bar()

    def _meet(self, keys: frozenset[str]) -> None:
        now, session = time.monotonic(), self.bench.session
        nodes = session.board.nodes
        if self._known is None and session.together.people:
            from canvas.app.acquaintances import Acquaintances  # late: most boards are not shared

            self._known = Acquaintances(session)
        for key in keys:
            person = session.together.people.get(key)
            if person is None:
                self.others.leave(key)
                self._called.pop(key, None)
                continue
            held = person.presence.moving
            places = {id: nodes[id].pos for id in held.ids if id in nodes} if held else {}
            self.others.tell(peer_of(person, session.board), now, places)
        self._tick()
        self._show_bar()
        for key in keys & session.together.people.keys():
            self._answer(key, session.together.people[key])

    def _answer(self, key: str, person: Person) -> None:
        """Somebody asks us to look there: we do, once for each time it is asked."""
        me, calling = self.bench.session.together.me.id, person.presence.calling
        asked = calling == EVERYBODY or (calling == me and person.id != me)
        before, self._called[key] = self._called.get(key, ""), calling
        if asked and calling != before and key in self.others:
            self.follow.follow(key)
            self.bench.tell(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "{name} asks you to look here. Esc or any move ends it."
                    ),
                    name=person.name,
                )
            )
        elif before == EVERYBODY and not calling and self.follow.id == key:
            self.follow.follow("")

    def _changed(self, change: Change) -> None:
        """What somebody has put down lies there now; what somebody deleted is in no hand."""
        if not change.foreign:
            return
        if any(each.label == RESTORED for each in change.each()):
            self._tell_restored(change)
        nodes = self.bench.session.board.nodes
        put_down = [self._put_down(each, nodes) for each in change.each()]
        if any(put_down):
            self._tick()
        if change.removed.get("nodes"):
            self._let_go(change)

    def _tell_restored(self, change: Change) -> None:
        """Everything may look otherwise at once, and that is nobody's mistake."""
        who = next(each.origin for each in change.each() if each.label == RESTORED)
        self.bench.banners.tell(
            say(
                QT_TRANSLATE_NOOP("words", "{name} has made the board what it was before."),
                name=self.name_of(who),
            ),
            action=(self.tr("History"), lambda: self.actions.run("window.history")),
            stays=False,
        )

    def _put_down(self, change: Change, nodes: Mapping[str, Node]) -> bool:
        """Whether somebody has put down anything."""
        moved = {
            id: nodes[id].pos
            for id, registers in change.updated.get("nodes", {}).items()
            if "pos" in registers and id in nodes
        }
        if moved:
            self.others.put_down(change.origin, moved, time.monotonic())
        return bool(moved)

    def _let_go(self, change: Change) -> None:
        """Nodes were deleted under our hand: say so, and go on with the rest if there is any."""
        editor = self.bench.editor
        held = {editor.table.ids[row] for row in editor.table.held.tolist()}
        gone = held & change.removed.get("nodes", frozenset())
        if not gone or not editor.gesturing:
            return
        name = self.name_of(change.origin)
        self.bench.tell(
            say(QT_TRANSLATE_NOOP("words", "{name} has deleted what you were moving."), name=name)
        )
        if gone == held:
            self.view.pointers.let_go()

    def name_of(self, person: str) -> str:
        """Who somebody is; another window of ours is we."""
        return next((one.name for one in self.here if one.person == person), "") or (
            QCoreApplication.translate("People", "Somebody")
        )

    # -- moving pictures

    def _tick(self) -> None:
        now, editor = time.monotonic(), self.bench.editor
        peers = self.others.peers(now)
        if peers != editor.peers:
            editor.peers = peers
            editor.tell("peers")
        carry_along(editor, self.others.away(now))
        self.follow.tick(now)
        if self.others.rest(now) and not self.follow.gliding:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _edited(self, what: str) -> None:
        if what == "camera":
            self.follow.camera_moved()

    def _follow_changed(self) -> None:
        peer = self._peer(self.follow.id)
        self.presenting.present(following=peer.person if peer is not None else "")
        self._show_bar()
        self._tick()

    # -- the bar

    def _show_bar(self) -> None:
        together = self.bench.session.together
        me = together.me if together.state != "alone" else None
        lending = self.bench.session.lending
        lent = {one.window: one.device for one in lending.lenders}
        if lending.lends:
            lent[""] = ""
        self.bar.show_people(self.here, me, self.follow.id, lent)
        followers = [one for one in self.here if me is not None and one.following == me.id]
        self.follow.show_followers(followers)
        if self._carets is None and self.here:
            from canvas.ui.carets import Carets  # late: nobody was here

            self._carets = Carets(self.bench, self.window)

    def _open_menu(self, id: str) -> None:
        from canvas.ui.person_menu import person_menu  # late: hardly ever opened

        peer = self._peer(id)
        if peer is not None:
            person_menu(self, peer).exec(self.bar.menu_place(id))


def nobody() -> Sentence:
    return say(
        QT_TRANSLATE_NOOP("words", "Nobody else is on this board now. Share it to invite others.")
    )


def colour_of(person: Person) -> str:
    """As the room says; else always the same one for the same person."""
    return person.colour or colour_for(person.id)


def peer_of(person: Person, board: Board) -> Peer:
    """Somebody in the room as the canvas shows people."""
    shown = person.presence
    view, moving, caret = shown.view, shown.moving, shown.caret
    return Peer(
        id=person.key,
        person=person.id,
        name=person.name or QCoreApplication.translate("People", "Guest"),
        colour=colour_of(person),
        role=shown.role,
        cursor=shown.cursor,
        view=view and (view[0], view[1], view[0] + view[2], view[1] + view[3]),
        selection=frozenset(shown.selection),
        rendering=frozenset(shown.rendering),
        doing=shown.doing or _renders(shown.rendering, board.nodes),
        held=None if moving is None else Held(moving.ids, moving.by),
        caret=None if caret is None else Caret(caret.node, caret.at, caret.to),
        chat=shown.chat,
        following=shown.following,
        calling=shown.calling,
        away=shown.away,
    )


def _renders(nodes: Sequence[str], known: Mapping[str, object]) -> str:
    titles = [str(getattr(known[node], "title", "")) for node in nodes if node in known]
    if not titles:
        return ""
    if not titles[0]:
        return QCoreApplication.translate("People", "rendering")
    return QCoreApplication.translate("People", "rendering {title}").format(title=titles[0])
