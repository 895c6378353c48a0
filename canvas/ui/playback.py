"""Clips that play inside their nodes: two threads decode them in the size of their cards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.proxies import Leaves, ProxyFrames, Size, image_of

__all__ = ["ClipMissing", "ProxyPlayer", "image_of"]

THREADS = 2

GATHERED = 0.016
"""Seconds that a picture waits for others which are due: all of them cost the screen one frame."""

NEVER = float("inf")


class ClipMissing(Trouble):
    code = "missing_media"


class Ended:
    """What a clip that plays once hands over after its last frame."""


ENDED = Ended()
Made = QImage | Trouble | Ended


@dataclass(eq=False)
class _Clip:
    """One node's playback. What the decoders are told changes under the lock, the rest belongs to
    whichever thread has the clip in hand."""

    node: str
    proxy: Path | str
    size: Size | None = None
    once: bool = False
    due: float = 0.0
    still: float | None = None
    """The share of the clip that is held; None plays."""
    paused_at: float | None = None
    """When it was paused; None goes on."""
    busy: bool = False
    over: bool = False
    frames: ProxyFrames | None = None
    began: float | None = None
    """When its frame 0 was shown, or would have been."""
    shown: int = -1
    share: float = 0.0


class ProxyPlayer(QObject):
    """Plays proxies, each at its own rate; lives on the Qt thread.

    `find` gives the file of a stored proxy by its hash, or None; it is called on the decoders'
    threads. A screen that is late misses frames, and never sees one twice or out of order: at most
    one picture of each clip waits for it.
    """

    frame = Signal(str, QImage)
    """A node's next picture."""
    failed = Signal(str, object)
    """A node whose proxy cannot be played, and the Trouble."""
    finished = Signal(str)
    """A node that was to play once has been seen to its end; it plays no more."""
    _arrived = Signal()

    def __init__(self, find: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._clips: dict[str, _Clip] = {}
        self._fresh: dict[str, tuple[_Clip, Made]] = {}
        self._since = 0.0
        self._told = False
        self._held = False
        self._closed = False
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self.leaves = Leaves()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def playing(self) -> frozenset[str]:
        """The nodes that play, rest out of sight, or are held."""
        return frozenset(self._clips)

    def play(
        self, node: str, proxy: Path | str, *, size: Size | None = None, once: bool = False
    ) -> None:
        """Play a file, or the stored one of that hash, from its start; what plays just goes on.

        Over and over, unless `once`.
        """
        with self._changed:
            clip = self._clips.get(node)
            if clip is None or clip.proxy != proxy:
                self._put(_Clip(node, proxy, size, once))
            elif clip.still is not None:
                clip.still, clip.began, clip.shown, clip.due = None, None, -1, 0.0
                self._changed.notify()

    def seek(
        self, node: str, share: float, proxy: Path | str | None = None, *, size: Size | None = None
    ) -> None:
        """Hold a clip at `share` (0..1) of its length: what leafing through it shows."""
        share = min(max(share, 0.0), 1.0)
        with self._changed:
            clip = self._clips.get(node)
            if proxy is not None and (clip is None or clip.proxy != proxy):
                clip = _Clip(node, proxy, size)
                self._put(clip)
            if clip is not None and clip.still != share:
                clip.still, clip.due = share, 0.0
                self._changed.notify()

    def resize(self, node: str, size: Size | None) -> None:
        """The card is shown in another size from now on."""
        with self._changed:
            clip = self._clips.get(node)
            if clip is not None and clip.size != size:
                clip.size, clip.shown = size, -1
                clip.due = min(clip.due, 0.0) if clip.still is not None else clip.due
                self._changed.notify()

    def pause(self, node: str) -> None:
        """Rest where it is, and give the decoder back: nobody sees it."""
        with self._changed:
            clip = self._clips.get(node)
            if clip is not None and clip.paused_at is None:
                clip.paused_at = time.monotonic()
                self._fresh.pop(node, None)
                if not clip.busy:
                    _let_go(clip)

    def resume(self, node: str) -> None:
        """Go on where it was paused."""
        with self._changed:
            clip = self._clips.get(node)
            if clip is not None and clip.paused_at is not None:
                if clip.began is not None:
                    clip.began += time.monotonic() - clip.paused_at
                clip.paused_at, clip.due = None, 0.0
                self._changed.notify()

    def hold(self, held: bool) -> None:
        """Decode nothing that plays while something matters more; films run on meanwhile."""
        with self._changed:
            self._held = held
            self._changed.notify_all()

    def share(self, node: str) -> float:
        """How far into its clip a node is, 0..1."""
        clip = self._clips.get(node)
        return clip.share if clip else 0.0

    def stop(self, node: str) -> None:
        """Play a node no more; no picture of it arrives after this."""
        with self._changed:
            self._drop(node)
            self._changed.notify_all()

    def stop_all(self) -> None:
        with self._changed:
            for node in tuple(self._clips):
                self._drop(node)
            self._changed.notify_all()

    def close(self) -> None:
        """Stop everything and wait for the decoders."""
        self.stop_all()
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _put(self, clip: _Clip) -> None:
        self._drop(clip.node)
        self._clips[clip.node] = clip
        if not self._threads:
            self._start()
        self._changed.notify()

    def _drop(self, node: str) -> None:
        clip = self._clips.pop(node, None)
        self._fresh.pop(node, None)
        if clip is not None:
            clip.over = True
            if not clip.busy:
                _let_go(clip)

    def _start(self) -> None:
        for number in range(THREADS):
            thread = threading.Thread(target=self._work, name=f"playback {number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    # -- on the decoders' threads

    def _work(self) -> None:
        while (clip := self._next()) is not None:
            made = self._made(clip)
            with self._changed:
                clip.busy = False
                if clip.over or clip.paused_at is not None:
                    _let_go(clip)
                elif made is not None:
                    self._since = self._since if self._fresh else time.monotonic()
                    self._fresh[clip.node] = (clip, made)
                self._changed.notify()

    def _next(self) -> _Clip | None:
        """Wait for the clip that is due first and take it in hand; None when all is over."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                clip = min(filter(self._waits, self._clips.values()), key=_due, default=None)
                wait = clip.due - now if clip else NEVER
                wait = min(wait, self._tell(now, wait <= 0))
                if clip is not None and clip.due <= now:
                    clip.busy = True
                    clip.due = NEVER if clip.still is not None else clip.due
                    return clip
                self._changed.wait(None if wait == NEVER else max(wait, 0.0))
        return None

    def _waits(self, clip: _Clip) -> bool:
        """Whether it may be taken in hand; not while the screen is late with what it has."""
        if clip.busy or clip.paused_at is not None:
            return False
        late = self._told and clip.node in self._fresh
        return clip.still is not None or not (self._held or late)

    def _tell(self, now: float, more_due: bool) -> float:
        """Tell the screen of what has come, all in one. Returns how long it can wait."""
        if not self._fresh or self._told:
            return NEVER
        at_once = any(clip.still is not None for clip, _ in self._fresh.values())
        coming = more_due or any(clip.busy for clip in self._clips.values())
        left = self._since + GATHERED - now
        if coming and not at_once and left > 0:
            return left
        self._told = True
        self._arrived.emit()
        return NEVER

    def _made(self, clip: _Clip) -> Made | None:
        still, size = clip.still, clip.size
        try:
            frames = self._opened(clip)
            number = _number(clip, frames, still)
            if number is None:
                clip.due = NEVER
                return ENDED
            clip.share = (number + 1) / frames.count
            if number == clip.shown:
                return None
            clip.shown = number
            if still is None:
                return frames.picture(number, size)
            return self._leaf(clip, frames, number, size)
        except Trouble as trouble:
            clip.due = NEVER
            return trouble

    def _leaf(self, clip: _Clip, frames: ProxyFrames, number: int, size: Size | None) -> QImage:
        key = (str(clip.proxy), size, number)
        image = self.leaves.find(key)
        if image is None:
            image = frames.picture(number, size)
            self.leaves.keep(key, image)
        return image

    def _opened(self, clip: _Clip) -> ProxyFrames:
        if clip.frames is None:
            path = clip.proxy if isinstance(clip.proxy, Path) else self._find(clip.proxy)
            if path is None:
                raise ClipMissing(say(QT_TRANSLATE_NOOP("words", "The clip's file is missing.")))
            clip.frames = ProxyFrames(path)
        return clip.frames

    # -- on the Qt thread

    def _deliver(self) -> None:
        with self._changed:
            self._told = False
            fresh, self._fresh = self._fresh, {}
            self._changed.notify_all()
        for node, (clip, made) in fresh.items():
            if self._clips.get(node) is not clip:
                continue
            if isinstance(made, QImage):
                self.frame.emit(node, made)
                continue
            self.stop(node)
            if isinstance(made, Trouble):
                self.failed.emit(node, made)
            else:
                self.finished.emit(node)


def _due(clip: _Clip) -> float:
    return clip.due


def _number(clip: _Clip, frames: ProxyFrames, still: float | None) -> int | None:
    """Which frame the clip shows now, None after the end of one that plays once; while it plays,
    also when the next one is due."""
    if still is not None:
        return round(still * (frames.count - 1))
    now = time.monotonic()
    if clip.began is None:
        # films of one rate change their pictures together: that is one frame of the screen
        clip.began = int(now * frames.rate) / frames.rate
    count = int((now - clip.began) * frames.rate + 1e-6)
    if clip.once and count >= frames.count:
        return None
    clip.due = clip.began + (count + 1) / frames.rate
    return count % frames.count


def _let_go(clip: _Clip) -> None:
    clip.shown = -1
    if clip.frames is not None:
        clip.frames.close()
        clip.frames = None
