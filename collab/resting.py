"""What in an update rests on what, and how much of it stands when some is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from collab.scanning import Rest

Spans = Mapping[int, tuple[int, int]]


def is_ring(spans: Spans, cross: Sequence[Rest]) -> bool:
    """Whether structs of an update wait for each other: the library would keep them for ever."""
    return bool(stopped(spans, cross))


def stopped(
    spans: Spans, cross: Sequence[Rest], have: Mapping[int, int] | None = None
) -> dict[int, Rest]:
    """Client -> the first struct that cannot follow the one before it; clients that can be had
    whole are not in it. What lies outside `spans` is there as far as `have` says, or all of it."""
    rests = _open(spans, cross, have)
    reached = {client: span[0 if client in rests else 1] for client, span in spans.items()}
    waiting: dict[int, list[int]] = {}
    done = dict.fromkeys(rests, 0)
    ready = list(rests)
    while ready:
        client = ready.pop()
        steps, step = rests[client], done[client]
        while step < len(steps) and steps[step][3] < reached.get(steps[step][2], 0):
            step += 1
        done[client] = step
        if step < len(steps):
            waiting.setdefault(steps[step][2], []).append(client)
        now = steps[step][1] if step < len(steps) else spans[client][1]
        if now > reached[client]:
            reached[client] = now
            ready += waiting.pop(client, [])
    return {
        client: steps[done[client]] for client, steps in rests.items() if done[client] < len(steps)
    }


def _open(
    spans: Spans, cross: Sequence[Rest], have: Mapping[int, int] | None
) -> dict[int, list[Rest]]:
    """Client -> what of its is not known to stand yet, in order."""
    rests: dict[int, list[Rest]] = {}
    for rest in cross:
        client, _, other, at, _, _ = rest
        if client not in spans or (have is not None and at < have.get(other, 0)):
            continue
        first, end = spans.get(other, (0, 0))
        if first <= at < end or have is not None:
            rests.setdefault(client, []).append(rest)
    return rests


def cuts(
    spans: Spans, cross: Sequence[Rest], left_out: Collection[int], have: Mapping[int, int]
) -> dict[int, Rest | None]:
    """What of an update stands for somebody who has `have`, without the clients in `left_out`:
    client -> where its structs have to end, None if nowhere."""
    rest = {
        client: span
        for client, span in spans.items()
        if client not in left_out and span[0] <= have.get(client, 0)
    }
    ends = stopped(rest, cross, have)
    return {
        client: ends.get(client)
        for client, span in rest.items()
        if client not in ends or ends[client][1] > span[0]
    }
