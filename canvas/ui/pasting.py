"""The system's clipboard and the board: copy, cut, and paste of whatever it holds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QCursor, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from assets.disk import Stopped
from canvas.app.clipping import MIME, Clipping, fetch, from_text, missing_from, words_of
from canvas.app.commands import clipboard, media, nodes
from canvas.app.commands.clipboard import Placing
from canvas.app.layout import loose, topmost
from canvas.document.records import SIZES, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from canvas.editor.arranging import Boxed, bounds
from canvas.ui.addresses import is_link, names_media
from canvas.ui.arrivals import files_from, picture_from, png_of
from canvas.ui.banner import Working
from canvas.ui.bench import Bench
from canvas.ui.insertion import Insertion
from canvas.ui.laying import Laying

if TYPE_CHECKING:
    from assets.media import TakenIn

Point = tuple[float, float]

MANY = 400
"""Nodes above which a paste is laid out in pieces, with a sign."""

LARGE = 400_000
"""Characters of a clipping above which it is read on the pool, with a sign."""


class Pasting(QObject):
    """Copies to the clipboard and pastes from it. Main thread; files are fetched on the pool."""

    def __init__(self, bench: Bench, view: QWidget, bring_in: Callable[..., None]) -> None:
        super().__init__(view)
        self._bench, self._view, self._bring_in = bench, view, bring_in
        self._last: tuple[str, Point] | None = None
        self._again = 0
        self._filmed = ""
        """The clipping whose shots have come into the film."""
        self._place: Point | None = None

    # -- to the clipboard

    def copy(self) -> None:
        """Put the selected nodes on the clipboard, and their words for other programs."""
        session, chosen = self._bench.session, self._bench.editor.selected
        words = words_of(session.board, chosen)
        text = self._bench.hand.attempt(lambda: clipboard.copy(session, chosen))
        if text is not None:
            self._keep(text, words)

    def cut(self) -> None:
        """Copy the selected nodes and delete them; locked ones stay."""
        session, chosen = self._bench.session, self._bench.editor.selected
        taken = loose(session.board, chosen)
        words = words_of(session.board, taken)
        text = self._bench.hand.attempt(lambda: clipboard.cut(session, chosen)) if taken else None
        if text is not None:
            self._keep(text, words)
        if any(node in session.board.nodes for node in chosen):
            self._bench.tell(locked_stay())

    def duplicate(self) -> None:
        """Copies beside the selected nodes, selected in their place."""
        session, chosen = self._bench.session, self._bench.editor.selected
        made = self._bench.hand.attempt(lambda: nodes.duplicate(session, chosen))
        if made:
            self._bench.editor.select(made)

    def _keep(self, text: str, words: str) -> None:
        data = QMimeData()
        data.setData(MIME, text.encode())
        if words:
            data.setText(words)
        QGuiApplication.clipboard().setMimeData(data)
        self._last, self._filmed = None, ""

    # -- from the clipboard

    def paste(self, *, linked: bool = False) -> None:
        """Whatever the clipboard holds: nodes, files, a picture, a link or words."""
        bench = self._bench
        if bench.session.looks_only:
            bench.tell(say(QT_TRANSLATE_NOOP("words", "This board is open to look at only.")))
            return
        # there is none at all while nobody has copied anything
        mime = QGuiApplication.clipboard().mimeData() or QMimeData()
        if mime.hasFormat(MIME):
            text = bytes(mime.data(MIME).data()).decode("utf-8", "replace")
            self._read(text, linked=linked)
        else:
            self._paste_foreign(mime)

    def paste_linked(self) -> None:
        """Nodes fed by what feeds the originals."""
        self.paste(linked=True)

    def drop(self, mime: QMimeData, place: Point) -> None:
        """Whatever was let go over the canvas, at a world point."""
        self.at(place)
        try:
            self._paste_foreign(mime, clips=True)
        finally:
            self.at(None)

    def _paste_foreign(self, mime: QMimeData, *, clips: bool = False) -> None:
        files, picture = files_from(mime), picture_from(mime)
        words = mime.text().replace("\r\n", "\n").replace("\r", "\n").strip()
        if files:
            self._bring_in(paths=files, pos=self._corner(NodeKind.picture), clips=clips)
        elif picture is not None:
            self._paste_picture(picture)
        elif is_link(words) and names_media(words):
            self._fetch(words)
        elif words:
            self._paste_words(words, self._corner)
        else:
            told = QT_TRANSLATE_NOOP("words", "Nothing has been copied that a board could take.")
            self._bench.tell(say(told))

    def _paste_words(self, words: str, corner: Callable[[NodeKind], Point]) -> None:
        kind = NodeKind.note if is_link(words) else NodeKind.prompt
        made = self._bench.hand.insert(Insertion(kind), corner(kind), text=words)
        self._bench.editor.select([made] if made else [])

    def _fetch(self, link: str) -> None:
        from canvas.ui.fetching import Fetching  # late: the network is hardly ever needed

        corner = self._corner(NodeKind.picture)

        def arrived(path: Path, fetching: Fetching) -> None:
            self._bring_in(paths=[path], pos=corner, clips=False, after=fetching.release)

        def note() -> None:
            self._paste_words(link, lambda _: corner)

        Fetching(self._bench, link, arrived, note)

    def _paste_picture(self, picture: QImage) -> None:
        """Stored beside the work: a large one takes a while."""
        bench, corner = self._bench, self._corner(NodeKind.picture)
        store, stop = bench.session.store, threading.Event()
        sign = bench.banners.work(self.tr("Pasting a picture"), stop.set)

        def work() -> TakenIn:
            from assets.media import take_in_bytes  # late: Pillow is not for the first frame

            taken = take_in_bytes(png_of(picture), "pasted.png", store)
            if stop.is_set():
                raise Stopped
            return taken

        def done(taken: TakenIn) -> None:
            sign.leave()
            place = partial(media.place_picture, bench.session, taken.asset, corner)
            made = bench.hand.attempt(place)
            if made is not None:
                bench.editor.select([made])

        bench.errands.send(work, done, partial(self._failed, sign))

    def _read(self, text: str, *, linked: bool) -> None:
        """Lay the nodes out at once, or when they are read and their files are here."""
        bench, here = self._bench, self._pointer()
        if len(text) <= LARGE:
            clip = bench.hand.attempt(lambda: from_text(text))
            if clip is None:
                return
            if not missing_from(clip, bench.session.store):
                self._lay_out(clip, text, here, linked=linked, gone=())
                return
        stop = threading.Event()
        sign = bench.banners.work(self.tr("Pasting"), stop.set)
        store = bench.session.store

        def work() -> tuple[Clipping, tuple[str, ...]]:
            clip = from_text(text)
            return clip, fetch(clip, store, progress=tell, cancelled=unwanted)

        def unwanted() -> bool:
            return stop.is_set() or bench.errands.over

        def tell(share: float) -> None:
            bench.errands.later(partial(sign.show_share, share))

        def done(found: tuple[Clipping, tuple[str, ...]]) -> None:
            sign.leave()
            if not stop.is_set():
                self._lay_out(found[0], text, here, linked=linked, gone=found[1])

        bench.errands.send(work, done, partial(self._failed, sign))

    def _failed(self, sign: Working, trouble: Trouble) -> None:
        sign.leave()
        if not isinstance(trouble, Stopped):
            self._bench.tell(trouble)

    def _lay_out(
        self,
        clip: Clipping,
        text: str,
        here: Point | None,
        *,
        linked: bool,
        gone: Sequence[str],
    ) -> None:
        bench, session = self._bench, self._bench.session
        pos = self._stepped(text, here or self._beside(clip))
        at_home = clip.lineage == session.board.meta.lineage
        shots = not (at_home and text == self._filmed)  # a second copy of what was cut is a copy
        self._filmed = text

        def lay(made: tuple[str, ...] | None) -> None:
            if made is not None:
                bench.editor.select(topmost(session.board, made))
                bench.editor.show(made)
            if made is not None and gone and not at_home:
                bench.tell(_without(len(gone)))

        if len(clip.nodes) > MANY:
            make = partial(Placing, session, clip, pos=pos, linked=linked, shots=shots)
            placing = bench.hand.attempt(make)
            if placing is not None:
                Laying(bench, placing, self._laying(clip), lambda: lay(placing.nodes))
        else:
            place = partial(clipboard.place, session, clip, pos=pos, linked=linked, shots=shots)
            lay(bench.hand.attempt(place))

    def _laying(self, clip: Clipping) -> str:
        return self.tr("Pasting {count} nodes").format(count=len(clip.nodes))

    # -- where it goes

    def at(self, place: Point | None) -> None:
        """Paste at this world point, wherever the pointer is: the menu was opened there. None goes
        back to the pointer."""
        self._place = place

    def _pointer(self) -> Point | None:
        """The place under the pointer, while that is over the canvas."""
        if self._place is not None:
            return self._place
        here = self._view.mapFromGlobal(QCursor.pos())
        if not self._view.rect().contains(here) or not self._view.isVisible():
            return None
        return self._bench.editor.camera.to_world(here.x(), here.y())

    def _beside(self, clip: Clipping) -> Point:
        """The middle for nodes that are pasted by key alone: 24 from the originals, in their very
        place if those are gone, else the middle of what is in sight."""
        camera, board = self._bench.editor.camera, self._bench.session.board
        around = bounds(Boxed(node.id, node.pos, node.size) for node in clip.nodes)
        if around is None or clip.lineage != board.meta.lineage:
            return camera.x, camera.y
        stays = any(node.id in board.nodes for node in clip.nodes)
        by = clipboard.OFFSET if stays else 0.0
        x, y = (around[0] + around[2]) / 2 + by, (around[1] + around[3]) / 2 + by
        left, top, right, bottom = camera.view
        return (x, y) if left <= x <= right and top <= y <= bottom else (camera.x, camera.y)

    def _stepped(self, text: str, pos: Point) -> Point:
        """The same nodes pasted in the same place again lie 24 further each time."""
        again = self._last == (text, pos)
        self._again = self._again + 1 if again else 0
        self._last = (text, pos)
        by = self._again * clipboard.OFFSET
        return pos[0] + by, pos[1] + by

    def _corner(self, kind: NodeKind) -> Point:
        """The top left corner for a node of this kind with its middle at the pointer, or in the
        middle of what is in sight."""
        camera = self._bench.editor.camera
        x, y = self._pointer() or (camera.x, camera.y)
        return x - SIZES[kind][0] / 2, y - SIZES[kind][1] / 2


def locked_stay() -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "What is locked stays; unlock it first (Ctrl+Shift+L)."))


def _without(count: int) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "{count} files of the pasted nodes are missing: their board is not on this machine.",
        ),
        count=count,
    )
