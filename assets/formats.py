"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assets import unreadable
from assets.disk import plain

HEAD = 4096
"""Bytes that are enough to tell."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    mime: str
    suffix: str
    reader: str = ""
    """The FFmpeg demuxer, named so that nothing else is ever tried; empty for a picture."""


PNG = Format("image/png", ".png")
JPEG = Format("image/jpeg", ".jpg")
WEBP = Format("image/webp", ".webp")
GIF = Format("image/gif", ".gif")
TIFF = Format("image/tiff", ".tif")
BMP = Format("image/bmp", ".bmp")
AVIF = Format("image/avif", ".avif")
ANIMATED_GIF = Format("image/gif", ".gif", "gif")
MP4 = Format("video/mp4", ".mp4", "mp4")
MOV = Format("video/quicktime", ".mov", "mov")
WEBM = Format("video/webm", ".webm", "webm")
MKV = Format("video/x-matroska", ".mkv", "matroska")
AVI = Format("video/x-msvideo", ".avi", "avi")
WAV = Format("audio/wav", ".wav", "wav")
AIFF = Format("audio/aiff", ".aiff", "aiff")
MP3 = Format("audio/mpeg", ".mp3", "mp3")
AAC = Format("audio/aac", ".aac", "aac")
FLAC = Format("audio/flac", ".flac", "flac")
OGG = Format("audio/ogg", ".ogg", "ogg")

SUFFIXES = {
    **{f.suffix: f for f in (PNG, JPEG, WEBP, GIF, TIFF, BMP, AVIF, MP4, MOV, WEBM, MKV, AVI)},
    **{f.suffix: f for f in (WAV, AIFF, MP3, AAC, FLAC, OGG)},
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".tiff": TIFF,
    ".aif": AIFF,
    ".m4v": MP4,
    ".m4a": MP4,
    ".qt": MOV,
    ".oga": OGG,
    ".opus": OGG,
    ".ogv": OGG,
}
"""What a name promises."""

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"fLaC", FLAC),
    (b"OggS", OGG),
    (b"ID3", MP3),
)
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}
_OLD_MOV = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def recognise(path: Path) -> Format:
    """The format of a file. Raises Unreadable, DiskTrouble."""
    with plain(path, reading=True):
        if path.is_dir():
            raise unreadable.folder(path.name or str(path))
        if path.exists() and not path.is_file():
            raise unreadable.endless(path.name)
        with path.open("rb") as reader:
            head = reader.read(HEAD)
    if not head:
        raise unreadable.empty(path.name)
    if head[4:8] == b"ftyp" and _is_heic(head):
        raise unreadable.heic(path.name)
    found = format_of(head)
    if found is None:
        raise unreadable.unknown(path.name)
    return found


def format_of(head: bytes) -> Format | None:
    """The format that a file with these first bytes has, as far as we read it."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head.startswith(b"RIFF") or head.startswith(b"RF64"):
        return _RIFF.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[4:8] in _OLD_MOV:
        return MOV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else MKV
    if head.startswith(b"BM") and head[14:18] in (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        return BMP
    return _bare_sound(head)


def _boxed(head: bytes) -> Format:
    brands = _brands(head)
    if b"avif" in brands or b"avis" in brands:
        return AVIF
    return MOV if brands[:1] == [b"qt  "] else MP4


def _is_heic(head: bytes) -> bool:
    brands = _brands(head)
    return brands[0] in _HEIF and b"avif" not in brands


def _brands(head: bytes) -> list[bytes]:
    """The major brand, then the compatible ones."""
    size = max(16, min(int.from_bytes(head[:4], "big"), len(head)))
    return [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]


def _bare_sound(head: bytes) -> Format | None:
    """MPEG audio without a tag begins with a frame: eleven set bits, then version and layer."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return AAC
    layer, rate, frequency = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return MP3 if layer and rate not in (0, 15) and frequency != 3 else None
