"""Verbs that select more, or others, than what is selected."""

from __future__ import annotations

from canvas.app.commands.registry import command
from canvas.app.commands.unfit import UnfitSelection
from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.editor.editor import Editor


@command(
    "view.select_same",
    title=QT_TRANSLATE_NOOP("commands", "Select the same kind"),
    keys=("Ctrl+Alt+A",),
    menu="edit",
    scope="view",
)
def select_same(session: Session, editor: Editor) -> None:
    """Select every node of the kinds that are selected."""
    nodes = editor.board.nodes
    kinds = {nodes[id].kind for id in editor.selection}
    if not kinds:
        raise UnfitSelection(
            say(QT_TRANSLATE_NOOP("words", "Select a node first, then all of its kind."))
        )
    editor.select(id for id, node in nodes.items() if node.kind in kinds)


@command(
    "view.select_inverse",
    title=QT_TRANSLATE_NOOP("commands", "Invert selection"),
    keys=("Ctrl+Shift+I",),
    menu="edit",
    scope="view",
)
def select_inverse(session: Session, editor: Editor) -> None:
    """Select what is not selected, and nothing of what is."""
    chosen = editor.selection
    editor.select(id for id in editor.board.nodes if id not in chosen)
