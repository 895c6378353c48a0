"""What a gesture shows over the board while it lasts, in world units."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.words import Sentence
from canvas.editor.camera import Box
from canvas.editor.drafts import ArrowDraft, ErasedDraft, InkDraft
from canvas.editor.fitting import Fitting
from canvas.editor.ports import PortEnd
from canvas.editor.snapping import Gap, Guide
from canvas.editor.spatial import Rows


@dataclass(frozen=True, slots=True)
class LinkInHand:
    """A link that is being drawn from `start` to the world point (x, y)."""

    start: PortEnd
    x: float
    y: float
    end: PortEnd | None = None
    """The port that it has snapped to."""
    refusal: Sentence | None = None
    """Why it may not land on what is under the pointer."""
    remark: Sentence | None = None
    """What else is to be known before it is let go."""
    fitting: Fitting | None = None
    """Which ports could take it at all."""


@dataclass(slots=True)
class Shown:
    """What a gesture shows over the board while it lasts, in world units."""

    marquee: Box | None = None
    guides: tuple[Guide, ...] = ()
    gaps: tuple[Gap, ...] = ()
    link: LinkInHand | None = None
    ghosts: tuple[Rows, float, float] | None = None
    """Copies in the making: the rows they are of, and how far away."""
    onto: str | None = None
    """The link that what is carried would go into."""
    stroke: tuple[tuple[float, float], ...] = ()
    """A line that cuts links, in world points."""
    cut: frozenset[str] = frozenset()
    """The links that it has crossed."""
    draft: InkDraft | ArrowDraft | ErasedDraft | None = None


@dataclass(frozen=True, slots=True)
class InsertWish:
    """A link was dropped on the empty field: whoever owns the screen offers what could take it."""

    x: float
    y: float
    start: PortEnd
    quick: bool = False
    """No list: the likeliest node at once."""
