"""Camera moves out of a prompt's words, English or Chinese: pure, quick enough for every
keystroke.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from generation import phrases
from generation.moves import Kind, Move, Moves, Stage

SLOW, VERY_SLOW, FAST, VERY_FAST = 0.55, 0.35, 1.7, 2.6
SAME_CLAUSE = 22
"""How many characters may lie between a move and the pace or number that belongs to it."""

_GLUE = re.compile(
    rf"^(?:(?:,|and)?\s*(?:{phrases.EVEN})|\s|the|a|an|{phrases.CAMERA}|shot|{phrases.镜}|地|的|向|往|画面)*$",
    re.I,
)
_BROKEN = re.compile(r"(?<!\w)(?:while|as|and|but|when|that|who|which)(?!\w)|时|而", re.I)
_OR = re.compile(r"^\s*(?:,?\s*or|nor|/|和|或者?|、|与|any|camera|the|\s)*$", re.I)
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class _Token:
    """Words with a meaning. `what` is move, size, angle, movement, then or not."""

    start: int
    end: int
    what: str
    move: Move | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A move that holds, the span of its words with their pace, and the time they give it."""

    start: int
    end: int
    move: Move
    seconds: float | None = None


def moves_from(prompt: str, negative: str = "") -> Moves:
    """Everything that `prompt` asks of the camera, without what `negative` names."""
    return _moves_from(prompt, negative)


@lru_cache(maxsize=1024)
def _moves_from(prompt: str, negative: str) -> Moves:
    tokens = _tokens(prompt)
    unwanted = {token.move.kind for token in _tokens(negative) if token.move}
    wanted = [asked for asked in _asked(prompt, tokens) if asked.move.kind not in unwanted]
    thens = [token.start for token in tokens if token.what == "then"]
    stages = tuple(_stages(wanted, thens))
    moving = any(move.kind is not Kind.static for stage in stages for move in stage.moves)
    frozen = bool(_frozen(prompt, tokens)) or any(a.move.kind is Kind.static for a in wanted)
    return Moves(
        stages=stages if moving else (),
        shake=max((a.move.speed for a in wanted if a.move.kind is Kind.handheld), default=0.0),
        static=frozen and not moving,
        size=next((token.name for token in tokens if token.what == "size"), ""),
        angle=next((token.name for token in tokens if token.what == "angle"), ""),
    )


def recognised(prompt: str) -> list[tuple[int, int, str]]:
    """Start, end and plain English name of everything understood, in order; spans never overlap."""
    tokens = _tokens(prompt)
    found = [(a.start, a.end, _chip(a.move)) for a in _asked(prompt, tokens)]
    for token in tokens:
        if token.what in ("size", "angle"):
            label = token.name if token.what == "size" else f"{token.name} angle"
            found.append((token.start, token.end, label))
    found += [(start, end, Kind.static.value) for start, end in _frozen(prompt, tokens)]
    return sorted(found)


def _chip(move: Move) -> str:
    if move.kind in (Kind.handheld, Kind.static):
        return move.name
    return ", ".join(filter(None, [move.name, move.pace]))


# Finding the words


def _tokens(text: str) -> list[_Token]:
    """The longest of the overlapping readings, in order of appearance."""
    taken: list[_Token] = []
    for token in sorted(_readings(text), key=lambda t: (t.start - t.end, t.start)):
        if all(token.end <= other.start or token.start >= other.end for other in taken):
            taken.append(token)
    return sorted(taken, key=lambda t: t.start)


def _readings(text: str) -> Iterator[_Token]:
    yield from _moves(text)
    for pattern, size in phrases.SIZE_PATTERNS:
        yield from (_Token(*m.span(), "size", name=size) for m in pattern.finditer(text))
    for pattern, angle in phrases.ANGLE_PATTERNS:
        yield from (_Token(*m.span(), "angle", name=angle) for m in pattern.finditer(text))
    for pattern, what in (
        (phrases.MOVEMENT, "movement"),
        (phrases.THEN, "then"),
        (phrases.NOT, "not"),
    ):
        yield from (_Token(*m.span(), what) for m in pattern.finditer(text))


