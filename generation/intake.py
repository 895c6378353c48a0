"""What a render process delivered is checked, then moved into the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from generation.contract import (
    Media,
    MediaMissing,
    OutOfDisk,
    Rendered,
    RenderTrouble,
    ShotRequest,
)
from generation.jobs import Result
from generation.messages import media_of, name_of

if TYPE_CHECKING:
    from assets.store import Store


def take_in(rendered: Rendered, request: ShotRequest, store: Store) -> Result:
    """Store master, proxy and thumbnail. Any thread. Raises RenderTrouble if they are not right."""
    frames, width, height = measured(rendered.master)
    _must_be(request, frames, width, height)
    _, sound = _rate_and_sound(rendered.master)
    with told_of_disk():
        proxy = store.adopt(rendered.proxy, ".mp4")
        thumbnail = store.adopt(rendered.thumbnail, ".jpg")
        master = store.adopt(rendered.master, ".mp4")
    return Result(
        asset=master.hash,
        proxy=proxy.hash,
        thumbnail=thumbnail.hash,
        frames=frames,
        rate=Rate(*request.rate),
        width=width,
        height=height,
        bytes=master.bytes,
        seconds=rendered.seconds,
        sound=sound,
    )


def known(asset: str, request: ShotRequest, store: Store) -> Result:
    """The result of a shot that somebody has rendered before; the board has the rest of it."""
    with told_of_disk():
        path = store.path(asset)
    frames, width, height = measured(path)
    rate, sound = _rate_and_sound(path)
    return Result(
        asset=asset,
        proxy="",
        thumbnail="",
        frames=frames,
        rate=rate or Rate(*request.rate),
        width=width,
        height=height,
        bytes=path.stat().st_size,
        seconds=0.0,
        sound=sound,
    )


def files_of(
    request: ShotRequest, store: Store, rendered: Callable[[str], str | None]
) -> dict[str, Path]:
    """Where everything lies that the request names. Raises MediaMissing."""
    files = {}
    for media in media_of(request):
        hash = media.asset or rendered(media.render) or ""
        with told_of_disk():
            path = store.find(hash)
        if path is None:
            raise gone(media)
        files[name_of(media)] = path
    return files


def gone(media: Media) -> MediaMissing:
    """A file that a shot begins with is not on this disk."""
    return MediaMissing(
        say(QT_TRANSLATE_NOOP("words", "A picture or video that this shot uses is gone.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "The shot was not rendered.")),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Import it again: it is recognised by its content; then render."
            )
        ),
        log=name_of(media),
    )


def measured(master: Path) -> tuple[int, int, int]:
    """Frames, width and height of a clip, by what it really holds. Raises RenderTrouble."""
    import av  # late: the window starts without it

    try:
        with av.open(str(master)) as clip:
            stream = clip.streams.video[0]
            frames = sum(packet.size > 0 for packet in clip.demux(stream))
            return frames, stream.width, stream.height
    except (av.FFmpegError, OSError, IndexError) as error:
        raise RenderTrouble(
            say(QT_TRANSLATE_NOOP("words", "The rendered file cannot be read.")),
            meaning=_NOT_STORED,
            remedy=say(QT_TRANSLATE_NOOP("words", "Render the shot again.")),
            log=str(error),
        ) from error


def _rate_and_sound(master: Path) -> tuple[Rate | None, bool]:
    """A clip's own rate, which may be another than was asked for (a single frame has none), and
    whether it carries sound."""
    import av  # late: the window starts without it

    with av.open(str(master)) as clip:
        stream = clip.streams.video[0]
        found = stream.average_rate if stream.frames > 1 else None
        rate = Rate(found.numerator, found.denominator) if found else None
        return rate, bool(clip.streams.audio)


@contextmanager
def told_of_disk() -> Iterator[None]:
    """Let every failure inside the block speak as a RenderTrouble."""
    try:
        yield
    except RenderTrouble:
        raise
    except Trouble as trouble:
        kind = OutOfDisk if trouble.code == "disk-full" else RenderTrouble
        raise kind(trouble.what, meaning=trouble.meaning, remedy=trouble.remedy) from trouble


def _must_be(request: ShotRequest, frames: int, width: int, height: int) -> None:
    # 4:2:0 holds no odd sides: the writer repeats the last row or column
    asked = (request.width + request.width % 2, request.height + request.height % 2)
    if (width, height) == asked and frames == request.frames:
        return
    text = QT_TRANSLATE_NOOP(
        "words", "The model drew {frames} frames of {size} instead of {asked} of {asked_size}."
    )
    sizes = {"size": f"{width} x {height}", "asked_size": f"{asked[0]} x {asked[1]}"}
    raise RenderTrouble(
        say(text, frames=frames, asked=request.frames, **sizes),
        meaning=_NOT_STORED,
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
    )


_NOT_STORED: Sentence = say(
    QT_TRANSLATE_NOOP("words", "The shot was not rendered; the rest of the board is as it was.")
)
