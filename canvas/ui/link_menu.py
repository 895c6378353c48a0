"""What the menu of a link offers at the point that was pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from canvas.app.rewiring import through
from canvas.document.records import OUTPUTS, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.hits import Hit
from canvas.editor.leading import turn
from canvas.ui.bench import Bench
from canvas.ui.growing import Growing, Point

INSERT = QT_TRANSLATE_NOOP("commands", "Insert here")
BEND = QT_TRANSLATE_NOOP("commands", "Add a bend")
UNBEND = QT_TRANSLATE_NOOP("commands", "Remove this bend")
STRAIGHTEN = QT_TRANSLATE_NOOP("commands", "Straighten")


def fill(menu: QMenu, bench: Bench, growing: Growing, hit: object, at: Point) -> None:
    """Entries for the link under a point of the board; none where there is no link, or where the
    board is open to look at only."""
    if not isinstance(hit, Hit) or hit.wire is None or bench.session.looks_only:
        return
    link, bend, board = hit.wire, hit.bend, bench.session.board
    edge = board.edges[link]
    if _takes_a_node(board.nodes[edge.source].kind, edge.out):
        _add(menu, INSERT, lambda: growing.into_link(link, at))
    _add(
        menu,
        BEND if bend is None else UNBEND,
        lambda: turn(bench.editor, bench.hand, link, bend, at),
    )
    if edge.bends:
        _add(menu, STRAIGHTEN, lambda: bench.hand.bend(link, ()))
    menu.addSeparator()


def _takes_a_node(source: NodeKind, out: str) -> bool:
    """Whether any kind of node can stand in a link of this kind."""
    flow = next(port.kind for port in OUTPUTS[source] if port.name == out)
    return any((ports := through(kind)) and ports[0].kind is flow for kind in NodeKind)


def _add(menu: QMenu, title: str, run: Callable[[], object]) -> None:
    action = menu.addAction(QCoreApplication.translate("commands", title))
    action.triggered.connect(lambda: run())
