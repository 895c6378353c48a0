"""Exports a film: its Sequence and the stored files become one MP4 or GIF."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import PictureType
from av.video.stream import VideoStream

from assets.animation import write_gif
from assets.disk import Stopped, check_place, disk_trouble, plain, settle_folder
from assets.encoding import add_film_stream, even, film_encoder
from assets.joining import Copyable, Run, copyable, packets, runs, with_lengths
from assets.mixing import parts_of
from assets.projection import FilmFrames, Find, shot_name
from assets.soundtrack import Soundtrack
from assets.unfinished import PART, beside, sweep_beside
from canvas.document.sequence import Cut, Moving, Sequence, SoundCue, Still
from canvas.document.timing import Rate, seconds_from, timecode
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

__all__ = ["Exported", "FilmFrames", "MissingShots", "Options", "export"]

SOFTWARE = "Shotweave"
FORMATS = (".mp4", ".gif")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person may choose about an export."""

    captions: bool = False
    """Burn the film's captions into the picture."""
    copy: bool = True
    """Take shots that already match as they are, rather than encode them again."""
    gif_width: int = 480
    """Pixels at most."""
    gif_rate: Rate | None = None
    """Frames a second of a GIF; None takes the film's, halved until at most 15."""


@dataclass(frozen=True, slots=True)
class Exported:
    path: Path
    frames: int
    seconds: float
    copied: bool
    """Every frame was taken as it stood in its clip."""


class MissingShots(Trouble):
    """Files of the film are not there; names the shots."""

    code = "missing_media"


class EmptyFilm(Trouble):
    code = "empty_film"


class UnknownFormat(Trouble):
    code = "unknown_format"


