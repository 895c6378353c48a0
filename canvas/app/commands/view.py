"""Verbs of a screen: where we look and what is selected. Nothing here changes the board."""

from __future__ import annotations

from dataclasses import replace

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.graph import downstream, upstream
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.editor import Editor


class NoMore(Trouble):
    """There is nothing that the selection could grow by."""

    code = "no_more"


STEP = 1.25
"""One press of a zoom key."""


@command(
    "view.fit_all",
    title=QT_TRANSLATE_NOOP("commands", "Fit all"),
    keys=("Shift+1",),
    menu="view",
    scope="view",
)
def fit_all(session: Session, editor: Editor) -> None:
    """Look at the whole board."""
    _must_hold_something(session)
    editor.journey.leave(editor.camera)
    editor.fit(gliding=True)


@command(
    "view.fit_selection",
    title=QT_TRANSLATE_NOOP("commands", "Fit selection"),
    keys=("F", "Shift+2"),
    menu="view",
    scope="view",
)
def fit_selection(session: Session, editor: Editor) -> None:
    """Look at what is selected, or at everything."""
    _must_hold_something(session)
    editor.journey.leave(editor.camera)
    editor.fit(editor.selection or None, gliding=True)


@command(
    "view.zoom_100",
    title=QT_TRANSLATE_NOOP("commands", "Zoom to 100 %"),
    keys=("Shift+0", "Ctrl+0"),
    menu="view",
    scope="view",
)
def zoom_100(session: Session, editor: Editor) -> None:
    """One world unit is one pixel."""
    editor.travel(replace(editor.camera, zoom=1.0))


@command(
    "view.zoom_in",
    title=QT_TRANSLATE_NOOP("commands", "Zoom in"),
    keys=("Ctrl++", "Ctrl+="),
    menu="view",
    scope="view",
)
def zoom_in(session: Session, editor: Editor) -> None:
    """Look closer, the middle of the view staying where it is."""
    editor.zoom(STEP)


@command(
    "view.zoom_out",
    title=QT_TRANSLATE_NOOP("commands", "Zoom out"),
    keys=("Ctrl+-",),
    menu="view",
    scope="view",
)
def zoom_out(session: Session, editor: Editor) -> None:
    """Look from farther away."""
    editor.zoom(1.0 / STEP)


@command(
    "view.select_all",
    title=QT_TRANSLATE_NOOP("commands", "Select all"),
    keys=("Ctrl+A",),
    menu="edit",
    scope="view",
)
def select_all(session: Session, editor: Editor) -> None:
    """Select every node."""
    editor.select_all()


@command(
    "view.select_none",
    title=QT_TRANSLATE_NOOP("commands", "Select none"),
    keys=("Ctrl+Shift+A",),
    menu="edit",
    scope="view",
)
def select_none(session: Session, editor: Editor) -> None:
    """Select nothing."""
    editor.select(())


@command(
    "view.select_upstream",
    title=QT_TRANSLATE_NOOP("commands", "Select what feeds this"),
    menu="edit",
    scope="view",
)
def select_upstream(session: Session, editor: Editor) -> None:
    """Add everything that the selected nodes depend on."""
    feeding = {id for node in editor.selection for id in upstream(editor.board, node)}
    if feeding <= editor.selection:
        raise NoMore(say(QT_TRANSLATE_NOOP("words", "Nothing else feeds what is selected.")))
    editor.select(editor.selection | feeding)


@command(
    "view.select_downstream",
    title=QT_TRANSLATE_NOOP("commands", "Select what this feeds"),
    menu="edit",
    scope="view",
)
def select_downstream(session: Session, editor: Editor) -> None:
    """Add everything that depends on the selected nodes."""
    fed = frozenset(downstream(editor.board, editor.selection))
    if fed <= editor.selection:
        raise NoMore(say(QT_TRANSLATE_NOOP("words", "What is selected feeds nothing else.")))
    editor.select(editor.selection | fed)


@command(
    "view.minimap",
    title=QT_TRANSLATE_NOOP("commands", "Show the map"),
    keys=("Alt+M",),
    menu="view",
    scope="view",
    checked=lambda session, editor: editor.show_minimap,
)
def switch_minimap(session: Session, editor: Editor) -> None:
    """Show or hide the map in the corner."""
    editor.set_shown(minimap=not editor.show_minimap)


@command(
    "view.grid",
    title=QT_TRANSLATE_NOOP("commands", "Show the grid"),
    keys=("Ctrl+'",),
    menu="view",
    scope="view",
    checked=lambda session, editor: editor.show_grid,
)
def switch_grid(session: Session, editor: Editor) -> None:
    """Show or hide the dots of the field."""
    editor.set_shown(grid=not editor.show_grid)


@command(
    "view.snap",
    title=QT_TRANSLATE_NOOP("commands", "Snap to other nodes"),
    keys=("Alt+S",),
    menu="view",
    scope="view",
    checked=lambda session, editor: editor.snapping,
)
def switch_snapping(session: Session, editor: Editor) -> None:
    """Let dragged nodes fall into line with others, or not."""
    editor.snapping = not editor.snapping
    editor.tell("look")


def _must_hold_something(session: Session) -> None:
    if not session.board.nodes:
        raise NoMore(say(QT_TRANSLATE_NOOP("words", "There is nothing on this board yet.")))
