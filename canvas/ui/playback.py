"""Clips that play inside their nodes: proxies, decoded on two threads, for what is in sight."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

if TYPE_CHECKING:
    from assets.colour import Converter
    from assets.frames import Frames

THREADS = 2


class ClipMissing(Trouble):
    code = "missing_media"


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage of its own from (height, width, 4) BGRA."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


@dataclass(eq=False)
class _Clip:
    """One node's playback. `due` and `still` change under the lock, the rest belongs to whichever
    thread has the clip in hand."""

    node: str
    proxy: Path | str
    due: float = 0.0
    still: float | None = None
    """The share of the clip that is held; None plays."""
    busy: bool = False
    over: bool = False
    frames: Frames | None = None
    began: float = 0.0
    shown: int = -1
    share: float = 0.0
    converter: Converter | None = None


class ProxyPlayer(QObject):
    """Plays proxies over and over, each at its own rate; lives on the Qt thread.

    `find` gives the file of a stored proxy by its hash, or None; it is called on the decoders'
    threads. A screen that is late misses frames, and never sees one twice or out of order.
    """

    frame = Signal(str, QImage)
    """A node's next picture."""
    failed = Signal(str, object)
    """A node whose proxy cannot be played, and the Trouble."""
    _arrived = Signal()

    def __init__(self, find: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._clips: dict[str, _Clip] = {}
        self._fresh: dict[str, tuple[_Clip, QImage | Trouble]] = {}
        self._told = False
        self._closed = False
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def playing(self) -> frozenset[str]:
        """The nodes that play or are held."""
        return frozenset(self._clips)

    def play(self, node: str, proxy: Path | str) -> None:
        """Play a file, or the stored one of that hash, from its start; what plays just goes on."""
        with self._changed:
            clip = self._clips.get(node)
            if clip is None or clip.proxy != proxy:
                self._put(_Clip(node, proxy))
            elif clip.still is not None:
                clip.still, clip.shown, clip.due = None, -1, 0.0
                self._changed.notify()

    def seek(self, node: str, share: float, proxy: Path | str | None = None) -> None:
        """Hold a clip at `share` (0..1) of its length: what hovering over it shows."""
        share = min(max(share, 0.0), 1.0)
        with self._changed:
            clip = self._clips.get(node)
            if proxy is not None and (clip is None or clip.proxy != proxy):
                clip = _Clip(node, proxy)
                self._put(clip)
            if clip is not None and clip.still != share:
                clip.still, clip.due = share, 0.0
                self._changed.notify()

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
            made = self._picture(clip)
            with self._changed:
                clip.busy = False
                if clip.over:
                    _let_go(clip)
                elif made is not None:
                    self._hand_over(clip, made)
                self._changed.notify()

    def _next(self) -> _Clip | None:
        """Wait for the clip that is due first and take it in hand; None when all is over."""
        with self._changed:
            while not self._closed:
                waiting = [clip for clip in self._clips.values() if not clip.busy]
                clip = min(waiting, key=lambda one: one.due, default=None)
                wait = clip.due - time.monotonic() if clip else None
                if clip is not None and wait is not None and wait <= 0:
                    clip.busy = True
                    clip.due = float("inf") if clip.still is not None else clip.due
                    return clip
                self._changed.wait(None if wait == float("inf") else wait)
        return None

    def _picture(self, clip: _Clip) -> QImage | Trouble | None:
        still = clip.still
        try:
            frames, converter = self._opened(clip)
            number = _number(clip, frames, still)
            clip.share = (number + 1) / frames.frames
            if number == clip.shown:
                return None
            clip.shown = number
            return image_of(converter.bgra(frames.decoded(number)))
        except Trouble as trouble:
            clip.due = float("inf")
            return trouble

    def _opened(self, clip: _Clip) -> tuple[Frames, Converter]:
        if clip.frames is None or clip.converter is None:
            # late: the decoders are loaded when the first clip plays, not when the app starts
            from assets.colour import Converter
            from assets.frames import Frames

            path = clip.proxy if isinstance(clip.proxy, Path) else self._find(clip.proxy)
            if path is None:
                raise ClipMissing(say(QT_TRANSLATE_NOOP("words", "The clip's file is missing.")))
            clip.frames, clip.converter = Frames(path, threads=1), Converter()
        return clip.frames, clip.converter

    def _hand_over(self, clip: _Clip, made: QImage | Trouble) -> None:
        self._fresh[clip.node] = (clip, made)
        if not self._told:
            self._told = True
            self._arrived.emit()

    # -- on the Qt thread

    def _deliver(self) -> None:
        with self._changed:
            self._told = False
            fresh, self._fresh = self._fresh, {}
        for node, (clip, made) in fresh.items():
            if self._clips.get(node) is not clip:
                continue
            if isinstance(made, Trouble):
                self.stop(node)
                self.failed.emit(node, made)
            else:
                self.frame.emit(node, made)


def _number(clip: _Clip, frames: Frames, still: float | None) -> int:
    """Which frame the clip shows now; while it plays, also when the next one is due."""
    last = frames.frames - 1
    if still is not None:
        return round(still * last)
    now, rate = time.monotonic(), float(frames.rate)
    if clip.shown < 0:
        clip.began = now
    count = int((now - clip.began) * rate + 1e-6)
    clip.due = clip.began + (count + 1) / rate
    return count % frames.frames


def _let_go(clip: _Clip) -> None:
    if clip.frames is not None:
        clip.frames.close()
        clip.frames = None
