"""Where we look: a float64 centre and zoom, snapped to whole device pixels when it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

NEAREST, FARTHEST = 8.0, 0.02
"""The largest and the smallest zoom."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at the world point (x, y) with `zoom` logical pixels to a world unit.

    The viewport is `width` x `height` logical pixels of `ratio` device pixels each. Screen points
    count from its top left corner in logical pixels.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    width: float = 1280.0
    height: float = 800.0
    ratio: float = 1.0

    @property
    def scale(self) -> float:
        """Device pixels to a world unit."""
        return self.zoom * self.ratio

    @property
    def origin(self) -> tuple[float, float]:
        """Where the world's (0, 0) lies, in whole device pixels: a pan moves all pixels alike."""
        return (
            math.floor(self.width * self.ratio / 2 - self.x * self.scale + 0.5),
            math.floor(self.height * self.ratio / 2 - self.y * self.scale + 0.5),
        )

    @property
    def view(self) -> Box:
        """The part of the world in sight."""
        return (*self.to_world(0.0, 0.0), *self.to_world(self.width, self.height))

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.origin
        return (x * self.scale + left) / self.ratio, (y * self.scale + top) / self.ratio

    def to_world(self, px: float, py: float) -> tuple[float, float]:
        left, top = self.origin
        return (px * self.ratio - left) / self.scale, (py * self.ratio - top) / self.scale

    def panned(self, dx: float, dy: float) -> Camera:
        """The view after the world has been dragged by logical pixels."""
        return replace(self, x=self.x - dx / self.zoom, y=self.y - dy / self.zoom)

    def centred(self, x: float, y: float) -> Camera:
        return replace(self, x=x, y=y)

    def zoom_at(self, px: float, py: float, factor: float) -> Camera:
        """Zoom by a factor; what lies under the screen point stays under it."""
        zoom = clamped(self.zoom * factor)
        away_x, away_y = px - self.width / 2, py - self.height / 2
        shrink = 1 / self.zoom - 1 / zoom
        return replace(self, x=self.x + away_x * shrink, y=self.y + away_y * shrink, zoom=zoom)

    def resized(self, width: float, height: float, ratio: float) -> Camera:
        """Another viewport; its top left corner stays where it is."""
        return replace(
            self,
            x=self.x + (width - self.width) / 2 / self.zoom,
            y=self.y + (height - self.height) / 2 / self.zoom,
            width=width,
            height=height,
            ratio=ratio,
        )

    def fitted(self, box: Box, *, margin: float = 48.0, most: float = 1.0) -> Camera:
        """Show the whole box with `margin` logical pixels around it, no closer than `most`."""
        wide, high = max(box[2] - box[0], 1.0), max(box[3] - box[1], 1.0)
        zoom = min(
            max(self.width - 2 * margin, 1.0) / wide, max(self.height - 2 * margin, 1.0) / high
        )
        return replace(
            self, x=(box[0] + box[2]) / 2, y=(box[1] + box[3]) / 2, zoom=clamped(min(zoom, most))
        )

    def showing(self, box: Box, *, margin: float = 32.0) -> Camera:
        """The least pan that brings the box into sight; of a big one, its top left corner."""
        left, top = self.to_screen(box[0], box[1])
        right, bottom = self.to_screen(box[2], box[3])
        return self.panned(
            _into(left, right, margin, self.width), _into(top, bottom, margin, self.height)
        )


def clamped(zoom: float) -> float:
    return min(max(zoom, FARTHEST), NEAREST)


def _into(low: float, high: float, margin: float, room: float) -> float:
    shift = min(room - margin - high, 0.0)
    return shift if low + shift >= margin else margin - low if low < margin or shift else 0.0
