"""A peer's step 2 that is larger than a frame: announced, then part by part as the room asks."""

from __future__ import annotations

from collections.abc import Mapping

from collab.wire import Part, Step2

FIRST, PART = 16 << 20, 512 << 10
"""Bytes of a frame that may hold a step 2, and of a part, until the room says otherwise."""
MARGIN = 1024
"""Bytes of a frame that are no update."""


class Piecemeal:
    """What is on its way in parts, one channel's after the other's."""

    def __init__(self) -> None:
        self._steps: dict[int, tuple[bytes, int]] = {}
        """Channel -> the update and how much of it has gone; the first one is being sent."""
        self._first, self._part, self._whole = FIRST, PART, 0

    def agree(self, limits: Mapping[str, object]) -> None:
        """What the room takes; one that says nothing of parts gets none."""
        self._first = _bytes(limits.get("first"), FIRST)
        self._part = _bytes(limits.get("part"), PART)
        self._whole = _bytes(limits.get("whole"), 0)

    def is_sending(self, channel: int) -> bool:
        return channel in self._steps

    def begin(self, step: Step2) -> Step2 | Part | None:
        """What to say now: all of it if it fits into a frame, or that it will come; None if others
        come first."""
        size = len(step.update)
        if size + MARGIN <= self._first or size > self._whole:
            return step  # or the room will say that it is too large
        self._steps[step.channel] = step.update, 0
        return self._announced() if len(self._steps) == 1 else None

    def more(self, channel: int) -> list[Part]:
        """The part that was asked for; after the last one what comes next."""
        if channel != next(iter(self._steps), None):
            return []
        update, at = self._steps[channel]
        end = min(at + self._part, len(update))
        part = Part(channel, len(update) - end, update[at:end])
        self._steps[channel] = update, end
        if end < len(update):
            return [part]
        del self._steps[channel]
        return [part, self._announced()] if self._steps else [part]

    def forget(self) -> None:
        self._steps.clear()

    def _announced(self) -> Part:
        channel, (update, _) = next(iter(self._steps.items()))
        return Part(channel, len(update), b"")


def _bytes(value: object, otherwise: int) -> int:
    return value if type(value) is int and value > 0 else otherwise
