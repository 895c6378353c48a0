"""What a render would take on this machine, asked by the screen before it begins.

What foretells it is imported when a shot first asks for more than Animatic: a board opens without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from canvas.app.notices import MachineKnown, Notice, Told
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation import engine
from generation.catalogue import Catalogue, installed
from generation.contract import ShotRequest
from generation.finishing import BETWEEN, seconds_between
from generation.manifest import Manifest
from generation.match import Note, fitted

if TYPE_CHECKING:
    from generation.fit.ladder import Fit
    from generation.machine import Machine

LOOKING = QT_TRANSLATE_NOOP("words", "Looking at what this machine can draw on …")
KEPT = 2000
"""Shots whose answer is remembered."""


class Fitting:
    """Belongs to the main thread; only `_known` is called from another.

    The devices are looked for when the first shot asks that needs them: it takes seconds, and who
    draws with Animatic alone never waits for it.
    """

    def __init__(
        self,
        *,
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
        machine: Machine | None = None,
    ) -> None:
        self._machine = machine
        self._tell = tell
        self._woken = woken
        self._news = False
        self._asked = False
        self._deaf: Callable[[], None] | None = None
        self._state: object = None
        self._found: dict[object, Fit | Note] = {}

    @property
    def machine(self) -> Machine:
        if self._machine is None:
            from generation.machine import here  # late, as above

            self._machine = here()
        if self._deaf is None:
            self._deaf = self._machine.devices.listen(self._known)
        return self._machine

    def of(self, asked: ShotRequest, catalogue: Catalogue | None = None) -> Fit | Note | None:
        """How the shot will be drawn, or why it does not fit; None where nothing can be said: the
        model is not installed, needs no card, or the devices are still being looked for."""
        manifest = (catalogue or installed()).find(asked.model)
        if manifest is None or not manifest.wants_weights or engine.lacking():
            return None
        return self._kept(manifest, fitted(asked, manifest))

    def _kept(self, manifest: Manifest, request: ShotRequest) -> Fit | Note | None:
        """A board asks for all of its shots again with each change of one."""
        state = self.machine.learned.state, self.machine.devices.listing()
        if state != self._state or len(self._found) > KEPT:
            self._state = state
            self._found.clear()
        key = manifest.id, manifest.version, request
        if key not in self._found:
            found = self.machine.fit(manifest, request)
            if found is None:
                return None
            self._found[key] = found
        return self._found[key]

    def line(self, asked: ShotRequest) -> tuple[str, Sentence] | None:
        """For the inspector: cost or refused, and the sentence; None for a model that needs no
        card."""
        manifest = installed().find(asked.model)
        if manifest is None or not manifest.wants_weights or engine.lacking():
            return None  # that the engine is missing is said elsewhere
        found = self.of(asked)
        if found is None:
            return "cost", say(LOOKING)
        return ("refused" if isinstance(found, Note) else "cost"), found.sentence

    def whole(self, asked: Sequence[ShotRequest]) -> tuple[str, Sentence] | None:
        """As `line`, of all the renders that one shot takes."""
        weighty = [one for one in asked if self.line(one) is not None]
        beside = [_between(one) for one in asked if one.model == BETWEEN]
        if len(weighty) < 2:
            line = self.line(weighty[0]) if weighty else None
            return _and(line, beside) if line is not None else None
        found = [self.of(one) for one in weighty]
        fits = [one for one in found if one is not None and not isinstance(one, Note)]
        if len(fits) < len(found):
            refused = (one.sentence for one in found if isinstance(one, Note))
            note = next(refused, None)
            return ("refused", note) if note is not None else ("cost", say(LOOKING))
        return "cost", _of_all([*fits, *beside])

    def total(self, asked: Iterable[ShotRequest]) -> Sentence | None:
        """How long several renders take one after another; None where nothing is known."""
        found = [one for one in map(self.of, asked) if one is not None]
        if not found:
            return None
        from generation.fit.ladder import total_time  # late, as above

        return total_time(found)

    def remarks(self, asked: ShotRequest) -> tuple[Sentence, ...]:
        """Why no card draws this shot, where one was looked for in vain."""
        manifest = installed().find(asked.model)
        if manifest is None or not manifest.wants_weights or engine.lacking():
            return ()
        devices = self.machine.devices
        return devices.said[:1] if devices.looked and devices.best().kind == "cpu" else ()

    def look_again(self) -> None:
        """Look for devices anew, and tell what is found: a driver may have come, or room."""
        self._asked = True
        self.machine.devices.look(again=True)
        self._tell(Told(say(LOOKING)))

    def drain(self) -> None:
        """Tell what the other thread has found out."""
        if self._news:
            self._news = False
            self._tell(MachineKnown())
            if self._asked:
                self._asked = False
                self._tell(Told(self._summary()))

    def _summary(self) -> Sentence:
        devices = self.machine.devices
        device = devices.best()
        if device.kind == "cpu" and devices.said:
            return devices.said[0]
        from generation.fit.words import size  # late, as above

        return say(
            QT_TRANSLATE_NOOP("words", "Models draw on {device}, {memory} of it free."),
            device=device.name,
            memory=size(device.free or device.memory),
        )

    def close(self) -> None:
        if self._deaf is not None:
            self._deaf()
            self._deaf = None

    def _known(self) -> None:
        """On the thread that looks for devices."""
        self._news = True
        self._woken()


def _and(line: tuple[str, Sentence], beside: Sequence[Fit]) -> tuple[str, Sentence]:
    """The one render that needs a card, and what comes after it without one."""
    if line[0] != "cost" or not beside or line[1].text == LOOKING:
        return line
    from generation.fit.words import duration  # late, as above

    text = QT_TRANSLATE_NOOP("words", "{line} About {time} more for the frames in between.")
    return line[0], say(text, line=line[1], time=duration(sum(one.seconds or 0 for one in beside)))


def _between(request: ShotRequest) -> Fit:
    """Of frames in between, which need no card."""
    from generation.fit.ladder import Fit  # late, as above

    return Fit(device="", rung="resident", seconds=seconds_between(request))


def _of_all(fits: Sequence[Fit]) -> Sentence:
    """Time and memory of several renders one after another."""
    from generation.fit.words import duration, size  # late, as above

    seconds = [one.seconds for one in fits if one.seconds is not None]
    memory = size(max(one.bytes or 0 for one in fits))
    values = {"n": len(fits), "time": duration(sum(seconds)), "memory": memory}
    if not seconds:
        text = QT_TRANSLATE_NOOP("words", "{n} renders one after another; how long is not known.")
    elif len(seconds) < len(fits):
        text = QT_TRANSLATE_NOOP(
            "words", "At least {time} for its {n} renders, {memory} at most at one moment."
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "words", "About {time} for its {n} renders, {memory} at most at one moment."
        )
    return say(text, **values)
