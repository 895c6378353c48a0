"""Searching the board: which nodes a few typed words mean, and where in them the words stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.records import Node, NodeKind
from canvas.editor.walking import LINE

FIELDS = ("title", "number", "words", "file")
"""What is searched of a node, the best place to be found in first."""

LONG = 3000
"""Letters of a long text that are looked at around what was found."""

_ACCENTS = re.compile("[\u0300-\u036f]")  # of the Latin, Greek and Cyrillic scripts alone
_PHRASE = re.compile(r'["“”«»]([^"“”«»]+)["“”«»]|(\S+)')


@dataclass(frozen=True, slots=True)
class Found:
    """One node that was meant."""

    node: str
    where: str
    """One of FIELDS; or kind, where its kind or its state was meant."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text with the found words at [start:end]."""

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """Without case, accents and widths: Ａé finds "ae", and the other way round."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, folded; what stands in quotation marks stays together."""
    parts = (phrase or word for phrase, word in _PHRASE.findall(query))
    return tuple(part for part in (folded(one).strip() for one in parts) if part)


def excerpt(text: str, query: str, room: int = 72) -> Excerpt | None:
    """The first of the query's words in `text` with what stands around it, on one line."""
    if len(text) > LONG:
        flat = folded(text)
        first = min((at for word in words_of(query) if (at := flat.find(word)) >= 0), default=0)
        text = text[max(0, first - LONG // 2) : first + LONG // 2]
    flat, places = "", []
    for place, letter in enumerate(text):
        piece = folded(letter)
        flat += piece
        places += [place] * len(piece)
    hits = [(at, word) for word in words_of(query) if (at := flat.find(word)) >= 0]
    if not hits:
        return None
    at, word = min(hits)
    start, end = places[at], places[at + len(word) - 1] + 1
    left = max(0, start - room // 3)
    left = max(left, text.rfind(" ", max(0, left - 12), start - 12) + 1) if left else 0
    right = min(len(text), max(end, left + room))
    shown = "".join(" " if letter.isspace() else letter for letter in text[left:right])
    lead = "…" if left else ""
    moved = start - left + len(lead)
    return Excerpt(lead + shown + ("…" if right < len(text) else ""), moved, moved + end - start)


class Finder:
    """An index of the board's words, made for the first search and in step with it from then on.

    `kind_words` and `state_words` say by which words a kind and a state are found, in every
    language of the screen; states are asked for only where a query has such a word. Belongs to the
    board's thread.
    """

    def __init__(
        self,
        board: Board,
        *,
        kind_words: Mapping[NodeKind, str],
        state_words: Mapping[str, str],
        state_of: Callable[[str], str],
    ) -> None:
        self._board, self._state_of = board, state_of
        self._kind_words = {kind: folded(words).split() for kind, words in kind_words.items()}
        self._state_words = {state: folded(words).split() for state, words in state_words.items()}
        self._texts: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._unnamed: dict[str, set[str]] = {}
        self._deaf: Callable[[], None] | None = None

    def close(self) -> None:
        """Stop following the board."""
        if self._deaf is not None:
            self._deaf()
        self._deaf = None
        self._texts.clear()

    def search(self, query: str) -> tuple[Found, ...]:
        """The nodes with all of these words, best first and then in the order of reading."""
        words = words_of(query)
        if not words:
            return ()
        if self._deaf is None:
            self._begin()
        where: dict[str, int] = dict.fromkeys(self._texts, len(FIELDS))
        for word in words:
            where = self._with(word, where)
        return self._ordered(where)

    # -- one word

    def _with(self, word: str, among: Mapping[str, int]) -> dict[str, int]:
        """The nodes of `among` that one word means, with the best place of all words so far."""
        found = {
            node: min(best, text.count("\n", 0, text.index(word)))
            for node, best in among.items()
            if word in (text := self._texts[node])
        }
        kinds = {kind for kind, known in self._kind_words.items() if _begins(word, known)}
        states = {state for state, known in self._state_words.items() if _begins(word, known)}
        if kinds or states:
            for node, best in among.items():
                if node not in found and self._is_such(node, kinds, states):
                    found[node] = best
        return found

    def _is_such(self, node: str, kinds: set[NodeKind], states: set[str]) -> bool:
        kind = self._board.nodes[node].kind
        if kind in kinds:
            return True
        return bool(states) and kind is NodeKind.clip and self._state_of(node) in states

    def _ordered(self, where: Mapping[str, int]) -> tuple[Found, ...]:
        nodes = list(where)
        places = [self._board.nodes[node].pos for node in nodes]
        x, y = np.array(places, np.float64).reshape(-1, 2).T
        ranks = np.array(list(where.values()), np.int64)
        order = np.lexsort((x, np.floor(y / LINE), ranks)).tolist()
        return tuple(Found(nodes[at], _place(where[nodes[at]])) for at in order)

    # -- the index

    def _begin(self) -> None:
        self._numbers = _numbers(self._board)
        self._texts = {id: self._text(node) for id, node in self._board.nodes.items()}
        self._deaf = self._board.listen(self._changed)

    def _text(self, node: Node) -> str:
        """All that is searched of a node: a line for each of FIELDS."""
        number, words = self._numbers.get(node.id, ""), self._board.text(node.id)
        lines = (node.title, number, words, self._files(node))
        return folded("\n".join(line.replace("\n", " ") for line in lines))

    def _files(self, node: Node) -> str:
        names = []
        for hash in node.refs:
            asset = self._board.assets.get(hash)
            if asset is None:
                self._unnamed.setdefault(hash, set()).add(node.id)
            else:
                names.append(asset.name)
        return " ".join(names)

    def _changed(self, change: Change) -> None:
        touched = set(change.touches("nodes") | change.touches("texts"))
        for hash in change.touches("assets"):
            touched |= self._unnamed.pop(hash, set())
        if change.touches("shots"):
            before, self._numbers = self._numbers, _numbers(self._board)
            touched |= {node for node, _ in before.items() ^ self._numbers.items()}
        self._renew(touched)

    def _renew(self, nodes: Iterable[str]) -> None:
        for id in nodes:
            node = self._board.nodes.get(id)
            if node is None:
                self._texts.pop(id, None)
            else:
                self._texts[id] = self._text(node)


def _numbers(board: Board) -> dict[str, str]:
    """Node -> the number on its slate."""
    return {shot.node: shot.number for shot in reversed(board.film) if shot.number}


def _begins(word: str, known: Sequence[str]) -> bool:
    """Whether a known word begins with this one; a single Latin letter says too little."""
    return (len(word) > 1 or not word.isascii()) and any(one.startswith(word) for one in known)


def _place(rank: int) -> str:
    return FIELDS[rank] if rank < len(FIELDS) else "kind"
