"""The hand of somebody who looks at the past: it can touch everything and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from canvas.document.past import PastIsPast
from canvas.document.words import Sentence, Trouble
from canvas.editor.camera import Box
from canvas.editor.ports import PortEnd


class LookingHand:
    """Fulfils canvas.editor.hand.Hand. Says why nothing happens, where somebody meant to change
    something."""

    def __init__(self, tell: Callable[[Trouble], object]) -> None:
        self._tell = tell

    def _refuse(self) -> None:
        self._tell(PastIsPast())

    def move(self, nodes: Sequence[str], dx: float, dy: float, gesture: str = "") -> None:
        self._refuse()

    def duplicate(self, nodes: Sequence[str], dx: float, dy: float) -> Sequence[str]:
        self._refuse()
        return ()

    def resize(self, boxes: Mapping[str, Box]) -> None:
        self._refuse()

    def connect(self, source: PortEnd, target: PortEnd) -> None:
        self._refuse()

    def reconnect(self, link: str, source: PortEnd, target: PortEnd) -> None:
        self._refuse()

    def bend(self, link: str, bends: Sequence[tuple[float, float]]) -> None:
        self._refuse()

    def may_insert(self, link: str, node: str) -> bool:
        return False

    def insert_into(self, link: str, node: str, dx: float, dy: float) -> None:
        self._refuse()

    def write(self, node: str) -> None:
        self._refuse()

    def write_text(self, pos: tuple[float, float], width: float | None) -> None:
        self._refuse()

    def write_note(self, middle: tuple[float, float]) -> None:
        self._refuse()

    def draw_arrow(
        self, start: tuple[float, float], end: tuple[float, float], source: str, target: str
    ) -> None:
        self._refuse()

    def point_arrow(self, node: str, end: str, at: tuple[float, float], onto: str) -> None:
        self._refuse()

    def draw(
        self,
        points: Sequence[tuple[float, float, float]],
        width: float,
        grain: float,
        color: str,
    ) -> None:
        self._refuse()

    def comment(self, pos: tuple[float, float], node: str | None) -> None:
        self._refuse()

    def erase(self, strokes: Mapping[str, frozenset[int]]) -> None:
        self._refuse()

    def disconnect(self, links: Sequence[str]) -> None:
        self._refuse()

    def why_not(self, source: PortEnd, target: PortEnd) -> Sentence | None:
        return PastIsPast().what

    def landings(self, source: PortEnd, target: str) -> Sequence[str]:
        return ()
