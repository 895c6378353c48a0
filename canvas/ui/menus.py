"""What the menus under the right button hold: only what makes sense there."""

from __future__ import annotations

from collections.abc import Collection

from canvas.app.commands.originals import originals_of
from canvas.app.commands.render import clips_of
from canvas.app.session import Session
from canvas.document.records import INPUTS, PARAMS, SHOOTABLE, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.editor import Editor
from canvas.editor.folding import FOLDABLE
from canvas.editor.grouping import group_of
from canvas.ui.menu_order import Below, Item, ruled

ALIGNING = (
    "arrange.left",
    "arrange.centre",
    "arrange.right",
    "arrange.top",
    "arrange.middle",
    "arrange.bottom",
)
SPREADING = ("arrange.across", "arrange.down")

NODES: tuple[Item, ...] = (
    "render.start",
    "film.add_selected",
    "film.remove",
    "media.clip",
    "media.fetch",
    "media.fetch_stop",
    "",
    "node.rename",
    "node.copy",
    "node.cut",
    "node.duplicate",
    "",
    Below(QT_TRANSLATE_NOOP("commands", "Align"), ALIGNING),
    Below(QT_TRANSLATE_NOOP("commands", "Distribute"), SPREADING),
    "arrange.tidy",
    "arrange.frame",
    "arrange.group",
    "arrange.ungroup",
    "",
    "node.collapse",
    "node.raise",
    "node.lower",
    "node.lock",
    "",
    "node.mute",
    "node.bypass",
    "node.extract",
    "node.paint",
    "",
    "view.select_same",
    "view.select_upstream",
    "view.select_downstream",
    "view.fit_selection",
    "",
    "node.delete",
)
"""Names of verbs; an empty one is a rule."""

FIELD: tuple[Item, ...] = (
    "window.insert",
    "media.import",
    "node.paste",
    "node.paste_linked",
    "",
    "view.select_all",
    "arrange.tidy",
    "",
    "view.fit_all",
    "view.zoom_100",
    "view.grid",
    "view.snap",
    "",
    "render.start",
    "film.export",
)


LINKS = ("node.delete", "", "view.select_none")


def here(session: Session, editor: Editor) -> tuple[Item, ...]:
    """The verbs for what is selected, or for the empty field."""
    if editor.selection:
        return for_nodes(session, editor.selection)
    return LINKS if editor.links else FIELD


def for_nodes(session: Session, selection: Collection[str]) -> tuple[Item, ...]:
    """The verbs for these nodes, without those that could do nothing."""
    useless = pointless_for(session, selection)
    kept: list[Item] = []
    for item in NODES:
        if isinstance(item, Below):
            names = [name for name in item.names if name not in useless]
            kept += [Below(item.title, tuple(names))] if any(names) else []
        elif item not in useless:
            kept.append(item)
    return tuple(ruled(kept))


def pointless_for(session: Session, selection: Collection[str]) -> frozenset[str]:
    """The verbs that could do nothing with these nodes."""
    board = session.board
    nodes = [board.nodes[id] for id in selection if id in board.nodes]
    kinds = {node.kind for node in nodes}
    framed = NodeKind.scene in kinds
    shootable = {node.id for node in nodes if node.kind in SHOOTABLE}
    shown = {shot.node for shot in board.film}
    where = {hash: session.fetching.of(hash) for hash in originals_of(session, tuple(selection))}
    lacking = {hash for hash, one in where.items() if one is not None}
    coming = {hash for hash, one in where.items() if one is not None and one.state == "coming"}
    useless = {
        "render.start": not _renders(session, selection),
        "film.add_selected": not shootable - shown,
        "film.remove": not shootable & shown,
        "media.fetch": not lacking - coming,
        "media.fetch_stop": not coming,
        "media.clip": not kinds & {NodeKind.picture, NodeKind.video},
        "arrange.group": len(nodes) < 2,
        "arrange.ungroup": not framed and not any(group_of(node) for node in nodes),
        "node.collapse": not kinds & FOLDABLE,
        "node.mute": not any("mode" in PARAMS[kind] for kind in kinds) and not framed,
        "node.bypass": NodeKind.clip not in kinds and not framed,
        "node.extract": not any(INPUTS[kind] for kind in kinds),
        "node.rename": len(nodes) > 1,
    }
    least = {name: 3 if name in SPREADING else 2 for name in (*ALIGNING, *SPREADING)}
    useless |= {name: len(nodes) < count for name, count in least.items()}
    return frozenset(name for name, pointless in useless.items() if pointless)


def _renders(session: Session, selection: Collection[str]) -> bool:
    """Whether these nodes are clips, hold some, or feed some."""
    board = session.board
    if clips_of(session, selection):
        return True
    fed = (edge.target for id in selection for edge in board.links_from(id))
    return any(board.nodes[id].kind is NodeKind.clip for id in fed if id in board.nodes)
