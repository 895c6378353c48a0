"""What writers of files share: durability, room left, and plain words for a disk's refusals."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class DiskTrouble(Trouble):
    """The disk did not do what was asked of it."""

    code = "disk"


class DiskFull(DiskTrouble):
    code = "disk-full"


class FileTooLarge(DiskTrouble):
    code = "file-too-large"


class ReadOnlyPlace(DiskTrouble):
    code = "read-only"


class NotReadable(DiskTrouble):
    code = "not-readable"


class NotThere(DiskTrouble):
    code = "not-there"


class NameTooLong(DiskTrouble):
    code = "name-too-long"


class NoPlace(DiskTrouble):
    code = "no-place"


class Stopped(Trouble):
    """A long piece of work ended because the person cancelled it."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__(
            say(QT_TRANSLATE_NOOP("words", "Cancelled.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        )


def disk_trouble(error: OSError, place: Path, *, reading: bool = False) -> DiskTrouble:
    """The Trouble that tells a person what `error` at `place` means; `reading` if we only read."""
    if error.errno in _FULL:
        return _full(place)
    if error.errno == errno.EFBIG:
        return _too_large(place)
    if error.errno in _FORBIDDEN:
        return _unreadable(place) if reading else _read_only(place)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _not_there(place)
    if error.errno == errno.ENAMETOOLONG:
        return _name_too_long(place)
    return _refused(place, error.strerror or type(error).__name__)


def _full(place: Path) -> DiskTrouble:
    return DiskFull(
        say(QT_TRANSLATE_NOOP("words", "The disk that holds {place} is full."), place=str(place)),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing half-written was left behind.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Free some space, then try again.")),
    )


def _too_large(place: Path) -> DiskTrouble:
    return FileTooLarge(
        say(
            QT_TRANSLATE_NOOP("words", "The disk does not take a file that large: {place}."),
            place=str(place),
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Move the board to a disk that takes larger files.")),
    )


def _read_only(place: Path) -> DiskTrouble:
    return ReadOnlyPlace(
        say(QT_TRANSLATE_NOOP("words", "Nothing may be written to {place}."), place=str(place)),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Choose another folder, or ask whoever owns this one.")
        ),
    )


def _unreadable(place: Path) -> DiskTrouble:
    return NotReadable(
        say(QT_TRANSLATE_NOOP("words", "You may not read {place}."), place=str(place)),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Ask whoever owns it, or copy it to a folder of yours.")
        ),
    )


def _not_there(place: Path) -> DiskTrouble:
    return NotThere(
        say(QT_TRANSLATE_NOOP("words", "There is no {place}."), place=str(place)),
        remedy=say(QT_TRANSLATE_NOOP("words", "Check the name, or whether it was moved.")),
    )


def _name_too_long(place: Path) -> DiskTrouble:
    return NameTooLong(
        say(
            QT_TRANSLATE_NOOP("words", "The name {name} is too long for this disk."),
            name=place.name,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose a shorter name.")),
    )


def _refused(place: Path, reason: str) -> DiskTrouble:
    return DiskTrouble(
        say(
            QT_TRANSLATE_NOOP("words", "The disk refused {place}: {reason}."),
            place=str(place),
            reason=reason,
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Check that the disk is still connected, then try again.")
        ),
    )


@contextmanager
def plain(place: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn an OSError inside the block into the DiskTrouble that names `place`."""
    try:
        yield
    except OSError as error:
        raise disk_trouble(error, place, reading=reading) from error


def check_place(out: Path) -> None:
    """Raise NoPlace where no file can be written, before hours of work for it."""
    if os.path.isdir(out):  # unlike a Path it takes names too long for any disk
        raise NoPlace(
            say(QT_TRANSLATE_NOOP("words", "{path} is a folder."), path=str(out)),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was written.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose another name.")),
        )
    if not os.path.isdir(out.absolute().parent):
        raise NoPlace(
            say(QT_TRANSLATE_NOOP("words", "There is no folder {path}."), path=str(out.parent)),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was written.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Make it first, or choose another folder.")),
        )


def settle_file(descriptor: int) -> None:
    """Put what was written on the disk itself, and let the next read come from there."""
    os.fsync(descriptor)
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # a disk without a cache to drop needs none dropped
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def settle_folder(folder: Path) -> None:
    """Make a rename or a new file in `folder` survive a power cut; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF):  # some network disks cannot
            raise
    finally:
        os.close(descriptor)


def room_left(place: Path) -> int | None:
    """Bytes free for us where `place` is or would be, or None where the system does not say."""
    there = next((folder for folder in (place, *place.parents) if folder.exists()), place)
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return None


def in_words(size: int) -> str:
    """A size as people read it: 1.4 GB."""
    number = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit in ("bytes", "kB") else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def little_room(place: Path, least: int) -> Sentence | None:
    """The warning that less than `least` bytes are left on the disk of `place`."""
    free = room_left(place)
    if free is None or free >= least:
        return None
    return say(
        QT_TRANSLATE_NOOP("words", "Only {free} are left on the disk that holds this board."),
        free=in_words(free),
    )
