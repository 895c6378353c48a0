"""What lies under a hand: where the canvas looks, its map, and what it asks of whoever owns the
screen. What pointers, wheels and keys do to it stands in modules of their own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from canvas.editor.editor import Editor
from canvas.ui.gliding import Gliding
from canvas.ui.painting.minimap import Minimap


class Surface(QWidget):
    """Main thread."""

    insert_requested = Signal(object, object, object)
    """Where on the screen (QPoint), the world point, and the PortEnd that a link came from."""
    menu_requested = Signal(object, object)
    """Where on the screen (QPoint), and the Hit under it."""
    edit_requested = Signal(str)
    rename_requested = Signal(str)
    retry_requested = Signal(str)
    """A card whose render ended badly was asked to try again."""
    dropped = Signal(object, object)
    """What it brings (QMimeData), and the world point it was let go over."""
    play_requested = Signal()
    """Space was tapped, not held."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.reduced_motion = False
        """Whether the camera is at once where it is sent, and never rolls on."""
        self.minimap = Minimap(editor)
        self.gliding = Gliding(editor, self)

    def offers_again(self, node: str, at: QPointF) -> bool:
        """Whether a card offers, at this point of the view, to try its render again."""
        return False

    def open_menu(self, at: QPointF) -> None:
        """Ask for the menu of what lies under a point of the view, which becomes selected."""
        editor, hit = self.editor, self.editor.hit(at.x(), at.y())
        if hit.node is not None and hit.node not in editor.selection:
            editor.pick(hit.node)
        elif hit.node is None and hit.wire is not None:
            editor.select_links((hit.wire,))
        elif hit.empty:
            editor.select()
        self.menu_requested.emit(self.mapToGlobal(at).toPoint(), hit)

    def _middle_of_selection(self) -> QPointF:
        selected = self.editor.selected
        box = self.editor.bounds(selected[-1:]) if selected else None
        if box is None:
            return QPointF(self.rect().center())
        return QPointF(*self.editor.camera.to_screen((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))

    def ask_insert(self, at: QPointF) -> None:
        """Offer what could be made at a point of the view."""
        world = self.editor.camera.to_world(at.x(), at.y())
        self.insert_requested.emit(self.mapToGlobal(at).toPoint(), world, None)
