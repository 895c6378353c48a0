"""A shot on its way to its files: master, proxy, thumbnail, and a look at it now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.disk import plain
from assets.encoding import ClipWriter
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Preview, Rendered, RenderTrouble, ShotRequest
from generation.dubbing import dub

Frame: TypeAlias = "NDArray[np.uint8]"
Sound: TypeAlias = "tuple[NDArray[np.float32], int]"
THUMBNAIL = (640, 360)
PREVIEW = (256, 256)
PREVIEW_EVERY = 0.25
"""Seconds."""
_AHEAD = 3
"""Frames that may wait to be encoded: what the drawing runs ahead, and what is held in memory."""


class Recording:
    """Encodes the frames of one shot on a thread of its own while the next ones are drawn.

    `finish` gives the files, `discard` leaves none; all three methods are for the drawing thread.
    `show` is called on the encoding thread.
    """

    def __init__(
        self,
        request: ShotRequest,
        *,
        master: Path,
        proxy: Path,
        thumbnail: Path,
        show: Callable[[Preview], None],
    ) -> None:
        self._request = request
        self._began = time.monotonic()
        self._count = 0
        shape = (request.height, request.width, 3)
        self._free: SimpleQueue[Frame] = SimpleQueue()
        for _ in range(_AHEAD):
            self._free.put(np.empty(shape, np.uint8))
        self._drawn: SimpleQueue[Frame | None] = SimpleQueue()
        self._files = _Files(request, master, proxy, thumbnail, show)
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._encode, name="encoding", daemon=True)
        self._thread.start()

    def add(self, frame: Frame) -> None:
        """Take the next frame; the caller may use its memory again. Raises RenderTrouble if it is
        not one of this shot's, and whatever an earlier frame met on its way to the disk."""
        request = self._request
        if frame.dtype != np.uint8 or frame.shape != (request.height, request.width, 3):
            raise _wrong(request, f"{frame.dtype} {frame.shape}")
        if self._count == request.frames:
            raise _wrong(request, "more frames than were asked for")
        kept = self._free.get()
        if self._failure is not None:
            raise self._failure
        np.copyto(kept, frame)
        self._drawn.put(kept)
        self._count += 1

    def finish(self, sound: Sound | None = None) -> Rendered:
        """The files, the master with this sound: (samples, channels) in -1..1, and its rate."""
        if self._count != self._request.frames:
            raise _wrong(self._request, f"{self._count} frames")
        self._settle()
        if self._failure is not None:
            raise self._failure
        self._files.close()
        if sound is not None:
            dub(self._files.master.path, *sound)
        return Rendered(
            master=self._files.master.path,
            proxy=self._files.proxy.path,
            thumbnail=self._files.thumbnail,
            frames=self._count,
            seconds=time.monotonic() - self._began,
        )

    def discard(self) -> None:
        self._failure = self._failure or _Unwanted()
        self._settle()
        self._files.discard()

    def _settle(self) -> None:
        """Wait until every frame is encoded, or dropped after a failure."""
        self._drawn.put(None)
        self._thread.join()

    def _encode(self) -> None:
        while (frame := self._drawn.get()) is not None:
            try:
                if self._failure is None:
                    self._files.write(frame)
            except BaseException as error:  # raised again where frames are added
                self._failure = error
            self._free.put(frame)


class _Unwanted(Exception):
    """The shot is given up: what is still to be encoded is dropped."""


class _Files:
    """The files of a shot, written frame by frame; one thread at a time."""

    def __init__(
        self,
        request: ShotRequest,
        master: Path,
        proxy: Path,
        thumbnail: Path,
        show: Callable[[Preview], None],
    ) -> None:
        rate, width, height = Rate(*request.rate), request.width, request.height
        self._middle = request.frames // 2
        self._show = show
        self._shown = -PREVIEW_EVERY  # the first frame is shown at once
        self._count = 0
        self.thumbnail = thumbnail
        self.master = ClipWriter(master, rate=rate, width=width, height=height)
        try:
            self.proxy = ClipWriter(proxy, rate=rate, width=width, height=height, quality="proxy")
        except BaseException:  # Ctrl+C too: nothing half made stays
            self.master.discard()
            raise

    def write(self, frame: Frame) -> None:
        now = time.monotonic()
        if now - self._shown >= PREVIEW_EVERY:
            self._shown = now
            self._show(Preview(jpeg=jpeg(frame, PREVIEW, quality=70), frame=self._count))
        if self._count == self._middle:
            with plain(self.thumbnail):
                self.thumbnail.write_bytes(jpeg(frame, THUMBNAIL, quality=86))
        # the proxy's writer takes the film's own format, which the master's hands back, faster
        self.proxy.write(self.master.write(frame))
        self._count += 1

    def close(self) -> None:
        self.master.close()
        self.proxy.close()

    def discard(self) -> None:
        self.master.discard()
        self.proxy.discard()
        self.thumbnail.unlink(missing_ok=True)


def jpeg(frame: Frame, box: tuple[int, int], *, quality: int) -> bytes:
    """The frame as a JPEG that fits into `box`, never blown up."""
    height, width = frame.shape[:2]
    share = min(1.0, box[0] / width, box[1] / height)
    size = max(1, round(width * share)), max(1, round(height * share))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA) if share < 1 else frame
    turned = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", turned, (cv2.IMWRITE_JPEG_QUALITY, quality))[1].tobytes()


def _wrong(request: ShotRequest, got: str) -> RenderTrouble:
    asked = f"{request.frames} x ({request.height}, {request.width}, 3) uint8"
    return RenderTrouble(
        say(
            QT_TRANSLATE_NOOP("words", "The model {model} drew something else than was asked for."),
            model=request.model,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "The shot was not rendered; the rest is as it was.")
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
        log=f"asked for {asked}, got {got}",
    )
