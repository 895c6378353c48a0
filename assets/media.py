"""How files from outside come into a board's store, with a thumbnail and a proxy. Any thread."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assets.disk import Stopped, plain
from assets.encoding import PROXY_SIZE, ClipWriter
from assets.frames import CannotRead, Frames
from assets.pictures import as_jpeg, read_picture, read_picture_alpha
from assets.probing import Examined, Probe, examine
from assets.store import Store, Stored
from canvas.document.records import Asset
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say, spelled

__all__ = [
    "Probe",
    "TakenIn",
    "probe",
    "read_picture",
    "read_picture_alpha",
    "take_in",
    "take_in_bytes",
]

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

_COPYING = 0.2
"""The share of a video's import that goes by before its proxy is made."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """An import: what the board records, and what the person should know."""

    asset: Asset
    notices: tuple[Sentence, ...] = ()


def probe(path: Path) -> Probe:
    """What a file is. Raises Unreadable, DiskTrouble."""
    return examine(path).probe


def take_in(
    path: Path,
    store: Store,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    known: Callable[[str], Asset | None] | None = None,
) -> TakenIn:
    """Store a file untouched, and what shows it beside. Raises Unreadable, DiskTrouble, Stopped.

    `known` finds the asset of a hash that the board has already: its proxy is not made again.
    """
    report = progress or _silent
    stop = cancelled or _never
    examined = examine(path)
    share = _COPYING if examined.probe.kind == "video" else 1.0
    stored = store.put(
        path,
        examined.probe.suffix,
        progress=lambda done: report(done * share),
        cancelled=stop,
    )
    before = known(stored.hash) if known else None
    if before is not None and _complete(before, store):
        report(1.0)
        return TakenIn(before, examined.notices)
    return _shown(path.name, stored, examined, store, report, stop)


def take_in_bytes(data: bytes, name: str, store: Store) -> TakenIn:
    """Store what was pasted. Raises Unreadable, DiskTrouble."""
    with tempfile.TemporaryDirectory(prefix="shotweave-") as folder:
        path = Path(folder, _as_file_name(name))
        with plain(path):
            path.write_bytes(data)
        return take_in(path, store)


def _shown(
    name: str, stored: Stored, examined: Examined, store: Store, report: Progress, stop: Cancelled
) -> TakenIn:
    found = examined.probe
    face = store.put_bytes(as_jpeg(examined.face), ".jpg") if examined.face is not None else None
    notices = examined.notices
    proxy, frames = None, found.frames
    if found.kind == "video":
        rest = 1.0 - _COPYING
        proxy, frames = _make_proxy(
            stored, found, store, lambda done: report(_COPYING + done * rest), stop
        )
    if frames < found.frames:
        notices = (*notices, _ends_early(name, frames, found.frames))
    asset = Asset(
        hash=stored.hash,
        kind=found.kind,
        mime=found.mime,
        suffix=stored.path.suffix,
        bytes=stored.bytes,
        name=spelled(name),
        width=found.width,
        height=found.height,
        frames=frames,
        rate=found.rate,
        seconds=float(frames / found.rate.fraction) if found.rate else found.seconds,
        sound=found.sound,
        thumbnail=face.hash if face else None,
        proxy=proxy.hash if proxy else None,
    )
    return TakenIn(asset, notices)


def _make_proxy(
    stored: Stored, found: Probe, store: Store, report: Progress, stop: Cancelled
) -> tuple[Stored, int]:
    """A 320x180 film of the video, and how many of its frames could be read."""
    assert found.rate is not None
    unfinished = store.temporary(".mp4")
    with Frames(stored.path) as film:
        size = (film.width, film.height)
        # the decoder's own frames scale faster, but show a phone's film lying on its side
        direct = film.plain and size[0] > 2 * PROXY_SIZE[0]
        with ClipWriter(
            unfinished, rate=found.rate, width=size[0], height=size[1], quality="proxy"
        ) as writer:
            for number in range(found.frames):
                if stop():
                    raise Stopped
                try:
                    writer.write(film.decoded(number) if direct else film.frame(number))
                except CannotRead:
                    break
                report((number + 1) / found.frames)
    return store.adopt(unfinished, ".mp4"), writer.frames


def _complete(asset: Asset, store: Store) -> bool:
    beside = (asset.thumbnail, asset.proxy)
    return all(store.find(hash) is not None for hash in beside if hash is not None)


def _ends_early(name: str, frames: int, promised: int) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "“{name}” is damaged: its first {frames} of {promised} frames can be read."
        ),
        name=name,
        frames=frames,
        promised=promised,
    )


def _as_file_name(name: str) -> str:
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]', " ", name).strip(" .")[:60] or "pasted"


def _silent(done: float) -> None:
    """Progress that nobody asked for."""


def _never() -> bool:
    return False
