"""A shot over one picture: flat, in layers where a subject can be lifted off, or mounted as a
panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.backends.animatic import cutout, panel, pictures
from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.poses import Floats, Path, Room, eased, path_for
from generation.backends.animatic.stack import Sheet, Stack
from generation.backends.animatic.view import Ground, fitted
from generation.contract import Path2D, Region, ShotRequest
from generation.moves import Kind, Move, Moves

SUBJECT, BACKGROUND = 1.0, 1.38
"""Distances: the camera turns around the subject, what lies behind moves less."""
HEADROOM = 0.2
"""Of what filling the frame cuts off a picture's height, the share that goes above: heads are at
the top.
"""
TOUCHED = (0.3, 0.4)
"""The box that is tried around the start of a path that says not what it moves, as shares of the
frame.
"""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something lifted off the picture, and the path it follows, if any."""

    cut: cutout.Cutout
    path: Path2D | None = None


def still(
    request: ShotRequest,
    picture: Pixels,
    moves: Moves,
    find: pictures.Find,
    size: tuple[int, int],
    *,
    chained: bool = False,
) -> Stack:
    """The stack of sheets for a picture (h, w, 3); `size` is the frame's. `chained`: it is where
    another shot ended.
    """
    high, wide = picture.shape[:2]
    if panel.wanted((wide, high), size, moves):
        sheets, ground = panel.mounted(picture, size)
        path = replace(_path(request, flat(moves), ground), calm=panel.CALM)
        return Stack(sheets, fitted(path, ground, sheets[0].depth))
    pieces = _pieces(request, picture, find)
    ground = Ground(wide, high, size, focus=_focus(picture, size, request.motion.subject, pieces))
    if not pieces:
        path = replace(_path(request, flat(moves), ground), chained=chained)
        return Stack([Sheet(picture)], fitted(path, ground))
    return _layered(request, picture, pieces, moves, ground)


def _layered(
    request: ShotRequest, picture: Pixels, pieces: Sequence[_Piece], moves: Moves, ground: Ground
) -> Stack:
    gone = np.max([piece.cut.matte for piece in pieces], axis=0)
    view = fitted(_path(request, moves, ground), ground, BACKGROUND)
    frame = ground.unit / view.nearest
    sheets = [Sheet(cutout.behind(picture, gone), BACKGROUND)]
    for piece in pieces:
        travel = _travel(piece.path, request, frame, ground.frame) if piece.path else None
        sheets.append(Sheet(piece.cut.pixels, SUBJECT, piece.cut.origin, travel=travel))
    return Stack(sheets, view)


def _path(request: ShotRequest, moves: Moves, ground: Ground) -> Path:
    seconds = request.frames * request.rate[1] / request.rate[0]
    return path_for(
        moves,
        request.frames,
        seconds,
        seed=request.seed,
        loop=request.loop,
        room=Room(*(2 * ground.half - ground.shape)),
    )


def flat(moves: Moves) -> Moves:
    """Nothing lies behind anything on a flat picture: a dolly zoom there is a plain push."""

    def plain(move: Move) -> Move:
        return replace(move, kind=Kind.push) if move.kind is Kind.dolly_zoom else move

    stages = tuple(replace(stage, moves=tuple(map(plain, stage.moves))) for stage in moves.stages)
    return replace(moves, stages=stages)


# What is lifted off


def _pieces(request: ShotRequest, picture: Pixels, find: pictures.Find) -> list[_Piece]:
    """The subject, and what the drawn paths move; nothing where no matte is sure."""
    motion = request.motion
    subject = _lifted(picture, motion.subject, find) if motion.subject else None
    pieces = []
    owed = subject
    for path in motion.paths:
        region = path.region or (None if owed else _touched(path))
        cut = _lifted(picture, region, find) if region else owed
        if region is None:
            owed = None
        if cut is not None:
            pieces.append(_Piece(cut, path))
    if owed is not None:
        pieces.insert(0, _Piece(owed))
    return pieces


def _lifted(picture: Pixels, region: Region, find: pictures.Find) -> cutout.Cutout | None:
    high, wide = picture.shape[:2]
    if region.mask is not None:
        mask = pictures.mask(region.mask, find, (wide, high))
        matte = cutout.from_mask(picture, _inside(mask, region))
    else:
        matte = cutout.from_box(picture, region.box) if region.box else None
    return None if matte is None else cutout.lifted(picture, matte)


def _inside(mask: Pixels, region: Region) -> Pixels:
    """The part of a mask that lies in the region's box."""
    if region.box is None:
        return mask
    high, wide = mask.shape
    x0, y0, x1, y1 = cutout.pixels_of(region.box, (wide, high))
    kept = np.zeros_like(mask)
    kept[y0:y1, x0:x1] = mask[y0:y1, x0:x1]
    return kept


def _touched(path: Path2D) -> Region:
    (x, y), (wide, high) = path.points[0], TOUCHED
    return Region(box=(x - wide / 2, y - high / 2, wide, high))


def _focus(
    picture: Pixels, frame: tuple[int, int], subject: Region | None, pieces: Sequence[_Piece]
) -> tuple[float, float]:
    """What the camera goes to: the subject, else the middle, a little above where the picture is
    tall.
    """
    box = subject.box if subject and subject.box else None
    if box is None and pieces:
        box = _around(pieces[0].cut.matte)
    high, wide = picture.shape[:2]
    seen = min(1.0, wide * frame[1] / frame[0] / high)
    if box is not None:
        down = min(box[3], seen * 0.92)  # of a subject taller than the frame its upper part
        return _held(box[0] + box[2] / 2), _held(box[1] + down * 0.46)
    cut_off = 1 - seen
    return 0.5, HEADROOM * cut_off + (1 - cut_off) / 2


def _held(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _around(matte: cutout.Matte) -> cutout.Box:
    """The box around a matte, as shares of the picture."""
    high, wide = matte.shape
    rows = np.flatnonzero((matte > 0.5).any(axis=1))
    columns = np.flatnonzero((matte > 0.5).any(axis=0))
    if not rows.size:
        return 0.25, 0.25, 0.5, 0.5
    left, top = columns[0] / wide, rows[0] / high
    return left, top, (columns[-1] + 1) / wide - left, (rows[-1] + 1) / high - top


def _travel(path: Path2D, request: ShotRequest, across: float, frame: tuple[int, int]) -> Floats:
    """(frames, 2): how far a piece has moved along its path at each frame, in picture pixels.
    `across` of them make a frame width.
    """
    points = np.array(path.points, np.float64) * [across, across * frame[1] / frame[0]]
    curve = rounded(points)
    steps = np.append(0, np.cumsum(np.hypot(*np.diff(curve, axis=0).T)))
    share = np.arange(request.frames) / max(request.frames - 1, 1)
    if request.loop:
        share = (1 - np.cos(2 * np.pi * np.arange(request.frames) / request.frames)) / 2
    along = eased(share) * steps[-1]
    return np.stack(
        [np.interp(along, steps, curve[:, axis]) - curve[0, axis] for axis in (0, 1)], 1
    )


def rounded(points: Floats) -> Floats:
    """A curve through the points (Catmull-Rom), finely sampled."""
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    pieces = []
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        pieces.append(0.5 * (2 * b + (c - a) * t + bend))
    return np.concatenate([*pieces, points[-1:]])