def _moves(text: str) -> Iterator[_Token]:
    breaks = [0, *(m.end() for m in phrases.BREAK.finditer(text))]
    breaks += [m.end() for m in phrases.THEN.finditer(text)]
    strong = [(m, p) for p in _phrases() if not p.bare for m in p.pattern.finditer(text)]
    strong = [(m, p) for m, p in strong if not phrases.SUBJECT_AHEAD.search(text[: m.start()])]
    breaks += [m.end() for m, _ in strong]
    weak = [
        (m, p)
        for p in _phrases()
        if p.bare
        for m in p.pattern.finditer(text)
        if _commanded(text, m.start(), breaks)
    ]
    for match, phrase in (*strong, *weak):
        move = Move(phrase.kind, phrase.way or _way(match), phrase.speed)
        yield _Token(*match.span(), "move", move)


def _phrases() -> tuple[phrases.Phrase, ...]:
    return phrases.ENGLISH + phrases.CHINESE


def _commanded(text: str, start: int, breaks: Iterable[int]) -> bool:
    """Whether an everyday word stands where only an order to the camera would."""
    ahead = text[max(at for at in breaks if at <= start) : start]
    if phrases.NOUN_AHEAD.search(ahead):
        return False
    return bool(phrases.BEFORE_COMMAND.match(ahead))


def _way(match: re.Match[str]) -> int:
    groups = match.groupdict()
    said = next((groups[name] for name in ("way", "side", "up", "turn") if groups.get(name)), "")
    said = said.lower()
    if not said:
        return -1 if re.search(r"\bout$", match.group().lower()) else 1
    if re.search(r"left\s+to|左(?:向|到|往|至)", said):
        return 1
    if re.search(r"right\s+to|右(?:向|到|往|至)", said):
        return -1
    return -1 if re.search(r"left|down|counter|anti|左|下|逆", said) else 1


# What belongs to what


def _asked(text: str, tokens: list[_Token]) -> list[_Asked]:
    denied = _denied(text, tokens)
    moves = [t for t in tokens if t.move and t not in denied]
    asked = [_Asked(t.start, t.end, t.move) for t in moves if t.move]
    asked = _paced(text, asked, [(t.start, t.end) for t in tokens])
    return _measured(text, asked)


def _denied(text: str, tokens: list[_Token]) -> list[_Token]:
    """The moves, and mentions of moving, that a "no" or 不 takes back."""
    denied: list[_Token] = []
    reach = -1
    for token in tokens:
        if token.what == "not":
            reach = token.end
        elif reach >= 0 and token.what in ("move", "movement"):
            between = text[reach : token.start]
            close = len(between.split()) <= 3 and len(between) <= SAME_CLAUSE
            listed = bool(denied) and reach == denied[-1].end
            if _OR.match(between) if listed else close and not phrases.BREAK.search(between):
                denied.append(token)
                reach = token.end
            else:
                reach = -1
    return denied


def _frozen(text: str, tokens: list[_Token]) -> list[tuple[int, int]]:
    """Where "no camera movement" asks for a camera that stands still."""
    nots = [token for token in tokens if token.what == "not"]
    return [
        (max(no.start for no in nots if no.end <= token.start), token.end)
        for token in _denied(text, tokens)
        if token.what == "movement"
    ]


def _paced(text: str, asked: list[_Asked], taken: list[tuple[int, int]]) -> list[_Asked]:
    asked = [replace(a, move=_at_pace(a.move, text[a.start : a.end])) for a in asked]
    for pace in phrases.PACE.finditer(text):
        if any(start <= pace.start() < end for start, end in taken):
            continue
        index = _owner(text, asked, pace)
        if index is None:
            continue
        mine = asked[index]
        start, end = min(mine.start, pace.start()), max(mine.end, pace.end())
        near = max(mine.start - pace.end(), pace.start() - mine.end) <= 3
        span = (start, end) if near and not _covered(asked, start, end, index) else None
        move = _at_pace(mine.move, pace.group())
        asked[index] = replace(
            mine, move=move, start=(span or (mine.start, 0))[0], end=(span or (0, mine.end))[1]
        )
    return asked


def _covered(asked: list[_Asked], start: int, end: int, but: int) -> bool:
    return any(a.start < end and a.end > start for i, a in enumerate(asked) if i != but)


def _owner(text: str, asked: list[_Asked], pace: re.Match[str]) -> int | None:
    """The index of the move that a pace speaks of: the one right after it, else the one before."""
    after = [i for i, a in enumerate(asked) if a.start >= pace.end()]
    if after and _GLUE.match(text[pace.end() : asked[after[0]].start]):
        return after[0]
    before = [i for i, a in enumerate(asked) if a.end <= pace.start()]
    if not before:
        return None
    between = text[asked[before[-1]].end : pace.start()]
    if phrases.BREAK.search(between):
        return before[-1] if _alone(text, pace) and len(between.strip()) <= 1 else None
    return before[-1] if len(between) <= SAME_CLAUSE and not _BROKEN.search(between) else None


