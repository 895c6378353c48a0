"""Asking for a right: whoever may only look or comment asks the owner, who answers with one
press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from canvas.app.notices import Notice, PeopleChanged
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.parts import Part
from canvas.ui.rights import why_not_write
from canvas.ui.topics import MAY_EDIT, RIGHTS
from canvas.ui.view import CanvasView
from collab.roles import Role

if TYPE_CHECKING:
    from canvas.app.company import Person

ASKED = 60_000
"""Milliseconds after which one may ask once more."""


class Asking(Part):
    """Main thread. The question travels as presence; the answer is a role like any other."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self._stop: Callable[[], None] | None = None
        self._heard: dict[str, str] = {}
        """What each of the others asks for: each question is told once."""
        self._again = QTimer(self, singleShot=True, interval=ASKED)
        self._again.timeout.connect(self._end)

    def verbs(self) -> Sequence[Verb]:
        title = QT_TRANSLATE_NOOP("commands", "Ask to edit")
        return (Verb("people.ask", title, self.ask, (), "people"),)

    def begin(self) -> None:
        self.bench.banners.offers[RIGHTS] = self._offer
        self._stop = self.bench.session.listen(self._hear)
        self._meet(frozenset(self.bench.session.together.people))

    def close_down(self) -> None:
        self._again.stop()
        if self._stop is not None:
            self._stop()

    # -- whoever asks

    def ask(self) -> None:
        """Ask the owner of the board whether one may edit it."""
        self.bench.banners.tell(self._asked(), topic=RIGHTS)

    def _asked(self) -> Sentence:
        why_not, together = why_not_write(self.bench.session), self.bench.session.together
        if why_not is None or self.bench.session.readonly:
            return why_not or say(MAY_EDIT)
        owner = self._owner()
        if owner is None:
            return say(
                QT_TRANSLATE_NOOP("words", "Nobody is here now who could let you edit this board.")
            )
        together.present(asks=Role.editor.name)
        self._again.start()
        return say(
            QT_TRANSLATE_NOOP("words", "{name} is asked whether you may edit."), name=owner.name
        )

    def _offer(self) -> tuple[str, Callable[[], None]] | None:
        """With the words that one may not: a button, while there is somebody to ask."""
        if self.bench.session.together.may_edit or self._again.isActive() or not self._owner():
            return None
        return self.tr("Ask to edit"), self.ask

    def _owner(self) -> Person | None:
        people = self.bench.session.together.people.values()
        return next((one for one in people if one.presence.role == Role.owner.name), None)

    def _end(self) -> None:
        self._again.stop()
        self.bench.session.together.present(asks="")

    # -- whoever is asked

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, PeopleChanged):
            self._meet(notice.keys)
        elif self._again.isActive() and self.bench.session.together.may_edit:
            self._end()

    def _meet(self, keys: frozenset[str]) -> None:
        together = self.bench.session.together
        for key in keys:
            person = together.people.get(key)
            asks = person.presence.asks if person is not None else ""
            before = self._heard.pop(key, "")
            if not asks:
                if before:
                    self.bench.banners.clear(_topic(key))
                continue
            self._heard[key] = asks
            if person is not None and asks != before and together.role is Role.owner:
                self._tell(key, person)

    def _tell(self, key: str, person: Person) -> None:
        said = say(QT_TRANSLATE_NOOP("words", "{name} asks to edit this board."), name=person.name)
        let = self.tr("Let {name} edit").format(name=person.name.replace("&", "&&"))
        self.bench.banners.tell(said, action=(let, partial(self._let, person)), topic=_topic(key))

    def _let(self, person: Person) -> None:
        from canvas.ui.person_menu import give_role  # late: hardly ever needed

        give_role(self.bench, person.id, person.name, Role.editor)


def _topic(key: str) -> str:
    return f"asks {key}"
