"""What is written on a picture that asks for it: number and title, and the time within the shot."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from assets.lettering import Style, drawn, stamp
from canvas.document.timing import Rate, timecode
from generation.backends.animatic.between import Drawing
from generation.backends.animatic.panel import round_box
from generation.backends.animatic.plate import Pixels
from generation.contract import ShotRequest

INK = (14, 16, 20)
VEIL = 0.62


class Burned:
    """A drawing with its slate in the lower corners."""

    def __init__(self, drawing: Drawing, request: ShotRequest, size: tuple[int, int]) -> None:
        self.drawing, self.size = drawing, size
        self.rate = Rate(*request.rate)
        self.unit = min(size) / 9
        slate = request.slate
        self.label = "  ".join(filter(None, [slate.number, slate.title])) if slate else ""

    def frame(self, number: int) -> Pixels:
        frame = self.drawing.frame(number)
        edge = round(self.unit * 0.35)
        low = self.size[1] - edge
        if self.label:
            name = badge(self.label, self.unit, int(self.size[0] * 0.6))
            stamp(frame, name, edge, low - name.shape[0])
        time = badge(timecode(number, self.rate), self.unit, int(self.size[0] * 0.6))
        stamp(frame, time, self.size[0] - edge - time.shape[1], low - time.shape[0])
        return frame


@lru_cache(maxsize=64)
def badge(text: str, unit: float, widest: int) -> Pixels:
    """A line of text on a dark rounded ground, premultiplied RGBA."""
    letters = drawn(text, Style(unit * 0.26, 600, (255, 255, 255), leading=1.3), widest, 1)
    inked = np.flatnonzero(letters[..., 3].any(axis=0))
    letters = letters[:, : int(inked[-1]) + 2 if inked.size else 1]
    high, wide = letters.shape[:2]
    # the width of a clock must not twitch with its digits
    pad, step = round(unit * 0.13), max(1, round(unit * 0.12))
    wide = -(-(wide + 2 * pad) // step) * step
    shape = np.zeros(((high + pad) * 4, wide * 4), np.uint8)
    round_box(shape, 0, 0, shape.shape[1], shape.shape[0], round(unit * 0.08 * 4))
    ground = cv2.resize(shape, (wide, high + pad), interpolation=cv2.INTER_AREA)
    veil = ground[..., None].astype(np.float32) / np.float32(255) * np.float32(VEIL)
    sheet = np.concatenate([veil * np.array(INK, np.float32), veil * 255], axis=2)
    top, left = pad // 2, (wide - letters.shape[1]) // 2
    under = sheet[top : top + high, left : left + letters.shape[1]]
    under *= 1 - letters[..., 3:].astype(np.float32) / 255
    under += letters
    return np.asarray(np.rint(sheet), np.uint8)
