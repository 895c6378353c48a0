"""A shot that has only words: what will be seen and how the camera will move, legible at a glance.

Words that say nothing of the camera make a card of large letters that drift; the others get a
viewfinder in which a little stage is filmed with the very move that the words ask for.
"""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.lettering import MARGIN, Style, card_letters, drawn, fitted, night, stamp
from generation.backends.animatic import arrows, figure, panel
from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.poses import Room, lengths, path_for
from generation.backends.animatic.stack import Sheet, Stack
from generation.backends.animatic.view import Ground
from generation.backends.animatic.view import fitted as placed
from generation.contract import ShotRequest
from generation.moves import Moves, Stage

_CHINESE_MOVES = {
    "push in": "推近",
    "pull back": "拉远",
    "zoom in": "变焦推近",
    "zoom out": "变焦拉远",
    "pan right": "右摇",
    "pan left": "左摇",
    "tilt up": "上摇",
    "tilt down": "下摇",
    "truck right": "右移",
    "truck left": "左移",
    "crane up": "升",
    "crane down": "降",
    "orbit right": "向右环绕",
    "orbit left": "向左环绕",
    "dolly zoom in": "滑动变焦（推）",
    "dolly zoom out": "滑动变焦（拉）",
    "roll clockwise": "顺时针旋转",
    "roll counter-clockwise": "逆时针旋转",
    "whip right": "向右甩",
    "whip left": "向左甩",
    "static": "固定镜头",
    "handheld": "手持",
}
_CHINESE_PACES = {"very slow": "极慢", "slow": "缓慢", "fast": "快速", "very fast": "急速", "": ""}
_CHINESE_SIZES = {
    "extreme close-up": "大特写",
    "close-up": "特写",
    "medium close-up": "近景",
    "medium": "中景",
    "full": "全身",
    "wide": "全景",
    "extreme wide": "大远景",
}
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MIX = 0.3
"""Seconds in which the arrows of one stage give way to those of the next."""


def slate_of(request: ShotRequest, moves: Moves, size: tuple[int, int]) -> TitleCard | Slate:
    if moves or moves.size or moves.angle:
        return Slate(request, moves, size)
    return TitleCard(request, size)


class TitleCard:
    """Large letters on the night ground, coming nearer so slowly that only their life is felt."""

    def __init__(self, request: ShotRequest, size: tuple[int, int]) -> None:
        title, number = _names(request)
        words = request.prompt.strip()
        letters = card_letters(title or words, words if title else "", number, size)
        wide, high = size
        ground = Ground(wide, high, size, span=float(wide))
        path = path_for(
            Moves(),
            request.frames,
            _seconds(request),
            seed=request.seed,
            loop=request.loop,
            room=Room(),
        )
        sheets = [Sheet(night(size)), Sheet(letters)]
        self._stack = Stack(sheets, placed(path, ground))

    def frame(self, number: int) -> Pixels:
        return self._stack.frame(number)


