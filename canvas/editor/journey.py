"""Where a person has looked before each leap, to go back there and forward again."""

from __future__ import annotations

from dataclasses import replace

from canvas.editor.camera import Box, Camera

STOPS = 64
"""Places that are remembered."""

READABLE = 0.3
"""The zoom below which a leap to one node comes closer."""


class Journey:
    """The trail of one screen. A place is a world centre and a zoom: the view may have another
    size when it is gone back to."""

    def __init__(self) -> None:
        self._behind: list[Camera] = []
        self._ahead: list[Camera] = []

    def leave(self, here: Camera) -> None:
        """About to leap away from `here`."""
        if not self._behind or not _same(self._behind[-1], here):
            self._behind.append(here)
            del self._behind[:-STOPS]
        self._ahead.clear()

    def back(self, here: Camera) -> Camera | None:
        """Where one looked before the last leap; None at the start of the trail."""
        return _step(self._behind, self._ahead, here)

    def forward(self, here: Camera) -> Camera | None:
        """Where one looked before going back; None at the end of the trail."""
        return _step(self._ahead, self._behind, here)


def leap_to(camera: Camera, box: Box, *, margin: float = 96.0) -> Camera:
    """A camera that shows the box well: as it is where the box is seen and can be read, centred at
    the same zoom where it fits, else just as close as shows all of it."""
    wide, high = (box[2] - box[0]) * camera.zoom, (box[3] - box[1]) * camera.zoom
    fits = wide <= camera.width - 2 * margin and high <= camera.height - 2 * margin
    if not fits or camera.zoom < READABLE:
        return camera.fitted(box, margin=margin)
    left, top = camera.to_screen(box[0], box[1])
    inside = left - margin / 2 >= 0 and left + wide <= camera.width - margin / 2
    if inside and top - margin / 2 >= 0 and top + high <= camera.height - margin / 2:
        return camera
    return camera.centred((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _step(source: list[Camera], other: list[Camera], here: Camera) -> Camera | None:
    while source:
        place = source.pop()
        if not _same(place, here):
            other.append(here)
            return replace(here, x=place.x, y=place.y, zoom=place.zoom)
    return None


def _same(one: Camera, other: Camera) -> bool:
    """Whether two cameras show the same but for a few pixels."""
    near = max(abs(one.x - other.x), abs(one.y - other.y)) * other.zoom < 8
    return near and abs(one.zoom / other.zoom - 1) < 0.01
