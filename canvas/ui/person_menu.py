"""What can be done with one person: seeing what they see, going there, asking them here; and for
the owner, what they may do and that they go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from canvas.editor.peers import Peer
from canvas.ui.theme import CONTROL, font
from collab.roles import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from canvas.ui.bench import Bench
    from canvas.ui.following_people import FollowPerson

translate = QCoreApplication.translate


class People(Protocol):
    """What the window does with people."""

    bench: Bench
    follow: FollowPerson

    @property
    def bar(self) -> QWidget: ...
    def toggle(self, id: str) -> None: ...
    def go_to(self, id: str) -> None: ...
    def call(self, id: str) -> None: ...


def role_words(role: Role) -> str:
    """What a role may do, as a list shows it."""
    return {
        Role.viewer: translate("Roles", "May look"),
        Role.commenter: translate("Roles", "May comment"),
        Role.editor: translate("Roles", "May edit"),
        Role.owner: translate("Roles", "Owner"),
    }[role]


def person_menu(people: People, peer: Peer) -> QMenu:
    menu = QMenu(people.bar)
    menu.setFont(font(CONTROL))
    following = people.follow.id == peer.id
    words = (
        translate("PersonMenu", "Follow {name} no longer")
        if following
        else translate("PersonMenu", "Follow {name}")
    )
    menu.addAction(_named(words, peer), lambda: people.toggle(peer.id))
    menu.addAction(
        _named(translate("PersonMenu", "Go to {name}"), peer), lambda: people.go_to(peer.id)
    )
    menu.addAction(
        _named(translate("PersonMenu", "Bring {name} to me"), peer), lambda: people.call(peer.id)
    )
    together = people.bench.session.together
    if together.role is Role.owner and peer.person != together.me.id:
        menu.addSeparator()
        for role in (Role.editor, Role.commenter, Role.viewer):
            give = partial(give_role, people.bench, peer.person, peer.name, role)
            action = menu.addAction(role_words(role), give)
            action.setCheckable(True)
            action.setChecked(role.name == peer.role)
        menu.addSeparator()
        menu.addAction(
            _named(translate("PersonMenu", "Remove {name} from the room"), peer),
            lambda: remove(people, peer),
        )
    return menu


_NOW = {
    Role.viewer: QT_TRANSLATE_NOOP("words", "{name} may only look from now on."),
    Role.commenter: QT_TRANSLATE_NOOP("words", "{name} may look and comment from now on."),
    Role.editor: QT_TRANSLATE_NOOP("words", "{name} may edit from now on."),
}


def give_role(bench: Bench, person: str, name: str, role: Role) -> None:
    """Let somebody do this much from now on."""
    _ask(bench, "role", {"user": person, "role": role.name}, say(_NOW[role], name=name))


def remove(people: People, peer: Peer) -> None:
    """Send somebody away. A link that is good lets them in again: whoever is to stay out needs
    theirs revoked, which would send away all others who came by it."""
    done = say(QT_TRANSLATE_NOOP("words", "{name} was removed from the room."), name=peer.name)
    _ask(people.bench, "kick", {"user": peer.person}, done)


def _ask(bench: Bench, verb: str, body: dict[str, Any], done: Sentence) -> None:
    def failed(trouble: Trouble) -> None:
        bench.tell(trouble)

    bench.session.together.ask(verb, body, lambda _answer: bench.tell(done), failed)


def _named(words: str, peer: Peer) -> str:
    return words.format(name=peer.name.replace("&", "&&"))
