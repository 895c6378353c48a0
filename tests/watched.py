"""The very window of main.py, which also says what is on the screen: `python -m tests.watched
BOARD`, or the link of a room.

Whoever connects to `name_of(pid)` gets one line of JSON and the connection is closed. It is only
read: what is done to the window is done by mouse and keys.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QSocketNotifier
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from canvas.ui.main_window import MainWindow
    from tests.hosts import Host

Place = tuple[int, int]


def name_of(process: int) -> str:
    """The socket on which a watched window answers; it has no file, and goes with its process."""
    return f"\0shotweave-watched-{process}"


def ask(process: int, host: Host | None = None) -> dict[str, Any]:
    """What is on the screen of a watched window now, of another host's too; {} before there is
    one."""
    with host.visited() if host is not None else nullcontext():
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with line:
        line.settimeout(20)
        try:
            line.connect(name_of(process))
        except (ConnectionRefusedError, FileNotFoundError):
            return {}
        with line.makefile("rb") as answer:
            return dict(json.loads(answer.read() or b"{}"))


class Watcher(QObject):
    """Answers whoever asks, between two events of the window. Main thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._line.bind(name_of(os.getpid()))
        self._line.listen(4)
        self._bell = QSocketNotifier(self._line.fileno(), QSocketNotifier.Type.Read, self)
        self._bell.activated.connect(self._answer)

    def _answer(self) -> None:
        asker, _ = self._line.accept()
        with asker:
            window = _window()
            said: Mapping[str, object] = {} if window is None else described(window)
            asker.sendall(json.dumps(said).encode())


def described(window: MainWindow) -> dict[str, object]:
    """Everything a test may want to see, in words and pixels of the screen."""
    editor, view = window.editor, window.view
    camera, hover = editor.camera, editor.hover
    return {
        "camera": [camera.x, camera.y, camera.zoom],
        "selection": sorted(editor.selection),
        "links": sorted(editor.links),
        "tool": editor.tool,
        "kept": editor.tool_kept,
        "snapping": editor.snapping,
        "grid": editor.show_grid,
        "minimap": editor.show_minimap,
        "wheel": editor.wheel,
        "peers": len(editor.peers),
        **_company(window),
        "film": _film(window),
        "hover": {"node": hover.node, "wire": hover.wire, "corner": hover.corner},
        "gesture": _gesture(window),
        "laser": len(editor.laser.trail()),
        "writing": editor.writing,
        "playing": sorted(window.playing.playing),
        "nodes": {id: _node(window, id) for id in editor.board.nodes},
        "wires": {id: _wire(window, id) for id in editor.board.edges},
        "view": [*_global(view, QPoint(0, 0)), view.width(), view.height()],
        "at_rest": view.at_rest,
        "together": _together(window),
        "states": {id: window.session.state(id).state for id in editor.board.nodes},
        "queue": _queue(window),
        "engine": _engine(window),
        **_widgets(window),
    }


def _gesture(window: MainWindow) -> dict[str, object]:
    shown, link = window.editor.shown, window.editor.shown.link
    return {
        "running": window.editor.gesturing,
        "guides": len(shown.guides),
        "marquee": shown.marquee is not None,
        "cut": sorted(shown.cut),
        "onto": shown.onto,
        "copies": shown.ghosts is not None,
        "link": None if link is None else [link.start.node, link.start.port],
    }


def _queue(window: MainWindow) -> list[str]:
    """The nodes of all renders that are under way or wait, in their order."""
    rendering = window.session.rendering
    jobs = rendering.jobs.listing(("running", "queued")) if rendering.busy else ()
    return [node for job in jobs for node in job.nodes]


def _engine(window: MainWindow) -> dict[str, object]:
    """What the inspector says that the model gets, and where its choice is; how far renders are."""
    from PySide6.QtWidgets import QLabel

    from canvas.ui.shot_panel import ShotPanel

    live = window.session.queue.snapshot().running
    said: dict[str, object] = {
        "running": [[one.job.node, one.live.phase, one.live.share] for one in live if one.live],
        "previews": sum(bool(one.live and one.live.preview) for one in live),
    }
    panel = window.inspector._panels.get("ShotPanel")
    if isinstance(panel, ShotPanel) and panel.isVisible():
        model = panel.model.model
        said["model"] = _global(model, model.rect().center())
        said["gets"] = [label.text() for label in panel.gets.findChildren(QLabel) if label.text()]
    return said


def _together(window: MainWindow) -> dict[str, object]:
    """How the board stands with its room."""
    together = window.session.together
    return {
        "state": together.state,
        "unsaved": together.standing.unsaved,
        "people": len(together.people),
        "role": together.role.name,
        "client": window.session.board.client,
    }


