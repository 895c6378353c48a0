"""The plain sentences for files that cannot be imported, one function for each reason."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

MOST_PIXELS = 150_000_000
"""Of one picture or frame; with more, decoding alone would take half a gigabyte of memory."""


class Unreadable(Trouble):
    """A file that is no picture, video or sound that we can show; `reason` is for programs."""

    code = "unreadable"

    def __init__(self, reason: str, what: Sentence, *, remedy: Sentence) -> None:
        super().__init__(
            what,
            meaning=say(QT_TRANSLATE_NOOP("words", "It was not imported.")),
            remedy=remedy,
        )
        self.reason = reason


def empty(name: str) -> Unreadable:
    return Unreadable(
        "empty", say(QT_TRANSLATE_NOOP("words", "“{name}” is empty."), name=name), remedy=_again()
    )


def truncated(name: str) -> Unreadable:
    return Unreadable(
        "truncated",
        say(QT_TRANSLATE_NOOP("words", "“{name}” ends in the middle."), name=name),
        remedy=_again(),
    )


def damaged(name: str) -> Unreadable:
    return Unreadable(
        "damaged",
        say(QT_TRANSLATE_NOOP("words", "“{name}” is damaged and cannot be read."), name=name),
        remedy=_again(),
    )


def without_frames(name: str) -> Unreadable:
    return Unreadable(
        "no-frames",
        say(QT_TRANSLATE_NOOP("words", "“{name}” holds neither a picture nor a sound."), name=name),
        remedy=_again(),
    )


def undecodable(name: str) -> Unreadable:
    return Unreadable(
        "codec",
        say(
            QT_TRANSLATE_NOOP("words", "“{name}” is coded in a way that cannot be decoded here."),
            name=name,
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Export it as H.264 in MP4, or as WAV, then import that.")
        ),
    )


def unknown(name: str) -> Unreadable:
    return Unreadable(
        "unknown",
        say(
            QT_TRANSLATE_NOOP("words", "“{name}” is no picture, video or sound that can be read."),
            name=name,
        ),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words",
                "Save it as PNG, JPEG, WebP, GIF, TIFF, MP4, MOV, WebM, WAV, MP3 or FLAC first.",
            )
        ),
    )


def heic(name: str) -> Unreadable:
    return Unreadable(
        "heic",
        say(QT_TRANSLATE_NOOP("words", "“{name}” is a HEIC photo, which is not read."), name=name),
        remedy=say(QT_TRANSLATE_NOOP("words", "Export it as JPEG, then import that.")),
    )


def too_large(name: str, width: int, height: int) -> Unreadable:
    side = int(MOST_PIXELS**0.5)
    return Unreadable(
        "too-large",
        say(
            QT_TRANSLATE_NOOP(
                "words", "“{name}” measures {width} × {height} pixels, which is too large to open."
            ),
            name=name,
            width=width,
            height=height,
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Scale it down to {side} × {side} pixels or less."),
            side=side // 1000 * 1000,
        ),
    )


def folder(name: str) -> Unreadable:
    return Unreadable(
        "folder",
        say(QT_TRANSLATE_NOOP("words", "“{name}” is a folder."), name=name),
        remedy=say(QT_TRANSLATE_NOOP("words", "Import the files in it.")),
    )


def endless(name: str) -> Unreadable:
    return Unreadable(
        "not-a-file",
        say(QT_TRANSLATE_NOOP("words", "“{name}” is a device or a pipe, not a file."), name=name),
        remedy=say(QT_TRANSLATE_NOOP("words", "Save it as a file, then import that.")),
    )


def _again() -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "Copy or download it again, then import that."))
