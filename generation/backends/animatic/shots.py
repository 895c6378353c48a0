"""Which drawing a request becomes."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from generation.backends.animatic import panel, pictures
from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.poses import Room, path_for
from generation.backends.animatic.slate import slate_of
from generation.backends.animatic.stack import Sheet, Stack
from generation.backends.animatic.view import Ground, fitted
from generation.contract import Keyframe, ShotRequest
from generation.grammar import moves_from
from generation.moves import Kind, Moves, Move, moves_from_camera


class Drawing(Protocol):
    def frame(self, number: int) -> Pixels:
        """(height, width, 3) RGB of one frame of the shot."""
        ...


def shot_of(request: ShotRequest, find: pictures.Find, size: tuple[int, int]) -> Drawing:
    """Reads what the request names. `size` is (width, height) to draw at. Raises RenderTrouble."""
    moves = asked(request)
    if not request.keyframes:
        return slate_of(request, moves, size)
    return still(request, request.keyframes[0], moves, find, size)


def asked(request: ShotRequest) -> Moves:
    """The moves of the control, or else of the words; the words always name size, angle and unrest."""
    words = moves_from(request.prompt, request.negative)
    control = moves_from_camera(request.motion.camera)
    return replace(words, stages=control.stages, static=False) if control else words


def still(
    request: ShotRequest, keyframe: Keyframe, moves: Moves, find: pictures.Find, size: tuple[int, int]
) -> Stack:
    picture = pictures.picture(keyframe.picture, find, size)
    seconds = request.frames * request.rate[1] / request.rate[0]
    high, wide = picture.shape[:2]
    calm = 1.0
    if panel.wanted((wide, high), size, moves):
        sheets, ground = panel.mounted(picture, size)
        calm = panel.CALM
    else:
        sheets, ground = [Sheet(picture)], Ground(wide, high, size)
    room = Room(*(2 * ground.half - ground.shape))
    moves = _flat(moves)
    path = path_for(moves, request.frames, seconds, seed=request.seed, loop=request.loop, room=room)
    return Stack(sheets, fitted(replace(path, calm=calm), ground, sheets[0].depth))


def _flat(moves: Moves) -> Moves:
    """Nothing lies behind anything on a flat picture: a dolly zoom there is a plain push."""

    def plain(move: Move) -> Move:
        return replace(move, kind=Kind.push) if move.kind is Kind.dolly_zoom else move

    stages = tuple(replace(stage, moves=tuple(map(plain, stage.moves))) for stage in moves.stages)
    return replace(moves, stages=stages)
