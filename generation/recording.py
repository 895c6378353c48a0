"""A shot on its way to its files: master, proxy, thumbnail, and a look at it now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.encoding import ClipWriter
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Preview, Rendered, RenderTrouble, ShotRequest

Frame: TypeAlias = "NDArray[np.uint8]"
THUMBNAIL = (640, 360)
PREVIEW = (256, 256)
PREVIEW_EVERY = 0.25
"""Seconds."""


class Recording:
    """Encodes the frames of one shot while the next one is drawn; x264 works on threads of its own.

    One thread. `finish` gives the files, `discard` leaves none.
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
        self._thumbnail = thumbnail
        self._show = show
        self._began = time.monotonic()
        self._shown = self._began - PREVIEW_EVERY  # the first frame is shown at once
        self._count = 0
        rate, width, height = Rate(*request.rate), request.width, request.height
        self._master = ClipWriter(master, rate=rate, width=width, height=height)
        try:
            self._proxy = ClipWriter(proxy, rate=rate, width=width, height=height, quality="proxy")
        except BaseException:
            self._master.discard()
            raise

    def add(self, frame: Frame) -> None:
        """Take the next frame. Raises RenderTrouble if it is not one of this shot's."""
        request = self._request
        if frame.dtype != np.uint8 or frame.shape != (request.height, request.width, 3):
            raise _wrong(request, f"{frame.dtype} {frame.shape}")
        if self._count == request.frames:
            raise _wrong(request, "more frames than were asked for")
        if self._count == request.frames // 2:
            self._thumbnail.write_bytes(jpeg(frame, THUMBNAIL, quality=86))
        now = time.monotonic()
        if now - self._shown >= PREVIEW_EVERY:
            self._shown = now
            self._show(Preview(jpeg=jpeg(frame, PREVIEW, quality=70), frame=self._count))
        # the proxy's writer takes the film's own format, which the master's hands back, faster
        self._proxy.write(self._master.write(frame))
        self._count += 1

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    def finish(self) -> Rendered:
        if self._count != self._request.frames:
            raise _wrong(self._request, f"{self._count} frames")
        self._master.close()
        self._proxy.close()
        return Rendered(
            master=self._master.path,
            proxy=self._proxy.path,
            thumbnail=self._thumbnail,
            frames=self._count,
            seconds=self.seconds,
        )

    def discard(self) -> None:
        self._master.discard()
        self._proxy.discard()
        self._thumbnail.unlink(missing_ok=True)


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