def _alone(text: str, pace: re.Match[str]) -> bool:
    rest = phrases.BREAK.split(text[pace.end() :], maxsplit=1)[0]
    return not rest.strip()


def _at_pace(move: Move, words: str) -> Move:
    pace = phrases.PACE.search(words)
    if pace is None:
        return move
    very = pace["very"] or pace["极"]
    slow = pace["slow"] or pace["慢"]
    speed = (VERY_SLOW if very else SLOW) if slow else (VERY_FAST if very else FAST)
    return replace(move, speed=move.speed * speed)


def _measured(text: str, asked: list[_Asked]) -> list[_Asked]:
    """Degrees, factors and seconds handed to the nearest move of their clause."""
    for number in phrases.NUMBER.finditer(text):
        gaps = [
            (max(a.start - number.end(), number.start() - a.end, 0), i)
            for i, a in enumerate(asked)
            if not phrases.BREAK.search(_between(text, a, number))
        ]
        if gaps and min(gaps)[0] <= SAME_CLAUSE:
            index = min(gaps)[1]
            asked[index] = _with_number(asked[index], _value(number["n"]), number["unit"].lower())
    return asked


def _between(text: str, asked: _Asked, number: re.Match[str]) -> str:
    return text[min(asked.end, number.end()) : max(asked.start, number.start())]


def _with_number(asked: _Asked, value: float, unit: str) -> _Asked:
    if unit.startswith(("°", "deg", "度")):
        return replace(asked, move=replace(asked.move, degrees=value))
    if unit.startswith("s") or unit == "秒":
        return replace(asked, seconds=value) if value > 0 else asked
    factor = 1 + value / 100 if unit in ("%", "％", "percent") else value
    return replace(asked, move=replace(asked.move, factor=factor)) if factor >= 1 else asked


def _value(written: str) -> float:
    if written[0].isdigit():
        return float(written)
    if written == "半":
        return 0.5
    tens, ten, ones = written.rpartition("十")
    if ten:
        return 10 * _DIGITS.get(tens, 1 if not tens else 0) + _DIGITS.get(ones, 0)
    return float(_DIGITS.get(written[0], 1)) + (0.5 if written.endswith("半") else 0)


# What follows what


def _stages(asked: list[_Asked], thens: list[int]) -> Iterator[Stage]:
    """A "then" begins a new stage, and so does a move that undoes one of this stage."""
    stage: list[Move] = []
    seconds: float | None = None
    last = 0
    for item in asked:
        if item.move.kind is Kind.handheld:
            continue
        sequel = any(last <= at <= item.start for at in thens)
        if stage and (sequel or _undone(stage, item.move)):
            yield _stage(stage, seconds)
            stage, seconds = [], None
        stage = _joined(stage, item.move)
        seconds = item.seconds or seconds
        last = item.end
    if stage:
        yield _stage(stage, seconds)


def _undone(stage: list[Move], move: Move) -> bool:
    return any(other.kind is move.kind and other.way != move.way for other in stage)


def _joined(stage: list[Move], move: Move) -> list[Move]:
    """The stage with the move; said twice, or in two languages, it is still one."""
    for i, other in enumerate(stage):
        if other.kind is move.kind:
            clear = other if other.speed != 1 else move
            degrees = other.degrees if other.degrees is not None else move.degrees
            factor = other.factor if other.factor is not None else move.factor
            return [*stage[:i], replace(clear, degrees=degrees, factor=factor), *stage[i + 1 :]]
    return [*stage, move]


def _stage(moves: list[Move], seconds: float | None) -> Stage:
    moving = [move for move in moves if move.kind is not Kind.static] or moves
    walk = next((m for m in moving if m.kind is Kind.push), None)
    lens = next((m for m in moving if m.kind is Kind.zoom), None)
    if walk and lens and walk.way != lens.way:
        rest = [move for move in moving if move not in (walk, lens)]
        moving = [Move(Kind.dolly_zoom, walk.way, walk.speed, factor=walk.factor), *rest]
    return Stage(tuple(moving), seconds)