class Slate:
    """Number and title, the viewfinder with its arrows, the framing and the move in words, and the
    words themselves.
    """

    def __init__(self, request: ShotRequest, moves: Moves, size: tuple[int, int]) -> None:
        self.request, self.moves, self.size = request, moves, size
        self.unit = min(size) / 9
        self.box = self._viewfinder()
        self._stack = self._filmed()
        self._corners = self._rounded()
        self._grounds = self._pages()

    def frame(self, number: int) -> Pixels:
        frame = self._page(number)
        left, top, right, bottom = self.box
        seen = self._stack.frame(number)
        for down, across, share in self._corners:
            under = frame[top:bottom, left:right][down, across].astype(np.float32)
            seen[down, across] = np.rint(under + (seen[down, across] - under) * share)
        frame[top:bottom, left:right] = seen
        return frame

    def _page(self, number: int) -> Pixels:
        """The ground with the arrows of the stage that runs, or of two while they change."""
        place = self._stage_at(number)
        first, share = int(place), place % 1
        if share == 0:
            return self._grounds[first].copy()
        pages = self._grounds[first], self._grounds[first + 1]
        return cv2.addWeighted(pages[0], 1 - share, pages[1], share, 0).astype(np.uint8, copy=False)

    def _pages(self) -> list[Pixels]:
        ground = self._written()
        pages = []
        for stage in self.moves.stages or (Stage(()),):
            page = ground.copy()
            marks = arrows.arrows(stage, self.moves.shake, self.size, self.box, self.unit)
            stamp(page, marks, 0, 0, 0.92)
            pages.append(page)
        return pages

    def _stage_at(self, number: int) -> float:
        """Which stage runs at a frame; a broken number while one gives way to the next."""
        seconds = _seconds(self.request)
        now = number / max(self.request.frames, 1) * seconds
        ends = np.cumsum(lengths(self.moves.stages, seconds))[:-1]
        return float(sum(np.clip((now - end) / _MIX + 0.5, 0, 1) for end in ends))

    def _viewfinder(self) -> arrows.Box:
        wide, high = self.size
        shape = wide / high
        down = min(high * 0.5, (wide - 3.4 * self.unit) / shape)
        across = down * shape
        left, top = (wide - across) / 2, high * 0.155
        return round(left), round(top), round(left + across), round(top + down)

    def _filmed(self) -> Stack:
        left, top, right, bottom = self.box
        sheets, ground = figure.stage(
            (right - left, bottom - top), self.moves.size, self.moves.angle
        )
        request = self.request
        path = path_for(
            self.moves,
            request.frames,
            _seconds(request),
            seed=request.seed,
            loop=request.loop,
            room=Room(),
        )
        return Stack(sheets, placed(path, ground, sheets[0].depth))

    def _rounded(self) -> list[tuple[slice, slice, NDArray[np.float32]]]:
        """Where the viewfinder's corners are, and how much of its picture shows there."""
        radius = max(1, round(self.unit * 0.11))
        whole = np.zeros((2 * radius * 4, 2 * radius * 4), np.uint8)
        panel.round_box(whole, 0, 0, *whole.shape, radius * 4)
        soft = cv2.resize(whole, (2 * radius, 2 * radius), interpolation=cv2.INTER_AREA)
        share = (soft.astype(np.float32) / np.float32(255))[..., None]
        ends = slice(0, radius), slice(-radius, None)
        return [(down, across, share[down, across]) for down in ends for across in ends]

    def _written(self) -> Pixels:
        frame = night(self.size).copy()
        wide = self.size[0]
        title, number = _names(self.request)
        edge, half = round(self.unit * MARGIN), int(wide * 0.62)
        x, y = edge, round(self.unit * 0.6)
        bold = Style(self.unit * 0.34, 600, opacity=0.95)
        if number:
            letters = fitted(number, bold, (half, round(self.unit * 0.6)), 8)
            stamp(frame, letters, x, y)
            x += _ink(letters) + round(self.unit * 0.22)
        calm = replace(bold, weight=500, opacity=0.6)
        stamp(frame, fitted(title, calm, (max(half - x, 8), round(self.unit * 0.6)), 8), x, y)
        length = f"{_seconds(self.request):.1f} s"
        right = replace(calm, opacity=0.45, align="right")
        stamp(frame, drawn(length, right, half // 2, 1), wide - half // 2 - edge, y)
        self._headed(frame)
        return frame

    def _headed(self, frame: Pixels) -> None:
        """Framing and move under the viewfinder, then the words of the prompt."""
        wide, high = self.size
        inner, y = int(wide - 2 * self.unit), self.box[3] + round(self.unit * 0.5)
        line = headline_of(self.moves, self.request.prompt)
        head = Style(self.unit * 0.46, 600, leading=1.3, align="center")
        letters = fitted(line, head, (inner, round(self.unit * 0.66)), self.unit * 0.26)
        stamp(frame, letters, (wide - inner) // 2, y)
        y += letters.shape[0] + round(self.unit * 0.06)
        body = Style(self.unit * 0.3, 500, opacity=0.72, leading=1.5, align="center")
        room = inner, high - y - round(self.unit * 0.35)
        words = " ".join(self.request.prompt.split("\n")) or _names(self.request)[0]
        letters = fitted(words, body, room, self.unit * 0.22, balanced=True)
        stamp(frame, letters, (wide - inner) // 2, y)


def _seconds(request: ShotRequest) -> float:
    return request.frames * request.rate[1] / request.rate[0]


def _names(request: ShotRequest) -> tuple[str, str]:
    slate = request.slate
    return (slate.title.strip(), slate.number.strip()) if slate else ("", "")


def _ink(letters: Pixels) -> int:
    """Where the letters end."""
    columns = np.flatnonzero(letters[..., 3].any(axis=0))
    return int(columns[-1]) + 1 if columns.size else 0


def headline_of(moves: Moves, prompt: str) -> str:
    """WIDE · slow pan right, or 全景 · 缓慢右摇 where the words are Chinese."""
    letters = [letter for letter in prompt if letter.isalpha()]
    chinese = sum(bool(_CHINESE.match(letter)) for letter in letters)
    if chinese * 2 > len(letters):
        return " · ".join(
            filter(None, [_CHINESE_SIZES.get(moves.size, ""), _told_in_chinese(moves)])
        )
    angle = f"{moves.angle} angle" if moves.angle and moves.angle != "overhead" else moves.angle
    return " · ".join(filter(None, [moves.size.upper(), angle, moves.told()]))


def _told_in_chinese(moves: Moves) -> str:
    parts = [
        " + ".join(_CHINESE_PACES[m.pace] + _CHINESE_MOVES.get(m.name, m.name) for m in s.moves)
        for s in moves.stages
    ]
    extras = [_CHINESE_MOVES["static"]] if moves.static else []
    extras += [_CHINESE_MOVES["handheld"]] if moves.shake else []
    return "，".join(filter(None, ["，然后".join(parts), *extras]))
