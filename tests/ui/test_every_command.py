"""No gesture, key or menu entry is dead (issue 3, Shows): every verb of a window is run, with and
without a selection, on an empty board and on one to look at only. Each must change something that
can be seen, or say why it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.editor.camera import Camera
from canvas.ui.actions import ELSEWHERE
from canvas.ui.desk import Desk
from canvas.ui.dialogs import NewBoardDialog
from canvas.ui.main_window import MainWindow

LEAVES = frozenset({"window.close"})
"""It puts the start page in place of this window, and has tests of its own below."""

AWRY = Camera(x=5000.0, y=-3000.0, zoom=0.37, width=800, height=500)
"""Where nobody wants to look: every verb that looks elsewhere shows."""

Look = dict[str, object]


@dataclass
class Walk:
    """One window with everything that a verb could change, and what came of each verb."""

    window: MainWindow
    app: QApplication
    asked: list[str] = field(default_factory=list)
    """Dialogs, lists and menus that a verb opened; they are closed at once."""
    dead: list[str] = field(default_factory=list)

    def look(self) -> Look:
        """Everything that can be seen or felt to change."""
        window, board = self.window, self.window.session.board
        editor, clip = window.editor, self.app.clipboard().mimeData()
        return {
            "board": content(window.session),
            "selected": (editor.selection, editor.links, editor.tool, editor.tool_kept),
            "camera": editor.camera,
            "editor": (editor.show_grid, editor.show_minimap, editor.snapping, editor.writing),
            "settings": window._desk.settings,  # type: ignore[attr-defined]
            "seen": frozenset(_seen(window)),
            "told": tuple(banner.key for banner in window.banners.shown()),
            "clipboard": _formats(clip),
            "queue": tuple(window.session.state(node).state for node in board.nodes),
            "playing": frozenset(window.playing.player.playing),
            "focus": window.focusWidget(),
            "ticks": tuple(one.isChecked() for one in window.actions_.actions.values()),
            "peeked": tuple(window.editor.found),
        }

    def run(self, name: str) -> None:
        """Trigger a verb as a menu does; note it if nothing came of it."""
        window = self.window
        window.banners.clear()
        window.view.reduced_motion = True
        window.editor.camera = AWRY
        window.editor.take("hand" if name == "window.select" else "select")
        window.actions_.refresh()
        self.app.processEvents()
        before, asked = self.look(), len(self.asked)
        window.actions_.run(name)
        self.app.processEvents()
        if len(self.asked) == asked and self.look() == before:
            self.dead.append(name)

    def tidy(self) -> None:
        """Close what a verb opened, so that the next one finds the window as it was."""
        window = self.window
        window.writing.finish()
        for popup in _popups():
            popup.close()
        for child in window.findChildren(QWidget):
            if type(child).__name__ in ("CheatSheet", "Tour") and child.isVisible():
                child.close()
        if not window.top.isVisible():
            window.actions_.run("window.fold")
        if window.cinema.player is not None:
            window.cinema.player.close_down()
            window.cinema.player = None
        window.editor.take("select")
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window.view.setFocus()


def content(session: Session) -> object:
    """What a board says, whatever its history."""
    board = session.board
    words = {node: board.text(node) for node in board.nodes}
    records = (board.nodes, board.edges, board.marks, board.takes)
    return [*map(dict, records), words, board.film, board.meta]


def _seen(window: MainWindow) -> Iterator[str]:
    """What is visible of the window and over it."""
    for child in window.findChildren(QWidget):
        if child.isVisible():
            yield f"{type(child).__name__} {id(child)}"
    for popup in _popups():
        yield f"{type(popup).__name__} {id(popup)}"


def _popups() -> list[QWidget]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible()
        and (one.windowFlags() & one.windowFlags().Popup) == one.windowFlags().Popup
    ]


def _formats(clip: QMimeData | None) -> tuple[tuple[str, bytes], ...]:
    formats = clip.formats() if clip is not None else []
    return tuple((name, bytes(clip.data(name).data())) for name in formats) if clip else ()


@contextmanager
def answering(walk: Walk) -> Iterator[None]:
    """Cancel every dialog and menu that waits for an answer, and note that it was there."""
    timer = QTimer(interval=20)

    def answer() -> None:
        waiting = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if isinstance(waiting, (QDialog, QMenu)):
            walk.asked.append(type(waiting).__name__)
            waiting.close()

    timer.timeout.connect(answer)
    timer.start()
    yield
    timer.stop()


Asked = TypeVar("Asked", bound=QDialog)


@contextmanager
def answered(kind: type[Asked], give: Callable[[Asked], None]) -> Iterator[None]:
    """Answer the dialog of this kind once it waits."""
    timer = QTimer(interval=20)

    def answer() -> None:
        waiting = QApplication.activeModalWidget()
        if isinstance(waiting, kind):
            timer.stop()
            give(waiting)

    timer.timeout.connect(answer)
    timer.start()
    yield
    assert not timer.isActive(), "nobody was asked"


@dataclass
class Filled:
    clip: str
    prompt: str
    note: str
    scene: str
    picture: str


def fill(session: Session) -> Filled:
    """A board with a clip of each kind of company, in the film."""
    prompt = add_node(session, "prompt", (0, 0), text="A cat crosses the road")
    clip = add_node(session, "clip", (400, 10), params={"frames": 4})
    note = add_node(session, "note", (900, 33), text="A thought")
    picture = add_node(session, "picture", (0, 600))
    scene = add_node(session, "scene", (1500, 0))
    connect(session, prompt, "words", clip, "words")
    add_shot(session, clip)
    return Filled(clip, prompt, note, scene, picture)


Choose = Callable[[MainWindow, Filled], None]


def clip_alone(window: MainWindow, made: Filled) -> None:
    window.editor.select([made.clip])


def several(window: MainWindow, made: Filled) -> None:
    window.editor.select([made.prompt, made.clip, made.note])


def one_of_each(window: MainWindow, made: Filled) -> None:
    window.editor.select([made.prompt, made.clip, made.note, made.scene, made.picture])


def nothing(window: MainWindow, made: Filled) -> None:
    window.editor.select(())


@pytest.fixture(autouse=True)
def stays_here(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No browser or file manager opens for a test, and nothing stays in the clipboard."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)
    app.clipboard().clear()
    yield
    app.clipboard().clear()  # this platform's own outlives Python, and may hold no object of it


@pytest.mark.parametrize(
    "choose",
    [
        pytest.param(clip_alone, marks=pytest.mark.soak),
        several,
        pytest.param(one_of_each, marks=pytest.mark.soak),
        nothing,
    ],
)
def test_every_verb_does_something_or_says_why_not(
    window: MainWindow, app: QApplication, qtbot: QtBot, choose: Choose
) -> None:
    qtbot.waitExposed(window)
    made = fill(window.session)
    walk = Walk(window, app)
    before = content(window.session)
    with answering(walk):
        for name in _verbs(window):
            choose(window, made)
            walk.run(name)
            walk.tidy()
            window.session.rendering.cancel()
            qtbot.waitUntil(lambda: not window.session.rendering.busy, timeout=20_000)
            take_back(window.session, before)
            assert content(window.session) == before, name
    assert " ".join(walk.dead) == ""
    assert walk.asked


def test_no_verb_is_dead_on_an_empty_board(
    window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    qtbot.waitExposed(window)
    walk = Walk(window, app)
    empty = content(window.session)
    with answering(walk):
        for name in _verbs(window):
            walk.run(name)
            walk.tidy()
            take_back(window.session, empty)
    assert " ".join(walk.dead) == ""


def test_no_verb_is_dead_or_writes_on_a_board_to_look_at_only(
    desk: Desk, app: QApplication, board_path: Path, qtbot: QtBot
) -> None:
    with Session.create(board_path, settings=desk.settings, title="My film") as session:
        made = fill(session)
    assert desk.open(board_path, readonly=True)
    window = desk.board
    assert window is not None
    qtbot.waitExposed(window)
    walk = Walk(window, app)
    before = content(window.session)
    with answering(walk):
        for name in _verbs(window):
            several(window, made)
            walk.run(name)
            walk.tidy()
    assert " ".join(walk.dead) == ""
    assert content(window.session) == before


def test_closing_the_board_goes_back_to_the_start_page(desk: Desk, window: MainWindow) -> None:
    path = window.session.path
    window.actions_.run("window.close")
    assert desk.board is None
    assert desk.start is not None
    assert desk.start.isVisible()
    Session.open(path, settings=desk.settings).close()  # nobody holds it any more


def test_a_new_board_takes_the_place_of_the_one_that_was_open(
    desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    def make(dialog: NewBoardDialog) -> None:
        dialog._folder = tmp_path
        dialog.title.setText("Another film")
        dialog.make.click()

    with answered(NewBoardDialog, make):
        window.actions_.run("window.new")
    assert desk.board is not None
    assert desk.board is not window
    assert desk.board.session.path == tmp_path / "Another film.shotweave"
    assert not window.isVisible()


def test_a_board_that_is_chosen_takes_the_place_of_the_one_that_was_open(
    desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    other = tmp_path / "Other.shotweave"
    Session.create(other, settings=desk.settings, title="Other").close()

    def choose(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(str(other))
        dialog.accept()

    with answered(QFileDialog, choose):
        window.actions_.run("window.open")
    assert desk.board is not None
    assert desk.board.session.path == other
    assert not window.isVisible()


def test_what_is_said_to_be_elsewhere_is_said_of_commands_that_stand_in_no_menu(
    window: MainWindow,
) -> None:
    for name in ELSEWHERE:
        assert name in COMMANDS
        assert not (name in window.actions_.verbs and window.actions_.verbs[name].menu), name


def _verbs(window: MainWindow) -> list[str]:
    return [name for name in window.actions_.verbs if name not in LEAVES]


def take_back(session: Session, until: object) -> None:
    """Undo what a verb did, or redo what it undid, so that the next one finds the same board."""
    for step in (session.redo, session.undo, session.undo, session.undo):
        if content(session) == until:
            return
        step()
