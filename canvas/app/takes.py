"""How a finished render enters the board: the file, the cache entry, and a take of every node that
asked for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from canvas.document.board import Board
from canvas.document.edits import AddAsset, AddRender, AddTake, Edit, set_node
from canvas.document.records import Asset, Json, Node, Render, Take, new_id
from canvas.document.timing import seconds_from
from generation.compile import keys
from generation.contract import ShotRequest
from generation.fingerprint import to_json
from generation.finishing import SAME
from generation.jobs import Result
from generation.plan import JOIN

PRECISION = "precision"
"""Of a take's recipe, where it was not drawn with the weights as they are."""


def recipe_of(request: ShotRequest) -> Mapping[str, Json]:
    """A request as the JSON that a take keeps."""
    return recipe_from(to_json(request))


def recipe_from(text: str) -> Mapping[str, Json]:
    recipe: dict[str, Json] = json.loads(text)
    return recipe


def is_step(request: str) -> bool:
    """Whether a queued request is one of several that a shot takes."""
    recipe = recipe_from(request)
    return bool(recipe.get("step")) or bool(_finished(recipe))


def finished_edits(
    board: Board, key: str, nodes: Iterable[str], result: Result, recipe: Mapping[str, Json]
) -> list[Edit]:
    """Everything that one finished render changes; what the board already has is left out."""
    render = Render(
        key=key,
        asset=result.asset,
        frames=result.frames,
        rate=result.rate,
        precision=_precision(board, key, result, recipe),
    )
    edits: list[Edit] = []
    if result.asset not in board.assets:
        edits.append(AddAsset(_master(result)))
    if key not in board.renders:
        edits.append(AddRender(render))
    asked = list(nodes)
    if recipe.get("step"):  # one of several renders, unless a clip asks for just this one
        asked = [node for node, wanted in keys(board, asked).items() if wanted == key]
    for node in asked:
        edits += take_edits(board, node, render, recipe)
    return edits


def take_edits(board: Board, node: str, render: Render, recipe: Mapping[str, Json]) -> list[Edit]:
    """Give `node` this render as its chosen take; a take that it already has is chosen again, not
    made twice."""
    if node not in board.nodes:
        return []
    for take in board.takes_of(node):
        if take.key == render.key:
            return [] if board.nodes[node].take == take.id else [set_node(node, take=take.id)]
    take = Take(
        id=new_id(),
        node=node,
        key=render.key,
        asset=render.asset,
        model=_drawn_by(board, node, recipe),
        frames=render.frames,
        rate=render.rate,
        made=datetime.now(UTC).isoformat(timespec="milliseconds"),
        person=board.person,
        recipe={**recipe, PRECISION: render.precision} if render.precision else recipe,
    )
    return [AddTake(take), set_node(node, take=take.id)]


def _drawn_by(board: Board, node: str, recipe: Mapping[str, Json]) -> str:
    """The model that drew it; what was joined or finished was drawn by the one of its clip."""
    video, model = recipe.get("video"), str(recipe.get("model", ""))
    same = isinstance(video, dict) and video.get("use") == SAME
    return str(board.nodes[node].param("model")) if same or model == JOIN else model


def _precision(board: Board, key: str, result: Result, recipe: Mapping[str, Json]) -> str:
    """How its weights were kept: of what was known already as the board has it, of a shot in
    parts as that of the first part which was not drawn with the weights as they are."""
    known = board.renders.get(key)
    if known is not None and known.asset == result.asset:
        return known.precision
    if result.precision:
        return result.precision
    parts = (board.renders.get(one) for one in _finished(recipe))
    return next((part.precision for part in parts if part is not None and part.precision), "")


def _finished(recipe: Mapping[str, Json]) -> list[str]:
    """The renders that this one only puts together, or finishes."""
    video = recipe.get("video")
    same = isinstance(video, dict) and video.get("use") == "same"
    found: Json = dict(recipe) if recipe.get("model") == JOIN else video if same else None
    return list(_renders(found))


def _renders(value: Json) -> Iterator[str]:
    """Every render that is named in there."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "render" and isinstance(inner, str):
                yield inner
            else:
                yield from _renders(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _renders(inner)


def copied_take(take: Take, node: Node) -> Take:
    """The same result as a take of a copy of the node."""
    return replace(take, id=new_id(), node=node.id)


def _master(result: Result) -> Asset:
    return Asset(
        hash=result.asset,
        kind="video",
        mime="video/mp4",
        suffix=".mp4",
        bytes=result.bytes,
        width=result.width,
        height=result.height,
        frames=result.frames,
        rate=result.rate,
        seconds=float(seconds_from(result.frames, result.rate)),
        thumbnail=result.thumbnail,
        proxy=result.proxy,
        sound=result.sound,
    )
