"""What crosses the border to the render process: one JSON object a line.

pydantic checks both directions. It is imported with the first message rather than with this module:
it takes longer to load than the whole window may wait.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from assets.late import importing
from canvas.document.sequence import Sequence
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from generation.contract import (
    TROUBLES,
    BadRequest,
    Exported,
    Media,
    ModelOrder,
    Preview,
    Progress,
    Rendered,
    RenderTrouble,
    ShotRequest,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """Draw this shot into these temporary files."""

    job: int
    backend: str
    version: str
    request: ShotRequest
    files: dict[str, Path]
    """Where the media of the request lie, by `name_of`."""
    master: Path
    proxy: Path
    thumbnail: Path
    model: ModelOrder | None = None
    """None: the backend needs no checkpoint."""
    op: Literal["render"] = "render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Write the film to a file of the person's choice."""

    job: int
    sequence: Sequence
    files: dict[str, Path]
    """SHA-256 of every asset of the sequence that is at hand -> its file."""
    out: Path
    format: str = ""
    """mp4 or gif; empty goes by the suffix of `out`."""
    captions: bool = False
    """Burn the film's captions into the picture."""
    op: Literal["export"] = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    job: int
    op: Literal["cancel"] = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The process runs and takes orders."""

    pid: int
    op: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    job: int
    progress: Progress
    op: Literal["doing"] = "doing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    job: int
    frame: int
    jpeg: str
    """Base64."""
    op: Literal["showing"] = "showing"

    @property
    def preview(self) -> Preview:
        return Preview(jpeg=base64.b64decode(self.jpeg), frame=self.frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    job: int
    rendered: Rendered
    op: Literal["finished"] = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    job: int
    exported: Exported
    op: Literal["delivered"] = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The order could not be carried out, or was cancelled; nothing is left of it."""

    job: int
    trouble: dict[str, Any] = field(default_factory=dict)
    """As `trouble_to_plain` writes it."""
    op: Literal["failed"] = "failed"


Order = Render | Export | Cancel
Report = Ready | Doing | Showing | Finished | Delivered | Failed


def order_to_line(order: Order) -> bytes:
    if isinstance(order, Render) and order.model:
        order = replace(order, model=replace(order.model, manifest=_opened(order.model.manifest)))
    return _orders().dump_json(order) + b"\n"


def order_from_line(line: bytes) -> Order:
    """Raises ValueError for anything that is no order."""
    return _orders().validate_json(line)


def report_to_line(report: Report) -> bytes:
    return _reports().dump_json(report) + b"\n"


def report_from_line(line: bytes) -> Report:
    """Raises ValueError for anything that is no report."""
    return _reports().validate_json(line)


def request_from_json(text: str) -> ShotRequest:
    """Read what `fingerprint.to_json` wrote. Raises BadRequest, for an older program wrote it."""
    try:
        return _requests().validate_json(text)
    except ValueError as error:
        raise BadRequest(
            say(QT_TRANSLATE_NOOP("words", "This shot was queued by another version.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Render the shot again.")),
            log=str(error),
        ) from error


def _opened(value: Any) -> Any:
    """The same records with plain dicts inside: pydantic writes no read-only mapping."""
    if isinstance(value, Mapping):
        return {name: _opened(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_opened(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(
        value, **{each.name: _opened(getattr(value, each.name)) for each in fields(value)}
    )


def name_of(media: Media) -> str:
    """One name for the bytes of an input, whichever frame of them is wanted."""
    return f"render:{media.render}" if media.render else f"asset:{media.asset}"


def media_of(request: ShotRequest) -> tuple[Media, ...]:
    """Everything of a request that is a file, in a fixed order."""
    found = [key.picture for key in request.keyframes]
    found += request.references
    found += [picture for subject in request.subjects for picture in subject.pictures]
    if request.video:
        found += [request.video.video, *_some(request.video.mask)]
    regions = [request.motion.subject, *(path.region for path in request.motion.paths)]
    found += [region.mask for region in regions if region and region.mask]
    found += [part.media for part in request.sounds if part.media]
    return tuple(found)


def _some(media: Media | None) -> tuple[Media, ...]:
    return (media,) if media else ()


def trouble_to_plain(trouble: Trouble) -> dict[str, Any]:
    """A trouble as JSON values, so that another process or another day can tell it."""
    return {
        "code": trouble.code,
        "what": _spoken(trouble.what),
        "meaning": _spoken(trouble.meaning),
        "remedy": _spoken(trouble.remedy),
        "log": getattr(trouble, "log", ""),
    }


def trouble_from_plain(plain: Mapping[str, Any]) -> RenderTrouble:
    """The trouble again; one of a kind that renders do not have keeps its code."""
    code = str(plain.get("code", RenderTrouble.code))
    trouble = TROUBLES.get(code, RenderTrouble)(
        _sentence(plain.get("what")) or say(""),
        meaning=_sentence(plain.get("meaning")),
        remedy=_sentence(plain.get("remedy")),
        log=str(plain.get("log", "")),
    )
    trouble.code = code
    return trouble


def _spoken(sentence: Sentence | None) -> dict[str, Any] | None:
    if sentence is None:
        return None
    values = {
        name: _spoken(value) if isinstance(value, Sentence) else _value(value)
        for name, value in sentence.values.items()
    }
    return {"text": sentence.text, "values": values}


def _value(value: object) -> bool | int | float | str:
    return value if isinstance(value, bool | int | float | str) else str(value)


def _sentence(plain: Mapping[str, Any] | None) -> Sentence | None:
    if plain is None:
        return None
    values = {
        name: _sentence(value) if isinstance(value, Mapping) else value
        for name, value in plain["values"].items()
    }
    return Sentence(str(plain["text"]), values)


@cache
def _orders() -> TypeAdapter[Order]:
    with importing():
        from pydantic import Field, TypeAdapter

        return TypeAdapter(Annotated[Order, Field(discriminator="op")])


@cache
def _reports() -> TypeAdapter[Report]:
    with importing():
        from pydantic import Field, TypeAdapter

        return TypeAdapter(Annotated[Report, Field(discriminator="op")])


@cache
def _requests() -> TypeAdapter[ShotRequest]:
    with importing():
        from pydantic import TypeAdapter

        return TypeAdapter(ShotRequest)
