"""A board's clips as requests, their content keys, and what has to be rendered."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.flow import is_off, mode_of, reads_of
from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.catalogue import Catalogue, installed
from generation.contract import BadRequest, ShotRequest
from generation.fingerprint import content_key as content_key
from generation.inputs import bad, clips_before, gather
from generation.jobs import Wanted
from generation.match import fitted
from generation.messages import media_of
from generation.plan import JOIN, Step, left_off, steps_of

LOOKS = frozenset({"size", "z", "parent", "color", "locked", "take", "p.group", "p.collapsed"})
"""Registers of a node that no request reads."""


Planned = Wanted
"""One render that is due: the node, its content key, its request, and the keys it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to be rendered, in an order in which each stands after what it needs."""

    jobs: tuple[Planned, ...] = ()
    fresh: frozenset[str] = frozenset()
    """Nodes whose very request has been rendered already, by whomever."""
    keys: dict[str, str] = field(default_factory=dict)
    """Node -> content key, for all that were asked for and can be rendered."""
    refused: dict[str, BadRequest] = field(default_factory=dict)
    """Nodes that cannot be rendered, and why."""


@dataclass(frozen=True, slots=True)
class _Shot:
    """A clip that is compiled, or why it cannot be."""

    request: ShotRequest | None
    key: str
    follows: tuple[str, ...]
    trouble: BadRequest | None = None
    steps: tuple[Step, ...] = ()
    """The renders that it takes, if it is more than one; `key` is the last one's."""
    needs: tuple[str, ...] = ()
    """The renders of other clips that it uses."""

    @property
    def left(self) -> Step | None:
        """The one of its renders that a following clip goes on from."""
        if self.request is None:
            return None
        return left_off(self.steps) or Step(key=self.key, request=self.request)

    @property
    def keys(self) -> set[str]:
        """Of all its renders."""
        return {self.key, *(step.key for step in self.steps)}


def watch(board: Board) -> None:
    """Follow the board's changes from now on.

    Whoever asks for keys or states from inside a listener of the board calls this first: listeners
    are told in turn, and this one has to hear of a change before the question comes.
    """
    _shots(board)


def compile_shot(board: Board, node: str) -> ShotRequest:
    """Everything that the render of a clip needs. Raises BadRequest if it cannot be rendered."""
    shot = _shots(board).of(node)
    if shot.request is None:
        raise shot.trouble or _not_a_clip()
    return shot.request


def keys(
    board: Board,
    nodes: Iterable[str] | None = None,
    *,
    quality: str | None = None,
    catalogue: Catalogue | None = None,
) -> dict[str, str]:
    """Content keys of these clips, or of all; one that cannot be rendered has none.

    Cheap to ask again: only what a change of the board touched is worked out anew.
    """
    shots = _shots(board, quality, catalogue)
    wanted = _clips(board) if nodes is None else nodes
    return {node: shot.key for node in wanted if (shot := shots.of(node)).key}


def plan(
    board: Board,
    nodes: Iterable[str] | None = None,
    *,
    quality: str | None = None,
    catalogue: Catalogue | None = None,
    have: Callable[[str], bool] = lambda _asset: True,
) -> Plan:
    """What to render so that these nodes, or every clip that the film shows, are fresh.

    Holds only what nobody has rendered yet, with the clips it follows from. `have` says whether the
    bytes of an asset are here: a render whose file is missing is made again.
    """
    shots = _shots(board, quality, catalogue)
    wanted = _clips_of_film(board) if nodes is None else nodes
    chosen = [id for id in wanted if id in board.nodes and board.nodes[id].kind is NodeKind.clip]

    def is_made(key: str) -> bool:
        render = board.renders.get(key)
        return render is not None and have(render.asset)

    found = {id: shots.of(id) for id in chosen if mode_of(board.nodes[id]) == "on"}
    jobs = [
        job for node, shot in _due(found, shots, is_made) for job in _planned(node, shot, is_made)
    ]
    return Plan(
        jobs=tuple(jobs),
        fresh=frozenset(id for id, shot in found.items() if shot.key and is_made(shot.key)),
        keys={id: shot.key for id, shot in found.items() if shot.key},
        refused={id: shot.trouble for id, shot in found.items() if shot.trouble}
        | ({} if nodes is None else {id: _is_off(board, id) for id in chosen if id not in found}),
    )


