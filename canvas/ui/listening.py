"""Sounds that play on the board: heard where the machine has an output, seen by their playheads."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from canvas.app.notices import FilesMoved, Notice
from canvas.app.whereabouts import elsewhere
from canvas.document.records import Asset
from canvas.document.sequence import Card, Cut, Sequence, SoundCue
from canvas.document.timing import Rate, frames_from, timecode
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.bench import Bench
from canvas.ui.painting.motion import Playing
from canvas.ui.playable import sound_of
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.speaker import Speaker

TICK = 33
"""Milliseconds between two places of a playhead."""

RATE = Rate(1000)
"""What places in a sound are counted with."""


@dataclass(eq=False)
class _Heard:
    """One sound: where its playhead stands, and since when it runs from there."""

    node: str
    asset: Asset
    place: float = 0.0
    """Seconds from its beginning."""
    since: float | None = None
    """None: it is held."""
    loops: bool = False
    """The sound of a video that plays over and over; it has no playhead of its own."""
    speaker: Speaker | None = None

    @property
    def at(self) -> float:
        run = 0.0 if self.since is None else time.monotonic() - self.since
        return min(self.place + run, self.asset.seconds)


class Listening(QObject):
    """Main thread; each sound is mixed on a thread of its own."""

    def __init__(self, bench: Bench, view: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._view = bench, view
        self._heard: dict[str, _Heard] = {}
        self._hovered: tuple[str, float] | None = None
        self._awaited: dict[str, str] = {}
        """Sounds of others that are to play once they are here, by node."""
        self._stop_hearing = bench.session.listen(self._hear)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> frozenset[str]:
        """The sounds that run, those of videos among them."""
        return frozenset(node for node, one in self._heard.items() if one.since is not None)

    @property
    def held(self) -> frozenset[str]:
        """The nodes whose playhead shows."""
        return frozenset(self._heard)

    def share(self, node: str) -> float | None:
        """How far into its sound a playhead stands, 0..1; None where there is none."""
        one = self._heard.get(node)
        return one.at / one.asset.seconds if one is not None else None

    def play(self, node: str) -> None:
        """From its playhead on, or from the beginning, to the end."""
        asset = sound_of(self._bench.session.board, node)
        if asset is not None and not self._awaits(node, asset):
            one = self._heard.setdefault(node, _Heard(node, asset))
            if one.since is None:
                self._start(one)

    def _awaits(self, node: str, asset: Asset) -> bool:
        """Whether a sound has to come from somebody else first; it plays when it has."""
        fetching = self._bench.session.fetching
        where = fetching.of(asset.hash)
        if where is None:
            return False
        if not fetching.can_be_had(asset.hash):
            self._bench.tell(elsewhere(asset, where).what)
            return True
        self._awaited[node] = asset.hash
        fetching.fetch((asset.hash,))
        said = QT_TRANSLATE_NOOP("words", "“{name}” plays as soon as it has come from the room.")
        self._bench.banners.tell(say(said, name=asset.name or asset.hash[:8]), topic=_topic(node))
        return True

    def _hear(self, notice: Notice) -> None:
        if not isinstance(notice, FilesMoved):
            return
        for node in [node for node, hash in self._awaited.items() if hash in notice.came]:
            del self._awaited[node]
            self._bench.banners.clear(_topic(node))
            self.play(node)

    def accompany(self, node: str, asset: Asset) -> None:
        """Let a video that plays be heard, over and over."""
        self.stop(node)
        one = self._heard[node] = _Heard(node, asset, loops=True)
        if not self._start(one):
            self.stop(node)

    def pause(self, node: str) -> None:
        """Hold a sound where it is."""
        self._awaited.pop(node, None)
        one = self._heard.get(node)
        if one is not None and one.since is not None:
            one.place, one.since = one.at, None
            _silence(one)
            self._show(node)

    def seek(self, node: str, share: float) -> None:
        """Put the playhead somewhere; what runs, runs on from there."""
        asset = sound_of(self._bench.session.board, node)
        if asset is None:
            return
        one = self._heard.setdefault(node, _Heard(node, asset))
        one.place = min(max(share, 0.0), 1.0) * asset.seconds
        if one.since is not None:
            self._start(one)
        self._show(node)

    def stop(self, node: str) -> None:
        """No more of this sound, nor a playhead."""
        self._awaited.pop(node, None)
        one = self._heard.pop(node, None)
        if one is not None:
            _silence(one)
            self._show(node)

    def stop_all(self) -> None:
        for node in tuple(self._heard):
            self.stop(node)

    def hover(self, node: str, share: float | None) -> None:
        """Show where the pointer is in a sound; None shows it no more."""
        self._hovered = None if share is None else (node, share)
        self._show(node)

    def close(self) -> None:
        """Stop everything and wait for what is being mixed."""
        self._timer.stop()
        self._stop_hearing()
        self._awaited.clear()
        self.stop_all()

    def _start(self, one: _Heard) -> bool:
        """Run from its place; says whether it can be heard."""
        from canvas.ui.speaker import Speaker  # late: it brings the sound system

        if one.at >= one.asset.seconds:
            one.place = 0.0
        if one.speaker is None:
            one.speaker = Speaker(self._bench.session.store.path)
        one.since = time.monotonic()
        self._timer.start()
        return one.speaker.start(_alone(one.asset), round(one.place * float(RATE)))

    def _tick(self) -> None:
        for node, one in tuple(self._heard.items()):
            if one.since is None:
                continue
            if one.at < one.asset.seconds:
                self._show(node)
            elif one.loops:
                one.place = 0.0
                self._start(one)
            else:
                self.stop(node)
        if not self.playing:
            self._timer.stop()

    def _show(self, node: str) -> None:
        asset = sound_of(self._bench.session.board, node)
        one = self._heard.get(node)
        line = self._hovered[1] if self._hovered and self._hovered[0] == node else None
        if asset is None and one is not None and one.loops:
            return
        if asset is None or (one is None and line is None):
            self._view.show_playing(node, None)
            return
        share = self.share(node)
        told = line if line is not None else share or 0.0
        rate = self._bench.session.board.meta.rate
        at = frames_from(Fraction(told * asset.seconds), rate)
        self._view.show_playing(node, Playing(share=share, time=timecode(at, rate), line=line))


def _topic(node: str) -> str:
    return f"sound {node}"


def _silence(one: _Heard) -> None:
    if one.speaker is not None:
        one.speaker.stop()


def _alone(asset: Asset) -> Sequence:
    """A film of nothing but this sound."""
    frames = max(frames_from(Fraction(asset.seconds), RATE), 1)
    nothing = Card(title="", number="", text="")
    cut = Cut(shot="", node="", number="", title="", source=nothing, start=0, frames=frames)
    cue = SoundCue(asset=asset.hash, start=0, frames=frames)
    return Sequence(title="", rate=RATE, width=2, height=2, cuts=(cut,), sounds=(cue,))