def export(
    sequence: Sequence,
    find: Find,
    out: Path,
    *,
    format: str | None = None,
    options: Options | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the film to `out`; `format` is .mp4 or .gif and else what the name ends in.

    What stood at `out` is replaced at the very end, and by a whole file only. `progress` hears the
    frames done and their total. Raises Stopped when `cancelled` answers yes, MissingShots,
    ShotUnreadable, DiskTrouble; then `out` is as it was. Any thread; memory is flat.
    """
    options = options or Options()
    kind = _format(out, format)
    check_place(out)
    _check(sequence, find)
    tell = _Teller(sequence.frames, progress, cancelled)
    temporary = _beside(out)
    try:
        if kind == ".gif":
            copied = False
            with FilmFrames(sequence, find, captions=options.captions) as film:
                write_gif(
                    film, temporary, width=options.gif_width, rate=options.gif_rate, tell=tell.at
                )
        else:
            copied = _write_mp4(sequence, find, temporary, options, tell)
        _put_in_place(temporary, out)
    except OSError as error:
        raise disk_trouble(error, out) from error
    finally:
        with suppress(FileNotFoundError):  # the usual case: it has taken its final name
            temporary.unlink()
    seconds = float(seconds_from(sequence.frames, sequence.rate))
    return Exported(out, sequence.frames, seconds, copied)


class _Teller:
    """Says how far the export is, and stops it when asked to."""

    def __init__(
        self,
        total: int,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._total, self._progress, self._cancelled = total, progress, cancelled

    def at(self, done: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Stopped
        if self._progress is not None:
            self._progress(done, self._total)


def _format(out: Path, wanted: str | None) -> str:
    kind = (wanted or out.suffix).lower()
    kind = kind if kind.startswith(".") else f".{kind}"
    if kind in FORMATS:
        return kind
    raise UnknownFormat(
        say(
            QT_TRANSLATE_NOOP("words", "A film cannot be exported as “{name}”."),
            name=out.name,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Let the name end in .mp4 or .gif.")),
    )


def _check(sequence: Sequence, find: Find) -> None:
    """Raise before anything is written when the film is empty or files of it are missing."""
    if sequence.frames <= 0:
        raise EmptyFilm(
            say(QT_TRANSLATE_NOOP("words", "The film has no shots yet.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Add a clip to the film first.")),
        )
    missing = [
        *(shot_name(cut) for cut in sequence.cuts if not _shown(cut, find)),
        *(_sound_at(cue, sequence.rate) for cue in sequence.sounds if not _there(cue.asset, find)),
    ]
    if missing:
        raise MissingShots(
            say(
                QT_TRANSLATE_NOOP("words", "Files of the film are missing: {shots}."),
                shots=", ".join(missing),
            ),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was exported.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Render the shots again, or import them anew.")),
        )


def _shown(cut: Cut, find: Find) -> bool:
    """Whether the cut has what it shows."""
    return not isinstance(cut.source, Moving | Still) or _there(cut.source.asset, find)


def _there(asset: str, find: Find) -> bool:
    try:
        return find(asset).exists()
    except Trouble:
        return False


def _sound_at(cue: SoundCue, rate: Rate) -> str:
    return f"♪ {timecode(cue.start, rate)}"


def _beside(out: Path) -> Path:
    """A new hidden file in the folder of `out`, of which a rename can make it at once."""
    sweep_beside(out, PART)
    temporary = beside(out, PART)
    with plain(out):
        temporary.touch(0o600, exist_ok=False)  # not to be watched before it is whole
    return temporary


def _put_in_place(temporary: Path, out: Path) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    temporary.replace(out)
    settle_folder(out.parent)


def _write_mp4(
    sequence: Sequence, find: Find, place: Path, options: Options, tell: _Teller
) -> bool:
    """Write the film; True when every frame was copied."""
    size = even((sequence.width, sequence.height))
    clips: list[Copyable | None] = [None] * len(sequence.cuts)
    if options.copy:
        clips = _clips(sequence, find, size)
    captions = sequence.captions if options.captions else ()
    plan = runs(sequence.cuts, clips, captions, sequence.frames)
    with (
        av.open(str(place), "w", format="mp4", options={"movflags": "+faststart"}) as container,
        FilmFrames(sequence, find, captions=options.captions) as film,
    ):
        container.metadata["title"] = sequence.title
        container.metadata["comment"] = f"Made with {SOFTWARE}"
        writer = _Writer(container, film, clips, any(run.cut is not None for run in plan))
        sound = Soundtrack(container, parts_of(sequence, find), sequence.frames, sequence.rate)
        for run in plan:
            for done in writer.write(run):
                sound.reach(done)
                tell.at(done)
        sound.finish()
    return all(run.cut is not None for run in plan)


def _clips(sequence: Sequence, find: Find, size: tuple[int, int]) -> list[Copyable | None]:
    """For each cut, its clip if that can be copied."""
    extradata = film_encoder(rate=sequence.rate, size=size).extradata or b""
    known: dict[str, Copyable | None] = {}

    def clip(cut: Cut) -> Copyable | None:
        if not isinstance(cut.source, Moving):
            return None
        asset = cut.source.asset
        if asset not in known:
            known[asset] = copyable(find(asset), rate=sequence.rate, size=size, extradata=extradata)
        return known[asset]

    return [clip(cut) for cut in sequence.cuts]


class _Writer:
    """Puts runs of the film's picture into the container, one after another."""

    def __init__(
        self,
        container: OutputContainer,
        film: FilmFrames,
        clips: list[Copyable | None],
        copies: bool,
    ) -> None:
        self._container, self._film, self._clips = container, film, clips
        self._rate = film.sequence.rate
        self._tick = 1 / self._rate.fraction
        self._copies = copies
        self._stream = self._joined_stream() if copies else self._encoded_stream()

    def write(self, run: Run) -> Iterator[int]:
        """Write the run, yielding how many frames of the film are done."""
        if run.cut is not None:
            return self._copy(run)
        return self._encode_apart(run) if self._copies else self._encode(run)

    def _encoded_stream(self) -> VideoStream:
        return add_film_stream(self._container, rate=self._rate, size=self._film.size)

    def _joined_stream(self) -> VideoStream:
        """A stream that says of itself what the clips say of theirs."""
        first = next(clip for clip in self._clips if clip)
        with av.open(str(first.path.absolute())) as container:
            stream = self._container.add_stream_from_template(container.streams.video[0])
        stream.time_base = self._tick
        return stream

    def _copy(self, run: Run) -> Iterator[int]:
        clip = self._clips[run.cut or 0]
        assert clip is not None
        taken = packets(clip, run.source, run.end - run.first, self._rate)
        for number, packet in enumerate(taken, run.first):
            self._mux(packet, number)
            yield number + 1

    def _encode(self, run: Run) -> Iterator[int]:
        for number in range(run.first, run.end):
            self._container.mux(self._stream.encode(self._frame(number)))
            yield number + 1
        self._container.mux(self._stream.encode(None))

    def _encode_apart(self, run: Run) -> Iterator[int]:
        """Encode a stretch among copied ones: with an encoder of its own, from a keyframe on."""
        encoder = film_encoder(rate=self._rate, size=self._film.size)
        muxed = run.first
        for number in range(run.first, run.end + 1):
            made = encoder.encode(self._frame(number) if number < run.end else None)
            for packet in made:
                self._mux(_lengthened(packet), muxed)
                muxed += 1
            yield min(number + 1, run.end)

    def _frame(self, number: int) -> av.VideoFrame:
        frame = self._film.film_frame(number)
        frame.pict_type = PictureType.NONE
        frame.pts, frame.time_base = number, self._tick
        return frame

    def _mux(self, packet: Packet[VideoStream], number: int) -> None:
        packet.stream = self._stream
        packet.time_base = self._tick
        packet.pts = packet.dts = number
        packet.duration = 1
        self._container.mux(packet)


def _lengthened(packet: Packet[VideoStream]) -> Packet[VideoStream]:
    made = cast("Packet[VideoStream]", Packet(with_lengths(bytes(packet))))
    made.is_keyframe = packet.is_keyframe
    return made
