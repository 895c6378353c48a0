"""One of many hands, for tests of what becomes of everybody's work: a board, the disk it is kept
on, letters that nobody else types, and eyes on their own undo."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

from canvas.document.board import Board, Refused
from canvas.document.change import Change
from canvas.document.edits import TypeText
from canvas.document.forms import DELETED
from canvas.document.records import WRITABLE
from tests.document.boards import ACTIONS, act

LETTERS = ("aäAÄ1", "bßB近2", "cçC雨3", "dđD推4", "eéE😀5", "fƒF🎬6")
"""What each person types; no two type the same."""

EDITS = tuple(action for action in ACTIONS if action != "type")


class Undid(AssertionError):
    """Somebody's undo took back what another had done."""


class Person:
    """Edits as numbers say, and comes back from the disk when their program is killed."""

    def __init__(self, index: int, start: list[bytes]) -> None:
        self.name, self.letters = f"p{index}", LETTERS[index]
        self.disk = list(start)
        self.hears: Callable[[Change], None] = _deaf
        self._hands: dict[tuple[str, str, str], str] = {}
        self._revived: defaultdict[str, set[str]] = defaultdict(set)
        self.made: list[bytes] = []
        """This session's own updates."""
        self.clients: list[int] = []
        """The ids under which this person has ever written, the present one first."""
        self.board: Board
        self.begin()

    def begin(self) -> None:
        """Start the program: the board as it lies on the disk, with nothing to undo."""
        self.board = Board.load(self.disk, person=self.name)
        self.clients.insert(0, self.board.client)
        self._hands.clear()
        self._revived.clear()
        self.made.clear()
        self.board.listen(self._keep)
        if len(self.disk) > 400:
            self.disk = [self.board.encode()]

    def die(self, random: Random, *, lossy: bool) -> None:
        """Be killed at any moment: the last few updates may not have reached the disk."""
        lost = lossy * min(random.choice((0, 0, 1, 3)), len(self.disk) - 1)
        del self.disk[len(self.disk) - lost :]
        self.begin()

    def work(self, random: Random) -> None:
        """Do one thing."""
        dice = random.random()
        if dice < 0.12:
            self.step_back(self.board.undo)
        elif dice < 0.17:
            self.step_back(self.board.redo)
        elif dice < 0.45:
            self._type(random)
        else:
            gesture = random.choice(("", "", "drag"))
            a, b = random.randrange(10_000), random.randrange(10_000)
            act(self.board, random.choice(EDITS), a, b, gesture=gesture)

    def step_back(self, step: Callable[[], Change | None]) -> Change | None:
        """Undo or redo, and be sure that nothing of anybody else's went: no register that another
        wrote last, no letter but one's own and those that an undo of one's own brought back."""
        board = self.board
        hands = dict(self._hands)
        words = {id: board.text(id) for id in board.all_nodes}
        change = step()
        if change is None:
            return None
        for key in _registers(change):
            if hands.get(key, self.name) != self.name:
                raise Undid(f"{self.name}: {key} was {hands[key]}'s")
        for id in change.touches("texts"):
            before, after = Counter(words.get(id, "")), Counter(board.text(id))
            theirs = set(before - after) - set(self.letters) - self._revived[id]
            if theirs:
                raise Undid(f"{self.name} took {theirs} out of {id}")
            self._revived[id] |= set(after - before)
        return change

    def _type(self, random: Random) -> None:
        board = self.board
        writable = sorted(id for id, node in board.nodes.items() if node.kind in WRITABLE)
        if not writable:
            return
        node = random.choice(writable)
        length = len(board.text(node))
        at = random.randrange(length + 1)
        removed = min(random.choice((0, 0, 0, 1, 2)), length - at)
        words = "".join(random.choices(self.letters, k=random.choice((0, 1, 1, 2, 4))))
        with suppress(Refused):
            board.apply(TypeText(node, at, removed, words), gesture=random.choice(("", "typing")))

    def _keep(self, change: Change) -> None:
        if change.update:
            by = "somebody" if change.foreign else self.name
            self._hands.update(dict.fromkeys(_registers(change), by))
            self.disk.append(change.update)
            if not change.foreign:
                self.made.append(change.update)
            self.hears(change)


def _registers(change: Change) -> Iterator[tuple[str, str, str]]:
    # a shot also comes and goes with its node
    for id in change.added.get("nodes", frozenset()) | change.removed.get("nodes", frozenset()):
        yield "nodes", id, DELETED
    for root in ("nodes", "shots", "meta"):
        for id, registers in change.updated.get(root, {}).items():
            yield from ((root, id, register) for register in registers)


def _deaf(_change: Change) -> None:
    pass
