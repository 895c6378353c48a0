"""What goes wrong when a model is downloaded, and what a person can do about it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from generation.fetch_plan import Item
from generation.manifest import Manifest


class FetchTrouble(Trouble):
    """A download that stopped. What has come is kept, unless `meaning` says otherwise."""

    code = "download"


_KEPT = say(QT_TRANSLATE_NOOP("words", "What has come is kept; the download goes on from there."))
_NAME_A_FOLDER = say(
    QT_TRANSLATE_NOOP("words", "Check the model's description, or name a folder that holds it.")
)


def offline(manifest: Manifest) -> FetchTrouble:
    return _trouble(
        "download_offline",
        say(
            QT_TRANSLATE_NOOP("words", "{model} was not downloaded: HF_HUB_OFFLINE is set."),
            model=manifest.name,
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words", "Unset it and start again, or name a folder that holds the model."
            )
        ),
    )


def gated(manifest: Manifest, repo: str, endpoint: str) -> FetchTrouble:
    return _trouble(
        "download_gated",
        say(
            QT_TRANSLATE_NOOP("words", "The owners of {repo} want you to accept their terms."),
            repo=repo,
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words",
                "Accept them in a browser at {page}, then say who you are: run “hf auth login”, or "
                "set HF_TOKEN and start again; and press Download.",
            ),
            page=f"{endpoint}/{repo}",
        ),
    )


def no_repository(manifest: Manifest, repo: str, endpoint: str) -> FetchTrouble:
    return _trouble(
        "download_not_found",
        say(
            QT_TRANSLATE_NOOP("words", "{server} has no {repo}, or shows it to its owners only."),
            server=host(endpoint),
            repo=repo,
        ),
        _NAME_A_FOLDER,
    )


def no_revision(manifest: Manifest, repo: str) -> FetchTrouble:
    return _trouble(
        "download_not_found",
        say(
            QT_TRANSLATE_NOOP("words", "{repo} has no version {revision}."),
            repo=repo,
            revision=manifest.revision,
        ),
        _NAME_A_FOLDER,
    )


def nothing_there(manifest: Manifest, repo: str) -> FetchTrouble:
    return _trouble(
        "download_empty",
        say(QT_TRANSLATE_NOOP("words", "{repo} holds no weights that can be used."), repo=repo),
        _NAME_A_FOLDER,
    )


def unreachable(manifest: Manifest, endpoint: str, log: str) -> FetchTrouble:
    return _trouble(
        "download_unreachable",
        say(
            QT_TRANSLATE_NOOP("words", "{server} cannot be reached ({reason})."),
            server=host(endpoint),
            reason=log[:200] or "?",
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words",
                "Check the connection and press Resume; where it is blocked, set HF_ENDPOINT to a "
                "mirror.",
            )
        ),
        _KEPT,
    )


def refused(manifest: Manifest, endpoint: str, code: int, log: str) -> FetchTrouble:
    return _trouble(
        "download_refused",
        say(
            QT_TRANSLATE_NOOP("words", "{server} refused the download (error {code})."),
            server=host(endpoint),
            code=code,
        ),
        say(QT_TRANSLATE_NOOP("words", "Try again later.")),
        _KEPT,
    )


def too_large(manifest: Manifest, item: Item, endpoint: str) -> FetchTrouble:
    """The storage behind the hub does not give a file to whoever asks in the plain way."""
    return _trouble(
        "download_too_large",
        say(
            QT_TRANSLATE_NOOP("words", "{server} does not hand out {file} of {model}, {size} GB."),
            server=host(endpoint),
            file=item.to,
            model=manifest.name,
            size=gigabytes(item.bytes),
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words", "Fetch it with the hub's own tool, “hf download {repo}”: it is found then."
            ),
            repo=item.repo,
        ),
        _KEPT,
    )


def wrong_bytes(manifest: Manifest, file: str) -> FetchTrouble:
    return _trouble(
        "download_wrong",
        say(
            QT_TRANSLATE_NOOP(
                "words", "{file} of {model} came twice with other bytes than its checksum says."
            ),
            file=file,
            model=manifest.name,
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words", "Try again later; if it comes back, the server has another file."
            )
        ),
        say(QT_TRANSLATE_NOOP("words", "The file was thrown away, the others are kept.")),
    )


def no_room(manifest: Manifest, needed: int, free: int, place: Path) -> FetchTrouble:
    """Told before the first byte."""
    return _trouble(
        "download_no_room",
        say(
            QT_TRANSLATE_NOOP(
                "words",
                "{model} needs {needed} GB more on the disk of {place}, which has {free} GB left.",
            ),
            model=manifest.name,
            needed=gigabytes(needed),
            free=gigabytes(free),
            place=str(place),
        ),
        say(
            QT_TRANSLATE_NOOP(
                "words", "Free some space, or set SHOTWEAVE_HOME to a folder on another disk."
            )
        ),
    )


def disk(manifest: Manifest, error: Trouble) -> FetchTrouble:
    """The disk refused in the middle."""
    return _trouble("download_disk", error.what, error.remedy, _KEPT)


def busy(manifest: Manifest) -> FetchTrouble:
    return _trouble(
        "download_busy",
        say(
            QT_TRANSLATE_NOOP("words", "{model} is being downloaded by another window already."),
            model=manifest.name,
        ),
        say(QT_TRANSLATE_NOOP("words", "Wait until it is done, or pause it there.")),
    )


def unknown_model(model: str) -> FetchTrouble:
    return _trouble(
        "download_unknown",
        say(QT_TRANSLATE_NOOP("words", "There is no model {model}."), model=model),
        say(QT_TRANSLATE_NOOP("words", "“models list” names them all.")),
    )


def not_fetched(manifest: Manifest) -> FetchTrouble:
    """Its description names no place that it could come from."""
    return _trouble(
        "download_nowhere",
        say(
            QT_TRANSLATE_NOOP("words", "Nobody said where {model} can be downloaded."),
            model=manifest.name,
        ),
        say(QT_TRANSLATE_NOOP("words", "Name a folder that holds it, or write “repo” for it.")),
    )


def died(log: str) -> FetchTrouble:
    return _trouble(
        "download_died",
        say(
            QT_TRANSLATE_NOOP("words", "The download ended by itself ({reason})."),
            reason=log[-200:] or "?",
        ),
        say(QT_TRANSLATE_NOOP("words", "Press Resume.")),
        _KEPT,
    )


def gigabytes(bytes: int) -> str:
    return f"{bytes / 1e9:.1f}" if bytes >= 1e8 else f"{bytes / 1e9:.3f}"


def host(endpoint: str) -> str:
    return urlsplit(endpoint).netloc or endpoint


def _trouble(
    code: str, what: Sentence, remedy: Sentence | None, meaning: Sentence | None = None
) -> FetchTrouble:
    trouble = FetchTrouble(what, meaning=meaning, remedy=remedy)
    trouble.code = code
    return trouble
