"""Which drawing a request becomes."""

from __future__ import annotations

from dataclasses import replace

from generation.backends.animatic import morph, pictures
from generation.backends.animatic.between import Dissolve, Drawing, Mixture, Succession
from generation.backends.animatic.burn import Burned
from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.slate import slate_of
from generation.backends.animatic.stack import Stack
from generation.backends.animatic.still import still
from generation.contract import Keyframe, ShotRequest
from generation.grammar import moves_from
from generation.moves import Moves, moves_from_camera


def shot_of(request: ShotRequest, find: pictures.Find, size: tuple[int, int]) -> Drawing:
    """Reads what the request names. `size` is (width, height) to draw at. Raises RenderTrouble."""
    moves = asked(request)
    if not request.keyframes:
        return slate_of(request, moves, size)
    drawing = _pictured(request, moves, find, size)
    return Burned(drawing, request, size) if request.slate else drawing


def asked(request: ShotRequest) -> Moves:
    """The moves of the control, or else of the words; framing and unrest come from the words."""
    words = moves_from(request.prompt, request.negative)
    control = moves_from_camera(request.motion.camera)
    return replace(words, stages=control.stages, static=False) if control else words


def _pictured(
    request: ShotRequest, moves: Moves, find: pictures.Find, size: tuple[int, int]
) -> Drawing:
    keyframes = sorted(request.keyframes, key=lambda keyframe: _at(keyframe, request))
    seen = [pictures.picture(keyframe.picture, find, size) for keyframe in keyframes]
    first, *others = seen
    chained = bool(keyframes[0].picture.render) and keyframes[0].picture.frame is not None
    drawings: list[Drawing] = [still(request, first, moves, find, size, chained=chained)]
    later = replace(request, motion=replace(request.motion, subject=None, paths=()))
    drawings += [still(later, picture, moves, find, size) for picture in others]
    if not others:
        return drawings[0]
    pairs = list(zip(drawings, drawings[1:], seen, others, strict=False))
    mixtures = [_mixture(one, other, a, b) for one, other, a, b in pairs]
    at = [_at(keyframe, request) for keyframe in keyframes]
    return Succession(drawings, at, mixtures, request.frames, request.loop)


def _at(keyframe: Keyframe, request: ShotRequest) -> int:
    return keyframe.at if keyframe.at >= 0 else request.frames + keyframe.at


def _mixture(one: Drawing, other: Drawing, first: Pixels, second: Pixels) -> Mixture:
    """A morph where the flow is sure and both are flat pictures seen the same way, else a
    dissolve.
    """
    plain = isinstance(one, Stack) and isinstance(other, Stack) and one.alike(other)
    found = morph.flows(first, second) if plain else None
    if found is None or not isinstance(one, Stack):
        return Dissolve(one, other)
    return morph.Morph(first, second, found, one.fitted)
