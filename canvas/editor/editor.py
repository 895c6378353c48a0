"""What a hand does on one screen: where it looks, what is selected, hovered and in the making."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from inspect import GEN_RUNNING, getgeneratorstate
from typing import TypeAlias

import numpy as np

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.editor.camera import Box, Camera
from canvas.editor.carrying import NO_ROWS, carried_apart
from canvas.editor.damage import Damage, hull
from canvas.editor.drafts import Laser, Pen
from canvas.editor.folding import hidden_in, may_hide
from canvas.editor.grouping import Groups
from canvas.editor.hand import Pointer
from canvas.editor.hits import NOTHING, Hit, hit
from canvas.editor.journey import Journey
from canvas.editor.peers import Peer
from canvas.editor.shown import InsertWish as InsertWish
from canvas.editor.shown import LinkInHand as LinkInHand
from canvas.editor.shown import Shown as Shown
from canvas.editor.sketches import Sketches
from canvas.editor.spatial import SCENE, NodeTable, Rows
from canvas.editor.travelling import bounded, gathered
from canvas.editor.wiring import WireTable

Gesture: TypeAlias = Generator[None, Pointer, None]

SHADOW = 34.0
"""World units that a card's shadow, ports and wire ends reach around it."""

MANY = 500
"""Nodes and links that change at once above which all wires are laid anew."""

PLACES = frozenset({"pos", "size", "z", "parent"})
"""Registers that move a node and change nothing in its picture."""


Listener: TypeAlias = Callable[[str], None]


