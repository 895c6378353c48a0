"""The room of a board's window: going in and out, what stands in the top bar about it, and what
may be done here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from canvas.app.notices import Notice, Reopen, Saved, TogetherChanged
from canvas.app.settings import Settings
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.connection_state import room_words
from canvas.ui.parts import Part
from canvas.ui.people import People
from canvas.ui.rights import why_not_write
from canvas.ui.topics import MAY_EDIT, ROOM
from canvas.ui.view import CanvasView
from collab.roles import Role

if TYPE_CHECKING:
    from canvas.app.company import Standing
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.connection_panel import ConnectionPanel
    from canvas.ui.share_dialog import ShareDialog


class Sharing(Part):
    """Main thread."""

    window: BoardWindow

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self._stops: list[Callable[[], None]] = []
        self.dialog: ShareDialog | None = None
        self.panel: ConnectionPanel | None = None
        self._role = bench.session.together.role
        self._closed = False
        self._copies = False
        """A link is to be copied as soon as there is a room to have one."""

    def verbs(self) -> Sequence[Verb]:
        return (
            Verb(
                "share.open",
                QT_TRANSLATE_NOOP("commands", "Share..."),
                self.open,
                ("Ctrl+Alt+I",),
                "people",
            ),
            Verb(
                "share.copy_link",
                QT_TRANSLATE_NOOP("commands", "Copy a link to edit"),
                self.copy_link,
                ("Ctrl+Alt+L",),
                "people",
            ),
            Verb(
                "share.join",
                QT_TRANSLATE_NOOP("commands", "Join a board..."),
                self.join,
                ("Ctrl+Alt+J",),
                "people",
            ),
            Verb(
                "share.leave",
                QT_TRANSLATE_NOOP("commands", "Leave the room"),
                self.leave,
                (),
                "people",
            ),
            Verb(
                "people.me",
                QT_TRANSLATE_NOOP("commands", "My name and colour..."),
                self.introduce,
                (),
                "people",
            ),
        )

    def begin(self) -> None:
        top, session = self.window.top, self.bench.session
        top.share_requested.connect(lambda: self.actions.run("share.open"))
        top.saved.clicked.connect(self.tell_state)
        self._stops = [session.listen(self._hear)]
        self._show()
        # after the first frame: the board is to be seen before anybody is dialled
        QTimer.singleShot(0, self, self._resume)

    def settle(self, settings: Settings) -> None:
        """Another name or colour goes to the others at once."""
        if settings is not self.bench.session.settings:
            self.bench.session.introduce(settings)

    def retranslate(self) -> None:
        self._show()

    def close_down(self) -> None:
        for stop in self._stops:
            stop()
        self._stops.clear()
        for part in (self.dialog, self.panel):
            if part is not None:
                part.close()

    # -- going in and out

    def _resume(self) -> None:
        """Go back to where this board was shared when it was last open."""
        if self._stops and not self.bench.session.readonly:
            self.bench.hand.attempt(self.bench.session.together.resume)

    def open(self) -> None:
        """Let others in: the room opens, and its links are shown."""
        if self.bench.session.readonly:
            self._say_readonly()
            return
        if self.dialog is None:
            from canvas.ui.share_dialog import ShareDialog  # late: only for whoever shares

            self.dialog = ShareDialog(self.bench, self.window.desk, self.window)
            self.dialog.destroyed.connect(self._dialog_gone)
            self.dialog.person_menu_requested.connect(self._open_person_menu)
            self.dialog.begin()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def copy_link(self) -> None:
        """Put a link for whoever may edit on the clipboard."""
        together = self.bench.session.together
        if together.role is not Role.owner:
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "Only the owner of this board gives links to it."))
            )
        elif self.bench.session.readonly:
            self._say_readonly()
        elif together.state == "live":
            together.invite(Role.editor, self._copied, self.bench.tell)
        else:
            if together.state == "alone":
                self.bench.hand.attempt(together.share)
            self._copies = True
            self.bench.tell(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "The room is being opened: a link to edit follows at once."
                    )
                )
            )

    def _copied(self, invitation: object) -> None:
        links = getattr(invitation, "links", ())
        if links:
            QGuiApplication.clipboard().setText(links[0])
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "A link to edit this board is on the clipboard."))
            )

    def join(self) -> None:
        """Go to somebody else's board."""
        self.window.desk.ask_join()

    def leave(self) -> None:
        """Leave the room for good; the board stays here."""
        together = self.bench.session.together
        if together.state == "alone":
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "This board is not shared: you are in no room."))
            )
            return
        hosting = together.standing.hosting
        self.bench.hand.attempt(together.stop)
        if hosting:
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "Sharing has ended. Its links open again with it."))
            )
        else:
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "You have left the room. The board stays here."))
            )

    def introduce(self) -> None:
        """Ask for the name and the colour that the others see."""
        from canvas.ui.myself import MyselfDialog  # late: hardly ever needed

        given = self.bench.session.together.me.colour
        MyselfDialog(self.window.desk, self.window, given).exec()

    def tell_state(self) -> None:
        """All there is to know about what is saved where."""
        from canvas.ui.connection_panel import ConnectionPanel  # late: hardly ever needed

        self.panel = ConnectionPanel(self.bench, self.actions, self.window)
        self.panel.destroyed.connect(self._panel_gone)
        self.panel.open_at(self.window.top.saved.below())

    def _open_person_menu(self, id: str, button: QWidget) -> None:
        from canvas.ui.person_menu import person_menu  # late: hardly ever needed

        people = next(part for part in self.window.parts if isinstance(part, People))
        peer = next((one for one in people.here if one.id == id), None)
        if peer is not None:
            person_menu(people, peer).exec(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _dialog_gone(self) -> None:
        self.dialog = None

    def _panel_gone(self) -> None:
        self.panel = None

    def _say_readonly(self) -> None:
        why = why_not_write(self.bench.session)
        if why is not None:
            self.bench.tell(why)

    # -- how we stand

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, TogetherChanged):
            self._show()
            self._tell_closed(notice.standing)
            if self.bench.session.together.role is not self._role:
                self._role_changed()
            if self._copies and notice.standing.state == "live":
                self._copies = False
                self.copy_link()
        elif isinstance(notice, Saved):
            self._show()
        elif isinstance(notice, Reopen):
            about: Trouble = notice.about
            # not from within the drain of what is about to close
            QTimer.singleShot(0, partial(self.window.desk.reopen, about))

    def _show(self) -> None:
        together, top = self.bench.session.together, self.window.top
        standing = together.standing
        top.saved.show_room(room_words(standing, together.role.name))
        top.show_shared(standing.state != "alone")
        if self.panel is not None:
            self.panel.refresh()

    def _tell_closed(self, standing: Standing) -> None:
        """The room is closed to us: that is told where one looks, until it is open again."""
        closed = standing.state == "refused"
        if closed and not self._closed and standing.trouble is not None:
            self.bench.banners.tell(standing.trouble, topic=ROOM)
        elif self._closed and not closed:
            self.bench.banners.clear(ROOM)
        self._closed = closed

    def _role_changed(self) -> None:
        """May we do more than before, or less? Say so, and let every part know."""
        together = self.bench.session.together
        before, self._role = self._role, together.role
        why = why_not_write(self.bench.session)
        if why is not None:
            self.window.writing.take_away()
            self.view.pointers.let_go()
            self.bench.tell(why)
        elif before.allows(Role.editor) != together.may_edit:
            self.bench.tell(say(MAY_EDIT))
        self.window.allow()