def state_of(board: Board, node: str) -> Literal["empty", "stale", "done"]:
    """How a clip's chosen take stands to what the clip asks for now; other nodes are done."""
    found = board.nodes.get(node)
    if found is None or found.kind is not NodeKind.clip:
        return "done"
    takes = board.takes_of(node)
    if not takes:
        return "empty"
    chosen = board.takes.get(found.take or "") or takes[-1]
    return "done" if chosen.key == _shots(board).of(node).key else "stale"


def _due(
    found: dict[str, _Shot], shots: _Shots, is_made: Callable[[str], bool]
) -> Iterator[tuple[str, _Shot]]:
    """What is not made yet, each after what it follows from; a chain may be thousands long."""
    seen: set[str] = set()
    stack = [(id, False) for id, shot in reversed(found.items()) if not is_made(shot.key)]
    while stack:
        id, ready = stack.pop()
        shot = shots.of(id)
        if ready:
            yield id, shot
        elif id not in seen and shot.key:
            seen.add(id)
            stack.append((id, True))
            lacking = {key for key in shot.needs if not is_made(key)}
            stack += [(one, False) for one in shot.follows if lacking & shots.of(one).keys]


def _planned(id: str, shot: _Shot, is_made: Callable[[str], bool]) -> Iterator[Planned]:
    """The renders that a clip is due, each after what it needs."""
    if shot.request is None:
        return
    for step in shot.steps or (Step(key=shot.key, request=shot.request),):
        if not is_made(step.key):
            needs = dict.fromkeys((*shot.needs, *step.needs))
            due = tuple(key for key in needs if not is_made(key))
            yield Planned(node=id, key=step.key, request=step.request, needs=due)


def _clips(board: Board) -> Iterator[str]:
    return (id for id, node in board.nodes.items() if node.kind is NodeKind.clip)


def _clips_of_film(board: Board) -> Iterator[str]:
    return iter(dict.fromkeys(shot.node for shot in board.film))


def _is_off(board: Board, id: str) -> BadRequest:
    off = (
        QT_TRANSLATE_NOOP("words", "This clip is muted, and so it is not rendered.")
        if is_off(board.nodes[id])
        else QT_TRANSLATE_NOOP("words", "This clip is bypassed, and so it is not rendered.")
    )
    return bad(off, say(QT_TRANSLATE_NOOP("words", "Turn it on again: Ctrl+M, or Ctrl+B.")))


def _not_a_clip() -> BadRequest:
    return bad(QT_TRANSLATE_NOOP("words", "Only a clip can be rendered."))


