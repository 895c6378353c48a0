"""What a person does in a board's window beyond the canvas: bring in, insert, render."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, QRectF
from PySide6.QtWidgets import QWidget

from canvas.app.commands import arrange, check, film, grouping, links, media, nodes, render
from canvas.app.commands.links import connect
from canvas.app.layout import holds_locked
from canvas.app.notices import ACTIVE
from canvas.document.records import OUTPUTS, SIZES, WRITABLE, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from canvas.editor.camera import Box
from canvas.editor.leading import straighten
from canvas.editor.ports import PortEnd
from canvas.ui.arrivals import Arrival
from canvas.ui.bench import Bench
from canvas.ui.growing import Growing
from canvas.ui.insertion import Insertion
from canvas.ui.kinds import MADE_FROM_FILES
from canvas.ui.pasting import Pasting, locked_stay
from canvas.ui.refusals import tell_refused
from canvas.ui.rights import why_not_write
from canvas.ui.toolrail import ToolRail, ZoomBox
from canvas.ui.writing import Writing

if TYPE_CHECKING:
    from assets.media import TakenIn
    from canvas.ui.view import CanvasView

Point = tuple[float, float]


class Verbs(QObject):
    """Holds no state of its own but the widgets it works with."""

    def __init__(self, window: QWidget, view: CanvasView) -> None:
        super().__init__(window)
        self._window, self._view = window, view
        self.bench: Bench
        self.writing: Writing
        self.pasting: Pasting
        self.growing: Growing

    def wire(self, bench: Bench, writing: Writing) -> None:
        """Say on which board the verbs work; before this none may be called."""
        self.bench, self.writing = bench, writing
        self.pasting = Pasting(bench, self._view, self.bring_in)
        self.growing = Growing(bench, self._window, self.insert, self._covered)
        writing.render_requested.connect(lambda node: self.render(near=node))

    def _covered(self) -> list[Box]:
        """What stays over the board, in pixels of the view."""
        boxes = [
            QRectF(panel.inner().translated(panel.pos()))
            for kind in (ToolRail, ZoomBox)
            for panel in self._view.findChildren(kind)
            if panel.isVisible()
        ]
        map_ = self._view.minimap.box(self.bench.editor.camera)
        if map_ is not None:
            boxes.append(map_)
        return [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]

    def by_hand(self) -> dict[str, Callable[[], object]]:
        """The commands that need something from the person first."""
        return {
            "node.delete": self.delete,
            "node.rename": self.rename,
            "media.import": self.bring_in,
            "node.copy": lambda: self.pasting.copy(),
            "node.cut": lambda: self.pasting.cut(),
            "node.paste": lambda: self.pasting.paste(),
            "node.paste_linked": lambda: self.pasting.paste_linked(),
            "node.duplicate": lambda: self.pasting.duplicate(),
            "media.clip": self.make_clips,
            "arrange.frame": self.frame,
            "arrange.ungroup": self.ungroup,
            "film.remove": self.film_remove,
            "render.start": self.render,
            "render.front": lambda: self.render(front=True),
            "render.cancel": self.stop_renders,
            "render.retry": self.retry,
            "board.check": self.check,
        }

    # -- files

    def bring_in(
        self,
        *,
        kind: str = "",
        pos: Point | None = None,
        origin: PortEnd | None = None,
        into: str = "",
        paths: Sequence[Path] = (),
        clips: bool | None = None,
        after: Callable[[], None] | None = None,
    ) -> None:
        """Put files on the board: these, or those that the person picks.

        Linked to `origin` where given; with `into`, the first takes the place of that node's file.
        `after` is called when the files are stored, or were refused.
        """
        if self._readonly():
            return
        if not paths:
            from canvas.ui.dialogs import ask_files

            paths = ask_files(self._window, kind)
        if not paths:
            return
        as_clips = origin is None and not into if clips is None else clips
        bench = self.bench
        if into:
            self._replace(into, paths[0])
            return
        corner = pos or self.middle(SIZES[NodeKind.picture])

        def done(made: tuple[str, ...]) -> None:
            self._view.look_for_files()  # one that was missing is known by what is in it
            if origin is not None:
                self._link_all(made, origin)
            bench.editor.select(made)
            bench.editor.show(made)

        Arrival(
            bench.session,
            bench.errands,
            bench.banners,
            paths,
            pos=corner,
            clips=as_clips,
            done=done,
            after=after,
        )

    def dropped(self, mime: QMimeData, pos: Point) -> None:
        """Let go over the canvas: files, where each picture gets a clip as with Import, a picture,
        a link or words."""
        if not self._readonly():
            self.pasting.drop(mime, pos)

    def _replace(self, node: str, path: Path) -> None:
        """The file is read beside the work; the node keeps what it shows until that is done."""
        from assets.media import take_in

        bench, stop = self.bench, threading.Event()
        store, errands = bench.session.store, bench.errands
        sign = bench.banners.work(self.tr("Bringing in {name}").format(name=path.name), stop.set)

        def show(share: float) -> None:
            errands.later(lambda: sign.show_share(share))

        def unwanted() -> bool:
            return stop.is_set() or errands.over

        def read() -> TakenIn:
            return take_in(path, store, progress=show, cancelled=unwanted)

        def write(taken: TakenIn) -> None:
            sign.leave()
            self._attempt(lambda: media.replace_file(bench.session, node, taken.asset))

        def failed(trouble: Trouble) -> None:
            sign.leave()
            if not stop.is_set():
                bench.tell(trouble)

        errands.send(read, write, failed)

    def _link_all(self, made: Sequence[str], origin: PortEnd) -> None:
        board = self.bench.session.board
        for node in made:
            for port in OUTPUTS[board.nodes[node].kind]:
                if port.kind is origin.kind and not origin.output:
                    self._connect(node, port.name, origin)

    def _connect(self, node: str, port: str, origin: PortEnd) -> None:
        session = self.bench.session
        self._attempt(lambda: connect(session, node, port, origin.node, origin.port))

    # -- inserting and deleting

    def ask_insert(self, place: QPoint, pos: Point, origin: PortEnd | None = None) -> None:
        """Open the list of nodes at a global place; what is chosen goes to `pos` in the world."""
        if not self._readonly():
            self.growing.ask(place, pos, origin)

    def insert(self, one: Insertion, pos: Point, origin: PortEnd | None = None) -> None:
        """Put a new node at `pos`; those made from files ask for one, those with words open."""
        if one.kind in MADE_FROM_FILES:
            self.bring_in(kind=one.kind.value, pos=pos, origin=origin, clips=False)
            return
        if one.kind in (NodeKind.arrow, NodeKind.ink):
            self.bench.editor.take(one.kind.value)
            self._view.setFocus()
            return
        made = self.bench.hand.insert(one, pos, origin)
        if made is None:
            return
        self.bench.editor.select([made])
        if one.kind in WRITABLE and one.kind is not NodeKind.clip:
            self.writing.begin(made)

    def insert_kind(self, kind: NodeKind) -> None:
        """From the rail: in the middle of what is in sight, clear of what is there."""
        if not self._readonly():
            self.insert(Insertion(kind), self.free_middle(SIZES[kind]))

    def delete(self) -> None:
        """Delete the selected nodes but the locked ones, or the selected links."""
        session, editor = self.bench.session, self.bench.editor
        if editor.selected:
            free = [id for id in editor.selected if not holds_locked(session.board, id)]
            if len(free) < len(editor.selected):
                self.bench.tell(locked_stay())
            self._attempt(lambda: nodes.delete_nodes(session, free))
        elif straighten(editor, self.bench.hand):
            return  # a bend was selected, and it is gone
        elif editor.links:
            self._attempt(lambda: links.disconnect(session, tuple(editor.links)))

    def make_clips(self) -> None:
        """Make clips of the selected pictures, or say that none is selected."""
        if not self.bench.make_clips(self.bench.editor.selected):
            told = QT_TRANSLATE_NOOP("words", "Select the pictures or videos to make clips of.")
            self.bench.tell(say(told))

    def frame(self) -> None:
        """Put a scene frame around the selected nodes, select it and ask for its name."""
        session, editor = self.bench.session, self.bench.editor
        made = self._attempt(lambda: arrange.frame(session, editor.selected))
        if isinstance(made, str):
            editor.select([made])
            self.writing.rename(made)

    def ungroup(self) -> None:
        """Dissolve the selected groups and scene frames and select what they held."""
        session, editor = self.bench.session, self.bench.editor
        left = self._attempt(lambda: grouping.ungroup(session, editor.selected))
        if isinstance(left, tuple) and left:
            editor.select(left)

    def rename(self) -> None:
        selected = self.bench.editor.selected
        if selected:
            self.writing.rename(selected[-1])
        else:
            self.bench.tell(say(QT_TRANSLATE_NOOP("words", "Nothing is selected.")))

    def middle(self, size: Point) -> Point:
        """Where a node of this size stands in the middle of what is in sight, on the grid."""
        camera = self.bench.editor.camera
        x, y = camera.x - size[0] / 2, camera.y - size[1] / 2
        return (math.floor(x / 24) * 24.0, math.floor(y / 24) * 24.0)

    def free_middle(self, size: Point) -> Point:
        from canvas.app.layout import free

        return free(self.bench.session.board.nodes.values(), self.middle(size), size)

    # -- the film

    def film_remove(self) -> None:
        """Take the selected clips' shots out of the film."""
        session, selected = self.bench.session, self.bench.editor.selection
        shots = tuple(shot.id for shot in session.board.film if shot.node in selected)
        if not shots:
            self.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "The film shows none of what is selected."))
            )
        self._attempt(lambda: film.remove_shots(session, shots))

    # -- rendering

    def render(
        self,
        nodes: Sequence[str] | None = None,
        *,
        quality: str | None = None,
        near: str = "",
        front: bool = False,
    ) -> None:
        """Render these; else the clips that the selection means; else all that is stale. `front`
        puts them before all that waits, as does a button on a shot."""
        session = self.bench.session
        wanted = list(nodes) if nodes is not None else self._meant(near)

        def start() -> render.Submitted:
            return render.render(session, wanted, quality=quality, front=front or nodes is not None)

        done = self._attempt(start)
        if not isinstance(done, render.Submitted):
            return
        tell_refused(self.bench, self._window, done.refused)
        if not done.queued and not done.refused:
            self.bench.banners.tell(_nothing_to_render(bool(session.board.film)))

    def stop_renders(self) -> None:
        """Stop all renders, or say that there are none."""
        if self._readonly():
            return
        session = self.bench.session
        if not session.rendering.busy:
            self.bench.banners.tell(
                say(QT_TRANSLATE_NOOP("words", "Nothing is being rendered now."))
            )
        self._attempt(lambda: render.cancel_renders(session))

    def retry(self) -> None:
        """Render again what failed, or say that nothing did."""
        done = self._attempt(lambda: render.retry(self.bench.session))
        if not isinstance(done, render.Submitted):
            return
        tell_refused(self.bench, self._window, done.refused)
        if not done.queued and not done.refused:
            self.bench.banners.tell(
                say(QT_TRANSLATE_NOOP("words", "No render has failed or was stopped."))
            )

    def check(self) -> None:
        """Read every stored file again, beside the work, and say what is wrong."""
        bench, errands, stop = self.bench, self.bench.errands, threading.Event()
        read = check.checking(bench.session)
        sign = bench.banners.work(self.tr("Checking the board"), stop.set)

        def show(done: int, total: int) -> None:
            errands.later(lambda: sign.show_share(done / max(total, 1)))

        def done(found: list[Sentence]) -> None:
            sign.leave()
            self._view.look_for_files()
            for sentence in found:
                bench.banners.tell(sentence, stays=True)
            if not found and not stop.is_set():
                bench.banners.tell(say(QT_TRANSLATE_NOOP("words", "This board is whole.")))

        def failed(trouble: Trouble) -> None:
            sign.leave()
            bench.tell(trouble)

        errands.send(lambda: read(show, lambda: stop.is_set() or errands.over), done, failed)

    def _meant(self, near: str = "") -> list[str] | None:
        """The clips that the selection holds or feeds; None where it means none."""
        session = self.bench.session
        chosen = (near,) if near else self.bench.editor.selected
        clips = list(render.clips_of(session, chosen))
        if not clips:
            fed = [edge.target for node in chosen for edge in session.board.links_from(node)]
            clips = list(render.clips_of(session, fed))
        waiting = [one for one in clips if session.state(one).state not in ACTIVE]
        return waiting or None

    def _attempt(self, run: Callable[[], object]) -> object:
        return self.bench.hand.attempt(run)

    def tell_right(self) -> None:
        """Say why nothing can be changed here, if nothing can."""
        self._readonly()

    def _readonly(self) -> bool:
        why = why_not_write(self.bench.session)
        if why is not None:
            self.bench.banners.tell(why)
        return why is not None


def _nothing_to_render(has_film: bool) -> Sentence:
    if has_film:
        return say(QT_TRANSLATE_NOOP("words", "Every shot is rendered as it stands."))
    return say(
        QT_TRANSLATE_NOOP("words", "There is nothing to render yet: add a clip to the board.")
    )
