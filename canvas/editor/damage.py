"""Which part of the world has to be painted again."""

from __future__ import annotations

from canvas.editor.camera import Box

EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class Damage:
    """Collects boxes between two frames; many small ones fall together into one."""

    MANY = 256

    def __init__(self) -> None:
        self._boxes: list[Box] = [EVERYWHERE]

    def add(self, box: Box) -> None:
        self._boxes.append(box)
        if len(self._boxes) > self.MANY:
            self._boxes = [hull(self._boxes)]

    def everything(self) -> None:
        self._boxes = [EVERYWHERE]

    def take(self) -> tuple[Box, ...]:
        """What has been damaged since the last call."""
        taken, self._boxes = tuple(self._boxes), []
        return (EVERYWHERE,) if EVERYWHERE in taken else taken

    def __bool__(self) -> bool:
        return bool(self._boxes)


def hull(boxes: list[Box]) -> Box:
    """The smallest box around all of them; there has to be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