class _Shots:
    """The compiled clips of one board, kept in step with its changes. The board's thread.

    It holds the board weakly, for the board holds it as a listener.
    """

    def __init__(self, board: Board, quality: str | None, catalogue: Catalogue) -> None:
        self._board = weakref.ref(board)
        self._quality = quality
        self._catalogue = catalogue
        self._compiled: dict[str, _Shot] = {}
        self._readers: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers = _numbers(board)

    def of(self, id: str) -> _Shot:
        """The clip, compiled with all that it follows from."""
        stack = [id]
        while stack:
            node = stack[-1]
            before = self._uncompiled(node)
            if before:
                stack += before
                continue
            stack.pop()
            if node not in self._compiled:
                self._compiled[node] = self._compile(node)
        return self._compiled[id]

    def _uncompiled(self, id: str) -> list[str]:
        if id in self._compiled:
            return []
        return [node for node in clips_before(self._alive(), id) if node not in self._compiled]

    def _compile(self, id: str) -> _Shot:
        board = self._alive()
        try:
            gathered = gather(
                board,
                id,
                number=self._numbers.get(id, ""),
                key_of=self._key_before,
                left_at=self._left_at,
                quality=self._quality,
            )
        except BadRequest as trouble:
            self._note(id, reads_of(board, id))
            return _Shot(None, "", (), trouble)
        self._note(id, gathered.reads)
        asked, key_of = gathered.request, self._key_of
        manifest = self._catalogue.find(asked.model)
        find = self._catalogue.find
        steps = steps_of(asked, manifest, key_of, find) if manifest is not None else ()
        key = steps[-1].key if steps else key_of(asked)
        return _Shot(asked, key, gathered.follows, steps=steps, needs=self._needs(asked, steps))

    def _needs(self, asked: ShotRequest, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """The renders of other shots that this one begins with; what its model ignores is none."""
        if not any(one.render for one in media_of(asked)):
            return ()
        own, found = {step.key for step in steps}, dict[str, None]()
        for request in [step.request for step in steps] or [asked]:
            manifest = self._catalogue.find(request.model)
            taken = fitted(request, manifest) if manifest is not None else request
            found.update((one.render, None) for one in media_of(taken) if one.render)
        return tuple(key for key in found if key not in own)

    def _key_of(self, request: ShotRequest) -> str:
        return content_key(request, self._catalogue)

    def _before(self, id: str) -> _Shot:
        before = self._compiled[id]
        if before.trouble is not None:
            raise bad(
                QT_TRANSLATE_NOOP("words", "The clip before this one cannot be rendered."),
                say(QT_TRANSLATE_NOOP("words", "Put that one right first.")),
            )
        return before

    def _key_before(self, id: str) -> str:
        return self._before(id).key

    def _left_at(self, id: str) -> tuple[str, int]:
        """The render that a clip is gone on from, and which frame of it stands where the film
        leaves it: a model may draw on beyond."""
        left = self._before(id).left
        assert left is not None  # it can be rendered
        asked, manifest = left.request, self._catalogue.find(left.request.model)
        if manifest is None or asked.model == JOIN or min(asked.rate) <= 0:
            return left.key, -1  # joined, it is as long as was asked
        taken = fitted(asked, manifest)
        end = asked.frames * Fraction(*taken.rate) / Fraction(*asked.rate)
        return left.key, int(end) if end < taken.frames - 1 else -1

    def _note(self, id: str, reads: Iterable[str]) -> None:
        for read in reads:
            self._readers[read].add(id)

    def changed(self, change: Change) -> None:
        """The board has changed."""
        if _resized(change):
            self._compiled.clear()
            self._readers.clear()
        if change.touches("shots"):
            self._renumber()
        touched = set(change.touches("texts") | change.touches("edges"))
        touched |= change.added.get("nodes", frozenset()) | change.removed.get("nodes", frozenset())
        touched.update(self._edited(change))
        for id in change.touches("edges"):
            edge = self._alive().edges.get(id)
            if edge is not None:  # a new link: nobody has read it yet, but its target is known
                touched.add(edge.target)
        self._forget(touched)

    def _edited(self, change: Change) -> Iterator[str]:
        nodes = self._alive().nodes
        for id, registers in change.updated.get("nodes", {}).items():
            # where a clip lies says nothing; where a prompt lies decides the order of several
            moved = {"pos"} if id in nodes and nodes[id].kind is NodeKind.clip else set()
            if registers - LOOKS - moved:
                yield id

    def _renumber(self) -> None:
        old, self._numbers = self._numbers, _numbers(self._alive())
        self._forget(
            id for id in old.keys() | self._numbers if old.get(id) != self._numbers.get(id)
        )

    def _forget(self, touched: Iterable[str]) -> None:
        """Whoever read one of these, and whoever follows from them."""
        stack = list(touched)
        while stack:
            for reader in self._readers.pop(stack.pop(), ()):
                if self._compiled.pop(reader, None) is not None:
                    stack.append(reader)

    def _alive(self) -> Board:
        board = self._board()
        assert board is not None  # whoever calls holds it
        return board


class _Readings:
    """The clips of one board as each quality and each set of models compiles them.

    One listener for all: a set that is made later, when a model was added, hears of a change as
    early as the first did.
    """

    def __init__(self, board: Board) -> None:
        self._known: dict[tuple[str | None, int], tuple[Catalogue, _Shots]] = {}
        board.listen(self._changed)

    def of(self, board: Board, quality: str | None, catalogue: Catalogue) -> _Shots:
        name = (quality, id(catalogue))
        if name not in self._known:
            if len(self._known) >= _READINGS:
                self._known.pop(next(iter(self._known)))
            self._known[name] = (catalogue, _Shots(board, quality, catalogue))
        return self._known[name][1]

    def _changed(self, change: Change) -> None:
        for _, shots in self._known.values():
            shots.changed(change)


_READINGS = 8
"""Sets of models and qualities that one board is compiled for at a time."""
_boards: weakref.WeakKeyDictionary[Board, _Readings]
_boards = weakref.WeakKeyDictionary()


def _shots(board: Board, quality: str | None = None, catalogue: Catalogue | None = None) -> _Shots:
    known = _boards.get(board)
    if known is None:
        known = _boards[board] = _Readings(board)
    return known.of(board, quality, catalogue or installed())


def _numbers(board: Board) -> dict[str, str]:
    """Node -> the number of the first shot of the film that shows it."""
    return {shot.node: shot.number for shot in reversed(board.film)}


def _resized(change: Change) -> bool:
    meta = change.updated.get("meta", {}).get("meta", frozenset())
    return bool(meta & {"rate", "width", "height"} or "meta" in change.added)