def _company(window: MainWindow) -> dict[str, object]:
    """Where the faces of the others are in the bar, and whom we follow; what has been said of the
    board."""
    from canvas.ui.people import People

    people = next(part for part in window.parts if isinstance(part, People))
    faces = [face for face in people.bar.faces if face.isVisible()]
    return {
        "faces": [_global(face, face.rect().center()) for face in faces],
        "followed": people.follow.id,
        "comments": [one.head.text for one in window.session.comments.threads.values()],
    }


def _film(window: MainWindow) -> dict[str, object]:
    """The player over the canvas, and where it is."""
    player = window.cinema.player
    if player is None or not player.isVisible():
        return {}
    return {"playing": player.playing, "frame": player.frame}


def _node(window: MainWindow, id: str) -> dict[str, object]:
    """Where a card, its title and its ports are."""
    from canvas.editor.hits import ports_of

    editor, node = window.editor, window.editor.board.nodes[id]
    row = editor.table.row(id)
    assert row is not None, "every node of the board has its row"
    left, top, right, bottom = editor.table.box(row)
    ends = ports_of(editor.board, editor.table, row)
    ports = {f"{'out' if end.output else 'in'} {end.port}": (x, y) for end, x, y in ends}
    return {
        "kind": node.kind.value,
        "title": node.title,
        "box": [*_at(window, left, top), *_at(window, right, bottom)],
        "title_at": _at(window, left + 60, top + 15),
        "ports": {name: _at(window, *place) for name, place in ports.items()},
        "hidden": not bool(editor.table.live[row]),
    }


def _wire(window: MainWindow, id: str) -> Place:
    """The middle of a wire."""
    from canvas.editor.wiring import flattened

    wires = window.editor.wires
    rows = wires.rows(id)
    points = flattened(wires.ends[rows], 24)[len(rows) // 2]
    x, y = points[12] if len(rows) % 2 else points[0]
    return _at(window, float(x), float(y))


def _at(window: MainWindow, x: float, y: float) -> Place:
    px, py = window.editor.camera.to_screen(x, y)
    return _global(window.view, QPoint(round(px), round(py)))


def _global(widget: QWidget, point: QPoint) -> Place:
    place = widget.mapToGlobal(point)
    return place.x(), place.y()


def _widgets(window: MainWindow) -> dict[str, object]:
    focused, popup = QApplication.focusWidget(), QApplication.activePopupWidget()
    modal = QApplication.activeModalWidget()
    inside = [*window.children(), *window.view.children(), *window.centralWidget().children()]
    parts = [part for part in inside if isinstance(part, QWidget) and part.isVisible()]
    panes = getattr(next(part for part in window.parts if _name(part) == "Panes"), "here", None)
    return {
        "popup": _name(popup),
        "rows": _rows(popup),
        "modal": _name(modal),
        "boxes": _choices(modal),
        "focus": _name(focused),
        "front": _name(QApplication.activeWindow()),
        "typed": _typed(focused),
        "pane": _name(panes() if panes is not None else None),
        "visible": sorted({_name(part) for part in parts}),
        "banners": [banner.accessibleName() for banner in window.banners.shown()],
        "docks": sorted(one.objectName() for one in parts if isinstance(one, QDockWidget)),
        "strip": window.strip.isVisible() and len(window.session.board.film),
    }


def _typed(widget: QWidget | None) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, (QTextEdit, QPlainTextEdit)) else ""


def _rows(popup: QWidget | None) -> list[str]:
    rows = getattr(popup, "list", None)
    return [rows.item(at).text() for at in range(rows.count())] if hasattr(rows, "item") else []


def _choices(dialog: QWidget | None) -> dict[str, Place]:
    """Where the choices of a dialog are, by the names that settings have."""
    boxes = {**getattr(dialog, "choices", {}), **getattr(dialog, "flags", {})}
    return {name: _global(box, box.rect().center()) for name, box in boxes.items()}


def _name(thing: object) -> str:
    return "" if thing is None else type(thing).__name__


def _window() -> MainWindow | None:
    from canvas.ui.main_window import MainWindow

    tops = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    return next((one for one in tops if one.isVisible()), None)


def main(meant: str) -> int:
    """As main.py begins, with a watcher in the application before its window is there."""
    from canvas.ui.loading import load

    load(board=True)
    from canvas.ui import application

    app = application.prepare(sys.argv[:1])
    watcher = Watcher(app)
    assert watcher.parent() is app
    if meant.startswith("shotweave:"):
        return application.run(None, link=meant)
    return application.run(Path(meant))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
