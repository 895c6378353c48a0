"""Letting others in: a link for each role with a code for cameras, who is here, and what they may
do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from canvas.app.notices import Notice, PeopleChanged, TogetherChanged
from canvas.app.room_troubles import is_inside
from canvas.app.sides import Answer
from canvas.document.words import Trouble
from canvas.editor.peers import Peer
from canvas.ui.avatars import Avatar
from canvas.ui.connection_state import room_words
from canvas.ui.controls import (
    Button,
    Choice,
    emptied,
    heading,
    rule,
    text_label,
    tool_button,
    wrapped,
)
from canvas.ui.icons import icon
from canvas.ui.language import spoken
from canvas.ui.lending_rows import LendingRows
from canvas.ui.link_words import certificate
from canvas.ui.myself import Myself
from canvas.ui.person_menu import role_words
from canvas.ui.qr import QrCode
from canvas.ui.theme import CONTROL, TITLE
from collab.links import Link
from collab.roles import Role

if TYPE_CHECKING:
    from canvas.ui.bench import Bench
    from canvas.ui.home import Home

WIDTH = 552
"""Pixels that the words have at least."""

INVITED = (Role.editor, Role.commenter, Role.viewer)
COPIED = 1800
"""Milliseconds that a button says it has copied."""

translate = QCoreApplication.translate


class LinkRow(QWidget):
    """One role: what it may do, its link to copy, and the way to close that link."""

    def __init__(self, role: Role, bench: Bench) -> None:
        super().__init__()
        self.role = role
        self.link: Link | None = None
        self.id = ""
        self.asking = False
        """Whether the next press on the button ends the link."""
        self.ended = False
        self.copy = Button()
        self.copy.setMinimumWidth(104)
        self.revoke = tool_button(icon("close", bench.theme, 14), size=26)
        words = {
            Role.editor: (translate("ShareDialog", "Edit"), translate("ShareDialog", "everything")),
            Role.commenter: (
                translate("ShareDialog", "Comment"),
                translate("ShareDialog", "look and say something"),
            ),
            Role.viewer: (translate("ShareDialog", "Look"), translate("ShareDialog", "no more")),
        }[role]
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(text_label(words[0], "", CONTROL + 0.5, strong=True))
        self._means = words[1]
        self.said = text_label(words[1], "soft", 11.5)
        column.addWidget(self.said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(6)
        row.addLayout(column, 1)
        row.addWidget(self.copy)
        row.addWidget(self.revoke)
        self.copy.setAccessibleDescription(words[0])
        self.revoke.setToolTip(
            translate("ShareDialog", "End this link: whoever came by it has to leave")
        )
        self.revoke.setAccessibleName(self.revoke.toolTip())
        self.revoke.clicked.connect(lambda: self.ask(not self.asking))
        self._calm = QTimer(self, singleShot=True, interval=COPIED)
        self._calm.timeout.connect(self._calm_down)
        self.show_state()

    def ask(self, asking: bool) -> None:
        """Ask whether the link is to end, or no longer: it cannot be had back."""
        self.asking = asking
        self._calm.stop()
        self.show_state()
        (self.copy if asking else self.revoke).setFocus()

    def show_state(self) -> None:
        said = self._means
        if self.asking:
            said = translate("ShareDialog", "Its guests have to leave")
        elif self.ended:
            said = translate("ShareDialog", "The old link has ended")
        self.said.setText(said)
        self.copy.setText(
            translate("ShareDialog", "End the link")
            if self.asking
            else translate("ShareDialog", "Copy link")
        )
        self.copy.setEnabled(self.link is not None)
        self.revoke.setEnabled(self.link is not None)

    def tell_ended(self) -> None:
        """Another link stands here now."""
        self.ended = True
        self._calm.start()

    def _calm_down(self) -> None:
        self.ended = False
        self.show_state()

    def put_on_clipboard(self) -> None:
        if self.link is not None:
            QGuiApplication.clipboard().setText(self.link.for_app())
            self.copy.setText(translate("ShareDialog", "Copied"))
            self._calm.start()


class ShareDialog(QDialog):
    """Stays open beside the work. Main thread."""

    person_menu_requested = Signal(str, object)
    """A peer and the button under which its menu opens."""

    def __init__(self, bench: Bench, desk: Home, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bench, self._together = bench, bench.session.together
        self._tokens: dict[Role, str] = {}
        self._asking = False
        self._people_look: object = None
        self._trouble: Trouble | None = None
        self.rows = {role: LinkRow(role, bench) for role in INVITED}
        self.code, self.place = QrCode(), Choice()
        self.certificate = text_label("", "soft", 11.5)
        self.state = wrapped("", "soft", CONTROL)
        self.trouble = wrapped("", "bad", CONTROL)
        self.stop = Button()
        self.myself = Myself(desk, self._together.me.colour)
        self.lending = LendingRows(bench)
        self._shown_role = Role.editor
        self._people = QVBoxLayout()
        self._build()
        self._stops: list[Callable[[], None]] = [
            bench.session.listen(self._hear),
            bench.session.listen(self.lending.hear),
            bench.editor.listen(self._edited),
        ]
        self.refresh()

    # -- building

    def _build(self) -> None:
        self.setWindowTitle(translate("ShareDialog", "Share the board"))
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)  # grows with what it says
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(4)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        title = text_label(self._bench.session.title, "", TITLE + 2, strong=True)
        words.addWidget(title)
        words.addWidget(self.state)
        top.addLayout(words, 1)
        top.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.trouble)
        column.addSpacing(10)
        line = rule()
        line.setMinimumWidth(WIDTH)
        column.addWidget(line)
        self.links = self._links_part()
        column.addWidget(self.links)
        self._here = heading()
        column.addWidget(self._here)
        column.addWidget(self._people_part())
        column.addWidget(self.lending)
        column.addWidget(heading(translate("ShareDialog", "You, as the others see you")))
        column.addWidget(self.myself)
        self.stop.clicked.connect(self._stop)
        self.stop.setAutoDefault(False)

    def _links_part(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(26)
        grid.addWidget(heading(translate("ShareDialog", "Whoever has this link may")), 0, 0)
        for at, (role, row) in enumerate(self.rows.items(), 1):
            row.copy.clicked.connect(partial(self._pressed, role))
            grid.addWidget(row, at, 0)
        self.place.setAccessibleName(translate("ShareDialog", "Address"))
        self.place.setToolTip(
            translate("ShareDialog", "By which of its addresses this computer is reached")
        )
        self.place.currentIndexChanged.connect(self._show_links)
        grid.addWidget(self.place, len(self.rows) + 1, 0)
        self.certificate.setToolTip(
            translate(
                "ShareDialog",
                "Whoever joins is shown the same figures: then it is this computer that answers",
            )
        )
        grid.addWidget(self.certificate, len(self.rows) + 2, 0)
        grid.setRowStretch(len(self.rows) + 3, 1)
        grid.addWidget(self.code, 0, 1, len(self.rows) + 4, 1, Qt.AlignmentFlag.AlignTop)
        self.code_words = text_label("", "soft", 11.5)
        self.code_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(self.code_words, len(self.rows) + 4, 1)
        grid.setColumnStretch(0, 1)
        return made

    def _people_part(self) -> QWidget:
        holder = QWidget()
        self._people = QVBoxLayout(holder)
        self._people.setContentsMargins(0, 0, 0, 0)
        self._people.setSpacing(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setFixedHeight(118)
        return scroll

    # -- what happens

    def begin(self) -> None:
        """One press shares: whoever opens this wants others here."""
        if self._together.state == "alone":
            self._bench.hand.attempt(self._together.share)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._let_go()
        super().closeEvent(event)

    def done(self, code: int) -> None:
        self._let_go()
        super().done(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field of the name keeps the name, and the dialog open."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        for stop in self._stops:
            stop()
        self._stops.clear()
        self.myself.keep()

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, TogetherChanged | PeopleChanged):
            self.refresh()

    def _edited(self, what: str) -> None:
        if what == "peers":
            self._show_people()

    def refresh(self) -> None:
        """Show how things are, and ask for the links where they can be had and are not here."""
        together = self._together
        live, owner = together.state == "live", together.role is Role.owner
        if live and owner and not self._asking and not self._tokens:
            self._ask_links()
        self._show()

    def _show(self) -> None:
        together = self._together
        standing, owner = together.standing, together.role is Role.owner
        self.state.setText(self._state_words())
        told = self._trouble or standing.trouble
        said = spoken(told) if told is not None else None
        self.trouble.setText(" ".join(filter(None, (said.what, said.remedy))) if said else "")
        self.trouble.setVisible(bool(said))
        if standing.hosting:
            self.stop.setText(translate("ShareDialog", "Stop sharing"))
        else:
            self.stop.setText(translate("ShareDialog", "Leave the room"))
        self.stop.setVisible(standing.state != "alone")
        self.links.setVisible(owner)
        if standing.state == "alone":
            self._tokens.clear()
        self._show_links()
        self._show_people()

    def _state_words(self) -> str:
        standing = self._together.standing
        if standing.state == "alone":
            return translate("ShareDialog", "Not shared now.")
        if standing.hosting and standing.state == "live":
            if is_inside(self.place.currentText()):
                return translate(
                    "ShareDialog",
                    "Open for everyone in this network with a link, as long as this board is open"
                    " here.",
                )
            return translate(
                "ShareDialog",
                "Open for everyone with a link, as long as this board is open here.",
            )
        if standing.hosting:
            return translate("ShareDialog", "Opening the room on this computer…")
        said = room_words(standing, self._together.role.name)
        return said[0].capitalize() if said is not None else ""

    def _stop(self) -> None:
        self._bench.hand.attempt(self._together.stop)
        self.close()

    # -- links

    def _ask(self, verb: str, body: Mapping[str, Any], answer: Answer) -> None:
        """Put a verb to the server. What it says once this is closed is nobody's any more."""

        def answered(said: Mapping[str, Any]) -> None:
            if self._stops:
                answer(said)

        def failed(trouble: Trouble) -> None:
            if self._stops:
                self._failed(trouble)

        self._together.ask(verb, body, answered, failed)

    def _ask_links(self) -> None:
        self._asking = True
        self._ask("links", {}, self._hear_links)

    def _hear_links(self, body: Mapping[str, Any]) -> None:
        """Links that are there already stay good: nobody is locked out by a look in here."""
        self._asking, self._trouble = False, None
        links = body.get("links")
        for link in links if isinstance(links, list) else []:
            role = Role.__members__.get(str(link.get("role", "")))
            if role in self.rows and isinstance(link.get("token"), str):
                self._tokens[role] = link["token"]
                self.rows[role].id = str(link.get("link", ""))
        self._show()
        for role in INVITED:
            if role not in self._tokens:
                self._invite(role)

    def _invite(self, role: Role) -> None:
        self._ask("invite", {"role": role.name, "days": 0}, partial(self._invited, role))

    def _invited(self, role: Role, body: Mapping[str, Any]) -> None:
        self._trouble = None
        self._tokens[role] = str(body.get("token", ""))
        self.rows[role].id = str(body.get("link", ""))
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._asking, self._trouble = False, trouble
        self._show()  # and ask again only when something has changed

    def _show_links(self) -> None:
        ways: tuple[Link, ...] = ()
        at = max(self.place.currentIndex(), 0)
        live = self._together.state in ("live", "offline")
        for role, row in self.rows.items():
            token = self._tokens.get(role, "") if live else ""
            ways = self._together.links_with(token) if token else ()
            row.link = ways[min(at, len(ways) - 1)] if ways else None
            row.show_state()
        self._show_places(ways)
        shown = self.rows[self._shown_role].link
        if shown is not None and (self.stop.hasFocus() or self.focusWidget() is None):
            self.rows[self._shown_role].copy.setFocus()  # what one has come for
        self.certificate.setText(certificate(shown.fingerprint) if shown is not None else "")
        self.code.show_words(shown.for_web() if shown is not None else "")
        names = {
            Role.editor: translate("ShareDialog", "Scan to edit"),
            Role.commenter: translate("ShareDialog", "Scan to comment"),
            Role.viewer: translate("ShareDialog", "Scan to look"),
        }
        self.code_words.setText(names[self._shown_role] if shown is not None else "")
        self.code.setAccessibleName(self.code_words.text())
        self.state.setText(self._state_words())
        self.lending.make_room()

    def _show_places(self, ways: tuple[Link, ...]) -> None:
        places = [way.place for way in ways]
        if places and places != [self.place.itemText(n) for n in range(self.place.count())]:
            self.place.blockSignals(True)
            self.place.clear()
            self.place.addItems(places)
            self.place.blockSignals(False)
        self.place.setVisible(self.place.count() > 1)

    def _pressed(self, role: Role) -> None:
        row = self.rows[role]
        if row.asking:
            row.ask(False)
            self._revoke(role)
            return
        for other in self.rows.values():
            if other.asking:
                other.ask(False)
        self._shown_role = role
        self._show_links()
        row.put_on_clipboard()

    def _revoke(self, role: Role) -> None:
        """End a link and make another in its place."""
        row = self.rows[role]

        def revoked(_body: Mapping[str, Any]) -> None:
            self._tokens.pop(role, None)
            self._invite(role)
            row.tell_ended()
            self._show_links()

        self._ask("revoke", {"link": row.id}, revoked)

    # -- people

    def _show_people(self) -> None:
        people = self._bench.editor.peers
        faces = tuple((one.id, one.name, one.colour, one.role) for one in people)
        look = (faces, self._together.me, self._together.state, self._together.role)
        if look == self._people_look:
            return
        self._people_look = look
        emptied(self._people)
        count = len(people) + (self._together.state != "alone")
        self._here.setText(translate("ShareDialog", "Here now: {n}").format(n=count))
        me = self._together.me
        self.myself.show_given(me.colour)
        if self._together.state != "alone":
            name = me.name or translate("PeopleBar", "Guest")
            mine = translate("PeopleBar", "{name} (you)").format(name=name)
            role = self._together.role.name
            self._people.addWidget(self._person(name, me.colour, role, None, mine))
        for peer in people:
            self._people.addWidget(self._person(peer.name, peer.colour, peer.role, peer))
        if not people:
            self._people.addWidget(
                wrapped(translate("ShareDialog", "Send a link: whoever opens it shows up here."))
            )
        self._people.addStretch(1)

    def _person(
        self, name: str, colour: str, role: str, peer: Peer | None, said: str = ""
    ) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 2, 4, 2)
        row.setSpacing(9)
        row.addWidget(Avatar(name, colour or "#6EA8FF", 22))
        row.addWidget(text_label(said or name, "", CONTROL), 1)
        if known := Role.__members__.get(role):
            row.addWidget(text_label(role_words(known), "soft", CONTROL))
        if peer is not None:
            more = tool_button(icon("more", self._bench.theme, 16), size=24)
            more.setToolTip(
                translate("ShareDialog", "What you can do with {name}").format(name=name)
            )
            more.setAccessibleName(more.toolTip())
            more.clicked.connect(lambda: self.person_menu_requested.emit(peer.id, more))
            row.addWidget(more)
        return made
