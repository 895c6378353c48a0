"""What a Session tells its listeners, and the state of a node as a screen shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from canvas.app.company import Standing
from canvas.document.words import Sentence, Trouble

ACTIVE = frozenset({"queued", "running"})


@dataclass(frozen=True, slots=True)
class NodeState:
    """How far one node's picture is."""

    node: str
    state: str = "empty"
    """empty, stale, queued, running, done, failed or lost."""
    progress: float = 0.0
    """0..1 while running."""
    seconds_left: float | None = None
    preview: bytes | None = None
    """A JPEG at most 256 pixels wide, while running."""
    trouble: Trouble | None = None
    """Why it failed."""
    by: str = ""
    """Whose device draws it, in words; empty for our own."""


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """Something of the queue of renders is otherwise; it may be told very often."""


@dataclass(frozen=True, slots=True)
class Saved:
    """`Session.saved` has changed."""

    state: str
    """saved, saving or failed."""


@dataclass(frozen=True, slots=True)
class ExportProgress:
    """A film on its way to a file. The last one has `state` done, failed or cancelled."""

    out: Path
    done: int
    """Frames written."""
    total: int
    state: str = "running"
    seconds_left: float | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell the person: a trouble with its way out, or a plain sentence."""

    about: Trouble | Sentence


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """`Together.people` is another: at most once in a drain."""

    keys: frozenset[str]
    """Who came, went or did something: keys of `people`, those of the gone too."""


@dataclass(frozen=True, slots=True)
class TogetherChanged:
    """How the board stands with its room, what may be done here, or the server beside us."""

    standing: Standing


@dataclass(frozen=True, slots=True)
class Reopen:
    """The board on disk is to be opened anew: close the session, open its path again.

    Its own state and the room's could not be merged: closing the session sets what stands here
    aside as a board of its own and puts the room's state in its place. Or the room takes who wrote
    here for somebody else: another session is somebody new.
    """

    about: Trouble
    """What happened, and where a copy will be if one is made."""


@dataclass(frozen=True, slots=True)
class CommentsChanged:
    """Something was said, changed, hidden or read."""

    threads: frozenset[str]
    """Ids of the comments that begin them."""


@dataclass(frozen=True, slots=True)
class FilesMoved:
    """Files of others are further on their way, have come, or stand otherwise in the room."""

    assets: frozenset[str]
    """The assets that they belong to."""
    came: frozenset[str]
    """Hashes of files that are here now: assets, thumbnails, proxies."""


@dataclass(frozen=True, slots=True)
class MachineKnown:
    """The devices of this machine have been looked at: what a render takes may be said anew."""


@dataclass(frozen=True, slots=True)
class LeaseNews:
    """What the room says of lenders and leases, as it came; for canvas/app/lending.py."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LendingChanged:
    """Who lends a device to the room, who waits for one, or whose draws what is another."""


Notice: TypeAlias = (
    LeaseNews
    | LendingChanged
    | NodeState
    | QueueChanged
    | Saved
    | ExportProgress
    | Told
    | PeopleChanged
    | TogetherChanged
    | Reopen
    | CommentsChanged
    | FilesMoved
    | MachineKnown
)
