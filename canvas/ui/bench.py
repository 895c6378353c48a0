"""What the parts of one board's window share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QPixmap

from canvas.app.commands.media import make_clips
from canvas.app.commands.nodes import rename, set_param, set_text
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import Json
from canvas.document.words import Sentence, Trouble
from canvas.editor.editor import Editor
from canvas.ui.banner import Banners
from canvas.ui.bridge import Errands
from canvas.ui.hands import BoardHand
from canvas.ui.painting.faces import cover_of
from canvas.ui.sketch_hand import fit
from canvas.ui.theme import Theme

KEPT = 256
"""Small pictures that panels keep in memory."""


class Pictures:
    """Thumbnails for the panels, read once each. Main thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[str, QPixmap] = {}

    def of(self, asset: str | None) -> QPixmap:
        """The thumbnail of a stored file; empty where there is none (yet)."""
        record = self._session.board.assets.get(asset or "")
        return self._thumbnail(record.thumbnail if record is not None else None)

    def cover(self, node: str) -> QPixmap:
        """What stands for a node where it is drawn small: its take, or what it begins with."""
        known = node in self._session.board.nodes
        return self._thumbnail(cover_of(self._session.board, node) if known else None)

    def of_node(self, node: str) -> QPixmap:
        """What a node looks like: its chosen take, or its first file."""
        board = self._session.board
        found = board.nodes.get(node)
        if found is None:
            return QPixmap()
        take = board.takes.get(found.take or "")
        if take is not None:
            return self.of(take.asset)
        return self.of(found.refs[0]) if found.refs else QPixmap()

    def _thumbnail(self, hash: str | None) -> QPixmap:
        found = self._kept.get(hash or "")
        if found is not None:
            return found
        path = self._session.store.find(hash) if hash else None
        if hash is None or path is None:
            return QPixmap()
        while len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        picture = self._kept[hash] = QPixmap(str(path))
        return picture


@dataclass(eq=False)
class Bench:
    """One board's window as its parts see it."""

    session: Session
    editor: Editor
    hand: BoardHand
    errands: Errands
    banners: Banners
    theme: Theme
    bring_in: Callable[..., None]
    """Ask for files, or take these, and put them on the board: see MainWindow.bring_in."""
    render: Callable[..., None]
    pictures: Pictures = field(init=False)
    settings: Settings = field(init=False)
    """What the person has chosen, as it is now."""

    def __post_init__(self) -> None:
        self.pictures = Pictures(self.session)
        self.settings = self.session.settings

    def tell(self, about: Trouble | Sentence) -> None:
        """Say something in a banner."""
        self.banners.tell(about)

    def write(self, node: str, text: str, *, gesture: str) -> None:
        """Make a node's text read `text`."""
        self.hand.attempt(lambda: set_text(self.session, node, text, gesture=gesture))
        self.hand.attempt(lambda: fit(self.session, node, gesture=gesture))

    def set_param(self, node: str, name: str, value: Json, *, gesture: str = "") -> None:
        self.hand.attempt(lambda: set_param(self.session, [node], name, value, gesture=gesture))

    def make_clips(self, nodes: Sequence[str]) -> bool:
        """Make clips of these pictures and select them: a render is what comes next. False where
        there is nothing to make them of."""
        made = self.hand.attempt(lambda: make_clips(self.session, nodes))
        if made:
            self.editor.select(made)
            self.editor.show(made)
        return made is None or bool(made)

    def rename(self, node: str, title: str) -> None:
        self.hand.attempt(lambda: rename(self.session, node, title))
