"""What lies under the pointer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from canvas.document.board import Board
from canvas.document.records import OUTPUTS, NodeKind
from canvas.editor.camera import Box
from canvas.editor.folding import FOLDABLE, HEADER
from canvas.editor.ports import PortEnd, input_heights, inputs, output_height
from canvas.editor.sketches import ARROW, INK, Sketches
from canvas.editor.spatial import KIND_CODE, KINDS, SCENE, NodeTable, Rows
from canvas.editor.wiring import WireTable, linked_ports

PORT_SLACK, WIRE_SLACK, CORNER_SLACK, EDGE_SLACK = 10.0, 6.0, 9.0, 4.0
"""Logical pixels around a thing that still count as on it."""

HANDLES_FROM = 40.0
"""Logical pixels that a selected box needs so that its corners leave something to drag it by."""

PORTS_FROM = 0.33
"""The zoom from which ports are drawn, and so can be grasped."""

SCENE_TITLE, SCENE_BORDER = 30.0, 8.0
"""World units: a scene frame is grasped by its title and its border, not by its ground."""


@dataclass(frozen=True, slots=True)
class Hit:
    """At most one of node (alone), port, wire and corner; nothing at all is the empty field."""

    node: str | None = None
    port: PortEnd | None = None
    wire: str | None = None
    bend: int | None = None
    """Which of the wire's bends, from the output on."""
    corner: str = ""
    """nw, n, ne, e, se, s, sw or w of the box around what is selected."""

    @property
    def empty(self) -> bool:
        return self.node is None and self.wire is None and not self.corner


NOTHING = Hit()

TITLED = frozenset(KIND_CODE[kind] for kind in FOLDABLE)
"""Kinds, by code, that show a title."""


def ports_of(board: Board, table: NodeTable, row: int) -> list[tuple[PortEnd, float, float]]:
    """The ports that a node shows, with their middles in world units."""
    id, kind = table.ids[row], KINDS[table.kind[row]]
    left, top, right, bottom = table.box(row)
    shown = inputs(kind, linked_ports(board, id))
    heights = input_heights(len(shown), bottom - top)
    found = [
        (PortEnd(id, port.name, port.kind, output=False), left, top + y)
        for port, y in zip(shown, heights, strict=True)
    ]
    for port in OUTPUTS[kind]:
        y = top + output_height(kind, bottom - top)
        found.append((PortEnd(id, port.name, port.kind, output=True), right, y))
    return found


def nearest_port(
    board: Board, table: NodeTable, x: float, y: float, reach: float
) -> list[tuple[PortEnd, float, float]]:
    """Ports within `reach` world units of a point, the nearest first; those in front win ties."""
    rows = table.cull((x, y, x, y), reach)[::-1]
    near = [port for row in rows.tolist() for port in ports_of(board, table, row)]
    ranked = [(np.hypot(px - x, py - y), end, px, py) for end, px, py in near]
    ranked.sort(key=lambda one: one[0])
    return [(end, px, py) for away, end, px, py in ranked if away <= reach]


def corner_at(box: Box, x: float, y: float, slack: float) -> str:
    """Which corner of a box is within `slack` of a point: nw, ne, sw, se or none."""
    found = _side(box, x, y, slack)
    return found if len(found) == 2 else ""


def edge_at(box: Box, x: float, y: float, slack: float) -> str:
    """Which edge of a box, its corners apart, is within `slack` of a point: n, e, s, w or none."""
    found = _side(box, x, y, slack)
    within = _inside((box[0] - slack, box[1] - slack, box[2] + slack, box[3] + slack), x, y)
    return found if len(found) == 1 and within else ""


def _side(box: Box, x: float, y: float, slack: float) -> str:
    across = "w" if abs(x - box[0]) <= slack else "e" if abs(x - box[2]) <= slack else ""
    down = "n" if abs(y - box[1]) <= slack else "s" if abs(y - box[3]) <= slack else ""
    return down + across


def pulled_box(table: NodeTable, selected: Rows) -> Box | None:
    """The box whose corners and edges resize what is selected: around all that may be resized."""
    return table.bounds(resizable(table, selected))


def resizable(table: NodeTable, rows: Rows) -> Rows:
    """Those of these rows that are neither locked nor collapsed."""
    fixed = table.locked[rows] | table.folded[rows] | (table.kind[rows] == ARROW)
    found: Rows = rows[~fixed]
    return found


def node_at(
    table: NodeTable, x: float, y: float, sketches: Sketches | None = None, slack: float = 0.0
) -> str | None:
    """The front-most card under a point; of a scene frame only title and border count, of arrows
    and ink (with `sketches`) only their lines."""
    for row in table.cull((x, y, x, y), SCENE_TITLE)[::-1].tolist():
        box = table.box(row)
        open_frame = table.kind[row] == SCENE and not table.folded[row]
        held = _on_frame(box, x, y) if open_frame else _inside(box, x, y)
        if table.kind[row] in (ARROW, INK):
            held = sketches is not None and sketches.near(row, x, y, slack)
        if held:
            return str(table.ids[row])
    return None


def on_title(table: NodeTable, node: str, x: float, y: float) -> bool:
    """Whether a world point lies on the title of a node: in a card's header, over a frame."""
    row = table.row(node)
    if row is None or int(table.kind[row]) not in TITLED:
        return False
    top = float(table.y[row])
    return y <= top if table.kind[row] == SCENE else top <= y <= top + HEADER


def _inside(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _on_frame(box: Box, x: float, y: float) -> bool:
    left, top, right, bottom = box
    ground = (left + SCENE_BORDER, top + SCENE_BORDER, right - SCENE_BORDER, bottom - SCENE_BORDER)
    return _inside((left, top - SCENE_TITLE, right, bottom), x, y) and not _inside(ground, x, y)


def hit(
    board: Board,
    table: NodeTable,
    wires: WireTable,
    point: tuple[float, float],
    zoom: float,
    selected: Rows,
    sketches: Sketches,
) -> Hit:
    """What lies under a world point: corners of what is selected, ports, edges, cards, wires."""
    x, y = point
    box = pulled_box(table, selected) if len(selected) else None
    only = table.ids[selected[0]] if len(selected) == 1 else None
    if only is not None and (tip := sketches.end_at(only, x, y, CORNER_SLACK / zoom)):
        return Hit(node=only, corner=tip)
    roomy = box is not None and min(box[2] - box[0], box[3] - box[1]) * zoom >= HANDLES_FROM
    if box is not None and roomy and (corner := corner_at(box, x, y, CORNER_SLACK / zoom)):
        return Hit(node=only, corner=corner)
    if zoom >= PORTS_FROM:
        for end, _, _ in nearest_port(board, table, x, y, PORT_SLACK / max(zoom, 0.5)):
            return Hit(node=end.node, port=end)
    node = node_at(table, x, y, sketches, WIRE_SLACK / zoom)
    edge = edge_at(box, x, y, EDGE_SLACK / zoom) if box is not None and roomy else ""
    if edge and node in (None, only):
        return Hit(node=only, corner=edge)
    if node is not None and board.nodes[node].kind is not NodeKind.scene:
        return Hit(node=node)
    if zoom >= PORTS_FROM and (bent := wires.bend_at(x, y, PORT_SLACK / zoom)) is not None:
        return Hit(wire=bent[0], bend=bent[1])
    wire = wires.hit(x, y, WIRE_SLACK / zoom)
    return Hit(wire=wire) if wire is not None else Hit(node=node)