@dataclass(eq=False)
class Editor:
    """One screen's hand on a board. Belongs to the board's thread; knows no Qt.

    Listeners hear what has changed: camera, selection, hover, board, gesture, insert, peers, look,
    found, tool, laser.
    """

    board: Board
    snapping: bool = True
    """Whether a dragged box falls into line with others."""
    snap_grid: bool = False
    """Whether it falls on the dots of the grid where no line is nearer."""
    wheel: str = "zoom"
    """What a mouse wheel does without keys: zoom or pan."""
    tool: str = "select"
    """select, hand, which pans with the left button, or one of tools.TOOLS: see `take`."""
    tool_kept: bool = False
    """Whether a tool stays in the hand after one use."""
    right_pans: bool = False
    """Whether a drag with the right button pans; a click always opens the menu."""
    show_grid: bool = True
    show_minimap: bool = True
    carry: Callable[[Camera], None] | None = None
    """How a screen glides to another camera; without it, it is there at once."""
    table: NodeTable = field(init=False, default_factory=NodeTable)
    groups: Groups = field(init=False, default_factory=Groups)
    damage: Damage = field(init=False, default_factory=Damage)
    shown: Shown = field(init=False, default_factory=Shown)
    wish: InsertWish | None = field(init=False, default=None)
    hover: Hit = field(init=False, default=NOTHING)
    bend: tuple[str, int] | None = field(init=False, default=None)
    """The selected bend: its link, which is selected too, and its number."""
    keyed: bool = field(init=False, default=False)
    """The running gesture is led by keys: pointers leave it alone."""
    journey: Journey = field(init=False, default_factory=Journey)
    found: tuple[str, ...] = field(init=False, default=())
    """What a search found: set it, then `tell("found")`."""
    found_now: str | None = field(init=False, default=None)
    """The one of them that is looked at."""
    writing: str = field(init=False, default="")
    """The node that a text field lies over."""
    pen: Pen = field(init=False, default_factory=Pen)
    laser: Laser = field(init=False, default_factory=Laser)
    peers: tuple[Peer, ...] = field(init=False, default=())
    """Set it, then `tell("peers")`."""

    def __post_init__(self) -> None:
        self._camera = Camera()
        self._whole: Camera | None = None
        self._selection: frozenset[str] = frozenset()
        self._links: frozenset[str] = frozenset()
        self._chosen: tuple[frozenset[str], Rows] | None = None
        self._gesture: Gesture | None = None
        self._listeners: list[Listener] = []
        self.wires = WireTable(self.board, self.table)
        self.sketches = Sketches(self.board, self.table)
        self.apart = NO_ROWS
        """Nodes that a hand carries over the board: they and their wires are painted over it."""
        self.reload()
        self._deaf = self.board.listen(self._changed)

    def close(self) -> None:
        """Stop following the board."""
        self.cancel()
        self._deaf()

    def reload(self) -> None:
        """Take the whole board in anew."""
        self._chosen = None
        self.table.load(self.board.nodes)
        self.table.hide(hidden_in(self.board, self.table.frames()))
        self.groups.load(self.board.nodes)
        self.wires.load()
        self.sketches.load()
        self.damage.everything()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of changes by name; call what comes back to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, what: str) -> None:
        for listener in tuple(self._listeners):
            listener(what)

    # -- where we look

    @property
    def camera(self) -> Camera:
        return self._camera

    @camera.setter
    def camera(self, camera: Camera) -> None:
        camera = bounded(camera, self._camera)
        if camera != self._camera:
            self._camera = camera
            self.tell("camera")

    def travel(self, camera: Camera) -> None:
        """Look elsewhere, gliding there on a screen that glides."""
        if self.carry is None:
            self.camera = camera
        else:
            self.carry(bounded(camera, self._camera))

    def leap(self, camera: Camera) -> None:
        """Look elsewhere, to come back from there."""
        self.journey.leave(self._camera)
        self.travel(camera)

    def bounds(self, ids: Iterable[str] | None = None) -> Box | None:
        """The world box around some nodes, or around all of them."""
        return self.table.bounds(None if ids is None else self.table.rows(ids))

    def fit(
        self, ids: Iterable[str] | None = None, *, margin: float = 64.0, gliding: bool = False
    ) -> None:
        """Show some nodes, or all of them, no closer than 100 %; at once unless `gliding`."""
        rows = np.flatnonzero(self.table.live) if ids is None else self.table.rows(ids)
        box = gathered(self.table, rows, self.camera)
        if box is None:
            return
        fitted = bounded(self.camera.fitted(box, margin=margin), self.camera)
        if fitted == self.camera:
            fitted = self.camera
        self._whole = fitted if ids is None else None
        if gliding:
            self.travel(fitted)
        else:
            self.camera = fitted

    @property
    def shows_all(self) -> bool:
        """Whether nobody has looked elsewhere since everything was fitted into the view."""
        return self._camera is self._whole

    def zoom(self, factor: float) -> None:
        """Zoom around the middle of the view."""
        camera = self.camera
        self.camera = camera.zoom_at(camera.width / 2, camera.height / 2, factor)

    def show(self, ids: Iterable[str], *, gliding: bool = False) -> None:
        """Pan as little as brings these nodes into sight."""
        box = self.bounds(ids)
        if box is None:
            return
        if gliding:
            self.travel(self.camera.showing(box))
        else:
            self.camera = self.camera.showing(box)

    def set_shown(self, *, grid: bool | None = None, minimap: bool | None = None) -> None:
        """Show or hide the dots of the field, and the map in the corner."""
        if grid is not None and grid != self.show_grid:
            self.show_grid = grid
            self.damage.everything()
        if minimap is not None:
            self.show_minimap = minimap
        self.tell("look")

    # -- what is selected

    @property
    def selection(self) -> frozenset[str]:
        """Ids of the selected nodes."""
        return self._selection

    @property
    def links(self) -> frozenset[str]:
        """Ids of the selected links."""
        return self._links

    @property
    def selected_rows(self) -> Rows:
        """The rows of the selected nodes, kept until others are selected."""
        if self._chosen is None or self._chosen[0] is not self._selection:
            self._chosen = (self._selection, self.table.rows(self._selection))
        return self._chosen[1]

    @property
    def selected(self) -> tuple[str, ...]:
        """The selected nodes in painting order, the front-most last."""
        ordered = self.table.ordered(self.selected_rows)
        return tuple(self.table.ids[row] for row in ordered.tolist())

    def select(self, ids: Iterable[str] = (), *, add: bool = False, toggle: bool = False) -> None:
        """Select nodes, in place of or beside what is selected; `toggle` turns each around."""
        wanted = frozenset(id for id in ids if self.table.row(id) is not None)
        if toggle:
            wanted = self._selection ^ wanted
        elif add:
            wanted = self._selection | wanted
        self._set_selection(wanted, self._links if add or toggle else frozenset())

    def pick(self, node: str, *, add: bool = False) -> None:
        """Select a node as a click does: with its group, unless one of the group was reached."""
        inside = self.reached_into(node)
        self.select((node,) if inside else self.groups.around(node), add=add)

    def reached_into(self, node: str) -> bool:
        """Whether the selection is some of a node's group, so that clicks mean single members."""
        group = self.groups.around(node)
        return bool(self._selection) and self._selection < group

    def reach(self, node: str) -> bool:
        """Select one node out of its group. Says whether it was not selected alone before."""
        if len(self.groups.around(node)) < 2 or self._selection == {node}:
            return False
        self.select((node,))
        return True

    def select_links(self, ids: Iterable[str]) -> None:
        """Select links in place of everything else."""
        self._set_selection(frozenset(), frozenset(id for id in ids if id in self.board.edges))

    def select_all(self) -> None:
        self.select(self.board.nodes)

    def _set_selection(self, nodes: frozenset[str], links: frozenset[str]) -> None:
        if (nodes, links) != (self._selection, self._links):
            self._selection, self._links, self.bend = nodes, links, None
            self.tell("selection")

    # -- what is under the pointer

    def hit(self, px: float, py: float) -> Hit:
        """What lies under a point of the view."""
        point, zoom = self.camera.to_world(px, py), self.camera.zoom
        return hit(
            self.board, self.table, self.wires, point, zoom, self.selected_rows, self.sketches
        )

    def point_at(self, px: float, py: float) -> Hit:
        """Hover over a point of the view. Returns what lies there."""
        found = self.hit(px, py)
        if found != self.hover:
            self.hover = found
            self.tell("hover")
        return found

    # -- tools

    def take(self, tool: str, *, keep: bool = False) -> None:
        """Take a tool in the hand, for one use unless it is kept."""
        if (tool, keep) != (self.tool, self.tool_kept):
            self.tool, self.tool_kept = tool, keep
            self.tell("tool")

    def used(self) -> None:
        """A tool was used once: back to the arrow, unless it is kept."""
        if not self.tool_kept:
            self.take("select")

    # -- gestures

    @property
    def gesturing(self) -> bool:
        return self._gesture is not None

    def begin(self, gesture: Gesture) -> None:
        """Start a gesture in place of the one that may be running."""
        self.cancel()
        self._gesture, self.keyed = gesture, False
        self._advance(lambda: next(gesture))

    def feed(self, pointer: Pointer) -> None:
        """Tell the running gesture what the pointer has done."""
        gesture = self._gesture
        if gesture is not None:
            self._advance(lambda: gesture.send(pointer))

    def cancel(self) -> bool:
        """Give the running gesture up; the board is as it was. Says whether there was one."""
        gesture = self._gesture
        if gesture is None or getgeneratorstate(gesture) == GEN_RUNNING:
            return False  # one that is just doing its work ends by itself
        self._gesture = None
        try:
            gesture.close()
        finally:
            self._tidy()
        return True

    def wish_for(self, wish: InsertWish) -> None:
        self.wish = wish
        self.tell("insert")

    def _advance(self, step: Callable[[], None]) -> None:
        try:
            step()
        except StopIteration:
            self._gesture = None
            self._tidy()
        except BaseException:  # Ctrl+C too
            # a refused command: the gesture is over, and nothing of it stays in sight
            self._gesture = None
            self._tidy()
            raise
        else:
            self.tell("gesture")

    def _tidy(self) -> None:
        self.shown = Shown()
        self.damaging(self.table.held, self._put_down)
        self.tell("gesture")

    # -- nodes in a hand: shown elsewhere, while the board does not know

    def hold(self, rows: Rows, dx: float, dy: float) -> None:
        """Show nodes away from where the board has them, until the gesture ends."""
        if carried_apart(self, rows) and np.array_equal(rows, self.apart):
            self.table.lift(rows, dx, dy)  # nothing of them is in what rests
            self.wires.follow(rows)
            return
        self._rejoin()
        self.damaging(rows, lambda: self.table.lift(rows, dx, dy))
        self.apart = rows if carried_apart(self, rows) else NO_ROWS

    def hold_boxes(self, boxes: Mapping[int, Box]) -> None:
        """Show nodes, by row, in other boxes, until the gesture ends."""

        def stretch() -> None:
            self._rejoin()
            for row, box in boxes.items():
                self.table.stretch(row, box)
                self.wires.relay(self.table.ids[row])  # its ports are elsewhere now

        self.damaging(np.array([*boxes], np.intp), stretch)

    def lead(self, link: str, bends: tuple[tuple[float, float], ...] | None) -> None:
        """Show a link led through other points than the board says; None ends that."""
        before = self.wires.bounds(self.wires.rows(link))
        self.wires.lead(link, bends)
        for box in (before, self.wires.bounds(self.wires.rows(link))):
            if box is not None:
                self.damage.add((box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4))

    def _rejoin(self) -> None:
        """What was carried apart is a part of the picture again, if other nodes are held now."""
        if len(self.apart):
            self.apart = NO_ROWS
            self.damage.everything()

    def _put_down(self) -> None:
        self.apart = NO_ROWS
        stretched = self.table.stretched
        self.table.put_down()
        for row in stretched:
            self.wires.relay(self.table.ids[row])

    def damaging(self, rows: Rows, change: Callable[[], None]) -> None:
        """Make a change that shows these nodes elsewhere; all that hangs on them follows."""
        if not len(rows):
            return
        rows = self.sketches.joined(rows)
        before = self._around(rows)
        change()
        self.sketches.follow(rows)
        self.wires.follow(rows)
        self._damage_around(rows, *before, *self._around(rows))

    def _damage_around(self, rows: Rows, *boxes: Box) -> None:
        """Nodes have moved: paint where they were and are. A scene's name stands far outside it."""
        if (self.table.kind[rows] == SCENE).any():
            self.damage.everything()
        for box in boxes:
            self.damage.add(box)

    def _around(self, rows: Rows) -> list[Box]:
        """Boxes around nodes and their wires: one each for a few, one around a crowd."""
        wired = self.wires.touching(rows)
        if len(rows) + len(wired) <= Damage.MANY // 4:
            boxes = [self.table.box(row) for row in rows.tolist()]
            boxes += [self.wires.box(row) for row in wired.tolist()]
        else:
            found = self.table.bounds(rows), self.wires.bounds(wired)
            boxes = [hull([box for box in found if box is not None])]
        return [(x0 - SHADOW, y0 - SHADOW, x1 + SHADOW, y1 + SHADOW) for x0, y0, x1, y1 in boxes]

    # -- following the board

    def _changed(self, change: Change) -> None:
        nodes, edges = change.touches("nodes"), change.touches("edges")
        if len(nodes) + len(edges) > MANY:
            self._follow_many(nodes)
        else:
            if nodes:
                self._follow_nodes(change, nodes)
            for id in edges:
                self.wires.put(id)
        for id in nodes:
            self.groups.put(id)
        if may_hide(change):
            self._hide()
        if _rearranges(change):
            self._whole = None  # what is arranged now is not to be zoomed by a fold of a panel
        if edges or change.touches("texts") or change.touches("takes") or change.touches("assets"):
            self.damage.everything()
        self._drop_the_gone()
        self.tell("board")

    def _hide(self) -> None:
        """Nodes may have come out of a collapsed frame, or gone into one: wires end elsewhere."""
        changed = self.table.hide(hidden_in(self.board, self.table.frames()))
        if len(changed) > MANY:
            self.wires.load()
        for id in changed if len(changed) <= MANY else ():
            self.wires.relay(id)
        if changed:
            self.sketches.load()  # arrows point at the frame now, or at the node again
            self.damage.everything()

    def _follow_many(self, nodes: Iterable[str]) -> None:
        """Half a board has changed: laying all wires anew is quicker than one after another."""
        for id in nodes:
            self.table.put(id)
        self.wires.load()
        self.sketches.load()
        self.damage.everything()

    def _follow_nodes(self, change: Change, nodes: frozenset[str]) -> None:
        updated = change.updated.get("nodes", {})
        only_places = set(nodes) == set(updated) and all(
            keys <= PLACES for keys in updated.values()
        )
        rows = self.sketches.joined(self.table.rows(nodes))
        before = self._around(rows) if only_places else []
        for id in nodes:
            self.table.put(id)
        self.sketches.put(nodes)
        for id in nodes:
            if id not in updated or updated[id] & {"size", "p.collapsed", "p.mode"}:
                self.wires.relay(id)
        self.wires.follow(rows)
        if only_places:
            self._damage_around(rows, *before, *self._around(rows))
        else:
            self.damage.everything()

    def _drop_the_gone(self) -> None:
        nodes = frozenset(id for id in self._selection if self.table.row(id) is not None)
        links = frozenset(id for id in self._links if id in self.board.edges)
        if self.hover.node is not None and self.table.row(self.hover.node) is None:
            self.hover = NOTHING
        self._set_selection(nodes, links)


def _rearranges(change: Change) -> bool:
    """Whether nodes came, went, moved or grew."""
    updated = change.updated.get("nodes", {}).values()
    placed = any(registers & {"pos", "size"} for registers in updated)
    return placed or bool(change.added.get("nodes") or change.removed.get("nodes"))
