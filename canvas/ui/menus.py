"""What the menus under the right button hold: only what makes sense there."""

from __future__ import annotations

from collections.abc import Collection

from canvas.app.commands.render import clips_of
from canvas.app.session import Session
from canvas.document.records import SHOOTABLE, NodeKind

NODES = (
    "render.start",
    "film.add_selected",
    "film.remove",
    "media.clip",
    "",
    "node.rename",
    "node.copy",
    "node.cut",
    "node.duplicate",
    "",
    "arrange.tidy",
    "arrange.frame",
    "arrange.group",
    "arrange.ungroup",
    "node.collapse",
    "node.raise",
    "node.lower",
    "node.lock",
    "node.mute",
    "node.bypass",
    "node.extract",
    "node.paint",
    "",
    "view.select_upstream",
    "view.select_downstream",
    "view.fit_selection",
    "",
    "node.delete",
)
"""Names of verbs; an empty one is a rule."""

FIELD = (
    "window.insert",
    "media.import",
    "node.paste",
    "",
    "view.select_all",
    "view.fit_all",
    "view.zoom_100",
    "",
    "render.start",
    "film.export",
)


def for_nodes(session: Session, selection: Collection[str]) -> tuple[str, ...]:
    """The verbs for these nodes, without those that could do nothing."""
    board = session.board
    kinds = {board.nodes[id].kind for id in selection if id in board.nodes}
    shown = {shot.node for shot in board.film}
    shootable = {id for id in selection if id in board.nodes and board.nodes[id].kind in SHOOTABLE}
    pointless = {
        "render.start": not clips_of(session, selection)
        and not any(
            board.nodes[edge.target].kind is NodeKind.clip
            for id in selection
            for edge in board.links_from(id)
        ),
        "film.add_selected": not shootable - shown,
        "film.remove": not shootable & shown,
        "media.clip": not kinds & {NodeKind.picture, NodeKind.video},
        "arrange.tidy": len(selection) < 2,
        "arrange.ungroup": NodeKind.scene not in kinds,
        "node.rename": len(selection) > 1,
    }
    return _ruled([name for name in NODES if not pointless.get(name, False)])


def _ruled(names: list[str]) -> tuple[str, ...]:
    """No rule at an end or beside another."""
    kept: list[str] = []
    for name in names:
        if name or (kept and kept[-1]):
            kept.append(name)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
