"""How a finished render enters the board: the file, the cache entry, and a take of every node that
asked for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from canvas.document.board import Board
from canvas.document.edits import AddAsset, AddRender, AddTake, Edit, set_node
from canvas.document.records import Asset, Json, Node, Render, Take, new_id
from canvas.document.timing import seconds_from
from generation.compile import keys
from generation.contract import ShotRequest
from generation.fingerprint import to_json
from generation.jobs import Result
from generation.plan import JOIN


def recipe_of(request: ShotRequest) -> Mapping[str, Json]:
    """A request as the JSON that a take keeps."""
    return recipe_from(to_json(request))


def recipe_from(text: str) -> Mapping[str, Json]:
    recipe: dict[str, Json] = json.loads(text)
    return recipe


def is_step(request: str) -> bool:
    """Whether a queued request is one of several that a shot takes."""
    recipe = recipe_from(request)
    return bool(recipe.get("step")) or recipe.get("model") == JOIN


def finished_edits(
    board: Board, key: str, nodes: Iterable[str], result: Result, recipe: Mapping[str, Json]
) -> list[Edit]:
    """Everything that one finished render changes; what the board already has is left out."""
    render = Render(key=key, asset=result.asset, frames=result.frames, rate=result.rate)
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
        recipe=recipe,
    )
    return [AddTake(take), set_node(node, take=take.id)]


def _drawn_by(board: Board, node: str, recipe: Mapping[str, Json]) -> str:
    """The model that drew it; a shot in parts was drawn by the one that its clip names."""
    model = str(recipe.get("model", ""))
    return str(board.nodes[node].param("model")) if model == JOIN else model


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
