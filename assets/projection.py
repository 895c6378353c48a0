"""What each frame of a film looks like: the one place, for the export and for the player."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from av.video.frame import VideoFrame

from assets.colour import Converter, Picture, Plane, blended
from assets.encoding import even
from assets.frames import Frames
from assets.mount import mounted, resized
from assets.pictures import read_picture
from canvas.document.sequence import Caption, Card, Cut, Layer, Moving, Sequence, Still
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

Find = Callable[[str], Path]
"""The file of an asset by its hash; raises a Trouble where there is none."""

_OPEN = 3
"""Cuts kept open: the two of a dissolve and the one just left."""

_NEARLY = 0.94
"""A clip of nearly the film's shape, within this share, loses its edges and gets no bars: models
draw sides by 16 or 64 pixels, and so hardly ever quite the film's shape."""


class ShotUnreadable(Trouble):
    """A shot of the film cannot be shown; names the shot."""

    code = "shot_unreadable"


class FilmFrames:
    """The frames of a film as it stands, at `size` (width, height) or the film's own; one thread.

    Cuts, dissolves, stills on their mounts, cards, clips of other rates and shapes. `lenient`
    shows a card in place of a shot whose file is missing or broken, else that raises
    ShotUnreadable. `captions` burns the film's captions in. Memory does not grow with its length.
    """

    def __init__(
        self,
        sequence: Sequence,
        find: Find,
        *,
        size: tuple[int, int] | None = None,
        captions: bool = False,
        lenient: bool = False,
        threads: int = 0,
    ) -> None:
        self.sequence = sequence
        self.asked = size or (sequence.width, sequence.height)
        self.size = even(self.asked)
        self._find = find
        self._captions = sequence.captions if captions else ()
        self._lenient = lenient
        self._threads = threads
        self._converter = Converter()
        self._open: OrderedDict[str, _Source] = OrderedDict()

    def frame(self, number: int) -> Picture:
        """Frame `number` of the film as a new (height, width, 3) RGB array."""
        return self._converter.rgb(self.film_frame(number))

    def iterate(self, start: int = 0) -> Iterator[Picture]:
        return (self.frame(number) for number in range(start, self.sequence.frames))

    def screen(self, number: int) -> Plane:
        """Frame `number` as (height, width, 4) for a screen: faster than `frame`, less fine."""
        return self._converter.bgra(self.film_frame(number))

    def film_frame(self, number: int) -> VideoFrame:
        """Frame `number` as BT.709 yuv420p, only to be read: what an encoder takes as it is."""
        shown, *above = self.sequence.layers(number)
        frame = self._frame_of(shown)
        for layer in above:
            frame = blended(frame, self._frame_of(layer), layer.weight)
        caption = caption_at(self._captions, number)
        return frame if caption is None else self._with_caption(frame, caption)

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def __enter__(self) -> FilmFrames:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _frame_of(self, layer: Layer) -> VideoFrame:
        try:
            return self._source(layer.cut).frame(layer.source_frame)
        except Trouble as trouble:
            if not self._lenient:
                raise _unreadable(layer.cut, trouble) from trouble
            self._keep(layer.cut, _Steady(self._card_for(layer.cut, str(trouble.what))))
            return self._open[layer.cut.shot].frame(0)

    def _source(self, cut: Cut) -> _Source:
        if cut.shot not in self._open:
            self._keep(cut, self._opened(cut))
        self._open.move_to_end(cut.shot)
        return self._open[cut.shot]

    def _keep(self, cut: Cut, source: _Source) -> None:
        self._open[cut.shot] = source
        while len(self._open) > _OPEN:
            self._open.popitem(last=False)[1].close()

    def _opened(self, cut: Cut) -> _Source:
        source = cut.source
        if isinstance(source, Moving):
            return _Clip(self._find(source.asset), self.size, self._threads)
        if isinstance(source, Still):
            return _Steady(self._converter.yuv(self._still(self._find(source.asset))))
        return _Steady(self._card_for(cut, source.text, source))

    def _still(self, path: Path) -> Picture:
        """Mounted as the film has it, then made smaller: a small player shows the same picture."""
        whole = even((self.sequence.width, self.sequence.height))
        picture = mounted(read_picture(path, fit=(2 * whole[0], 2 * whole[1])), whole)
        return picture if whole == self.size else resized(picture, self.size)

    def _card_for(self, cut: Cut, text: str, card: Card | None = None) -> VideoFrame:
        title, number = (card.title, card.number) if card else (cut.title, cut.number)
        return self._converter.yuv(_card(title, text, number, self.size))

    def _with_caption(self, frame: VideoFrame, caption: Caption) -> VideoFrame:
        from assets import lettering  # late: loads Qt, which a film without words never needs

        picture = self._converter.rgb(frame)
        lettering.stamp(picture, *lettering.caption(caption.text, self.size))
        return self._converter.yuv(picture)


def caption_at(captions: tuple[Caption, ...], number: int) -> Caption | None:
    spoken = (one for one in captions if one.start <= number < one.start + one.frames)
    return next(spoken, None)


class _Source(Protocol):
    def frame(self, number: int) -> VideoFrame: ...
    def close(self) -> None: ...


class _Steady:
    """One frame for the whole cut."""

    def __init__(self, shown: VideoFrame) -> None:
        self._shown = shown

    def frame(self, number: int) -> VideoFrame:
        return self._shown

    def close(self) -> None:
        pass


class _Clip:
    """A video conformed to the film; holds its last frame."""

    def __init__(self, path: Path, size: tuple[int, int], threads: int) -> None:
        self._frames = Frames(path, threads=threads)
        self._size = size
        self._converter = Converter()

    def frame(self, number: int) -> VideoFrame:
        decoded = self._frames.decoded(min(number, self._frames.frames - 1))
        if self._frames.plain and _same_shape((decoded.width, decoded.height), self._size):
            return self._converter.film(decoded, size=self._size)
        picture = self._frames.picture(decoded)
        whole = mounted(picture, self._size, enlarge=float("inf"), crop=_NEARLY)
        return self._converter.yuv(whole)

    def close(self) -> None:
        self._frames.close()


def _same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether scaling alone fits one into the other, to within a pixel."""
    return abs(one[0] * other[1] - one[1] * other[0]) <= max(one[0], other[0])


def _card(title: str, text: str, number: str, size: tuple[int, int]) -> Picture:
    from assets import lettering  # late: loads Qt, which a film without words never needs

    return lettering.card(title, text, number, size)


def _unreadable(cut: Cut, trouble: Trouble) -> ShotUnreadable:
    return ShotUnreadable(
        say(
            QT_TRANSLATE_NOOP("words", "Shot {shot} cannot be shown: {reason}"),
            shot=shot_name(cut),
            reason=trouble.what,
        ),
        meaning=trouble.meaning,
        remedy=trouble.remedy,
    )


def shot_name(cut: Cut) -> str:
    """What a person calls the shot: 2A “Countdown”."""
    if cut.number and cut.title:
        return f"{cut.number} “{cut.title}”"
    return cut.number or (f"“{cut.title}”" if cut.title else f"“{cut.shot}”")
