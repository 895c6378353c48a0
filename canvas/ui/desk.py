"""What lies open: the start page or a board, in one language and one theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from canvas.app import settings as kept
from canvas.document.garbage import settled, unsettle
from canvas.document.words import Sentence, Trouble
from canvas.ui.bridge import Errands
from canvas.ui.language import Language
from canvas.ui.loading import load_slowly
from canvas.ui.sheet import palette, style_sheet
from canvas.ui.theme import Theme, theme_named

if TYPE_CHECKING:
    from canvas.app.session import Session
    from canvas.editor.camera import Camera
    from canvas.ui.main_window import MainWindow
    from canvas.ui.start import Recent
    from canvas.ui.start_window import StartWindow

PAUSE = 60
"""Milliseconds between two pieces of what is loaded while the start page shows."""

LEAVE = 100
"""Milliseconds after which a start page goes whose board is shown: the board is painted first."""


class Desk(QObject):
    """Opens and closes boards, and keeps what the person has chosen. Main thread."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        loaded = kept.load()
        self.settings = loaded.settings
        self._notices: list[Sentence | Trouble] = list(loaded.notices)
        self._app = app
        self.language = Language()
        self.language.speak(self.settings.language)
        self.theme = self._wanted_theme()
        self._loading: Iterator[None] = iter(())
        self.start: StartWindow | None = None
        self.board: MainWindow | None = None
        self.errands = Errands(self)
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def begin(self, board: Path | None, *, readonly: bool = False, link: str = "") -> None:
        """Show a board, or the start page; there too if the board cannot be opened, with why. A
        `link` leads to somebody's board."""
        if board is None or not self.open(board, readonly=readonly):
            self.show_start()
        window = self.board or self.start
        for notice in self._notices:
            if window is not None:
                window.banners.tell(notice)
        self._notices.clear()
        if link:
            QTimer.singleShot(0, self, lambda: self.ask_join(link))

    def close(self) -> None:
        """Close what is open. Everything has been saved long before."""
        if self.board is not None:
            self.board.close()
        self.errands.close()

    # -- boards

    def show_start(self) -> None:
        if self.start is None:
            from canvas.ui.start_window import StartWindow

            window = StartWindow(self.theme, self.language.code, self.settings.theme)
            page = window.page
            page.new_requested.connect(self.ask_new)
            page.open_requested.connect(self._open_or_ask)
            page.join_requested.connect(self.ask_join)
            page.sample_requested.connect(self.open_sample)
            page.forget_requested.connect(self._forget)
            page.language_chosen.connect(self.set_language)
            page.theme_chosen.connect(self.set_theme)
            self.start = window
        self.settings = kept.load().settings
        self.start.page.show_recent([Path(path) for path in self.settings.recent], self._look)
        self.start.page.show_engine(_video_models())
        self.start.show()
        self.start.raise_()
        if self.board is None:
            self._loading = load_slowly()
            QTimer.singleShot(PAUSE, self, self._load_more)

    def _load_more(self) -> None:
        """Make ready to open a board: one piece, then input and painting, then the next."""
        if self.board is None and next(self._loading, self) is not self:
            QTimer.singleShot(PAUSE, self, self._load_more)

    def open(self, path: Path, *, readonly: bool = False) -> bool:
        """Open a board in its window. Says whether that worked; if not, a banner says why."""

        def opened() -> Session:
            from canvas.app.session import Session  # late: the start page needs no boards

            return Session.open(path, settings=self.settings, readonly=readonly)

        return self._with_session(opened, on_busy=lambda: self.open(path, readonly=True))

    def ask_new(self) -> None:
        """Ask what the new board is to be, then make and open it."""
        from canvas.app.session import Session
        from canvas.ui.dialogs import NewBoardDialog

        dialog = NewBoardDialog(self.theme, self._window())
        if not dialog.exec():
            return
        wanted = dialog.wanted()
        self._with_session(
            lambda: Session.create(
                wanted.path,
                settings=self.settings,
                title=wanted.title,
                rate=wanted.rate,
                width=wanted.size[0],
                height=wanted.size[1],
            )
        )

    def ask_open(self) -> None:
        from canvas.ui.dialogs import ask_board

        path = ask_board(self._window())
        if path is not None:
            self.open(path)

    def ask_join(self, link: str = "") -> None:
        """Go to somebody's board: by this link, or one that the person gives."""
        from canvas.ui.join_dialog import JoinDialog

        dialog = JoinDialog(self, self.errands, self._window(), link)
        if dialog.exec() and dialog.path is not None:
            here = self.board.session if self.board is not None else None
            if here is not None and here.path == dialog.path:
                here.together.join(dialog.link_used)
            else:
                self.open(dialog.path)

    def reopen(self, about: Trouble) -> None:
        """Open the board anew: what lies in its folder has been put in its place meanwhile. It is
        seen as it was, and what was set aside is one press away."""
        window = self.board
        if window is None:
            return
        path, before = window.session.path, window.editor
        self.show_start()  # or closing the last window would end the program
        window.close()
        copy = _set_aside(about)
        if copy is not None:
            self._keep(lambda: self._remember(copy))
        if self.open(path) and self.board is not None:
            again = self.board
            again.setGeometry(window.normalGeometry())
            again.setWindowState(window.windowState())
            if not before.shows_all:  # after it has been fitted
                QTimer.singleShot(0, again, partial(_look, again, before.camera))
        shown = (self.tr("Open that board"), lambda: self.open(copy)) if copy is not None else None
        self._tell(about, shown)

    def open_sample(self) -> None:
        """Open the sample, made once in the person's folder of boards."""
        from canvas.app.sample import build_sample
        from canvas.app.session import Session
        from canvas.ui.dialogs import boards_folder

        path = boards_folder() / "The Last Mile.shotweave"
        if path.exists():
            self.open(path)
            return

        def made() -> Session:
            session = Session.create(
                path, settings=self.settings, title="The Last Mile · 最后一公里"
            )
            try:
                build_sample(session)
            except BaseException:  # Ctrl+C too: nobody else would close it
                session.close()
                raise
            return session

        self._with_session(made)

    def close_board(self) -> None:
        """Back to the start page."""
        window = self.board
        self.show_start()
        if window is not None:
            window.close()

    def _with_session(
        self, opened: Callable[[], Session], *, on_busy: Callable[[], object] | None = None
    ) -> bool:
        """Open a board and its window, in one go up to the first frame."""
        before = self.board
        with settled():
            worked = self._show_session(opened, on_busy)
        if worked and before is not None:
            before.close()
        return worked

    def _show_session(
        self, opened: Callable[[], Session], on_busy: Callable[[], object] | None
    ) -> bool:
        from assets.folder import BoardBusy
        from canvas.ui.main_window import MainWindow

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            session = opened()
        except Trouble as trouble:
            action = None
            if isinstance(trouble, BoardBusy) and on_busy is not None:
                action = (self.tr("Open read only"), on_busy)
            self._tell(trouble, action)
            return False
        finally:
            QApplication.restoreOverrideCursor()
        self.board = MainWindow(session, self)
        self.board.closed.connect(self._forget_window)
        self.board.show()
        self._leave_start()
        if not session.readonly:
            self._keep(lambda: self._remember(session.path))
        return True

    def _remember(self, path: Path) -> None:
        """Among the recent boards, also when the next choice is saved."""
        self.settings = replace(self.settings, recent=kept.remember(path).recent)

    def _leave_start(self) -> None:
        """The start page is made anew as quickly as it is shown: it keeps no memory meanwhile."""
        start, self.start = self.start, None
        if start is not None:
            start.hide()
            QTimer.singleShot(LEAVE, start, start.deleteLater)
        QTimer.singleShot(2 * LEAVE, self, _give_back)

    def _forget_window(self, window: MainWindow) -> None:
        if self.board is window:
            self.board = None
        unsettle()

    def _open_or_ask(self, path: Path | None) -> None:
        if path is None:
            self.ask_open()
        else:
            self.open(path)

    def _look(self, path: Path, show: Callable[[Recent], None]) -> None:
        def look() -> tuple[Recent | None, bool]:
            from canvas.ui.recent import glance  # late: the document is not needed for this page

            return glance(path)

        def read() -> Recent:
            from canvas.ui.recent import peek

            return peek(path)

        def seen(found: tuple[Recent | None, bool]) -> None:
            about, enough = found
            if about is not None:
                show(about)
            if not enough:  # after the summaries of all other boards
                self.errands.send(read, show, self._tell)

        # after the first paint: the page answers before any board has been read
        QTimer.singleShot(0, self, lambda: self.errands.send(look, seen, self._tell))

    def _forget(self, path: Path) -> None:
        left = tuple(one for one in self.settings.recent if one != str(path))
        self.change(recent=left)
        self.show_start()

    # -- choices

    def set_language(self, code: str) -> None:
        """Speak another language at once, and from now on."""
        self.language.speak(code)
        self.change(language=code)

    def set_theme(self, name: str) -> None:
        """One of THEMES, at once and from now on."""
        self.change(theme=name)

    def change(self, **chosen: object) -> None:
        """Choose something by its name in Settings: it holds at once, and from now on."""
        self.settings = changed = replace(self.settings, **chosen)  # type: ignore[arg-type]  # by name
        self._keep(lambda: kept.save(changed))
        self._apply_theme()
        if self.board is not None:
            self.board.settle(changed)

    def _keep(self, save: Callable[[], object]) -> None:
        try:
            save()
        except Trouble as trouble:
            self._tell(trouble)

    def _wanted_theme(self) -> Theme:
        hints = self._app.styleHints()
        is_dark = hints.colorScheme() is not Qt.ColorScheme.Light
        wanted = hints.accessibility().contrastPreference()
        return theme_named(
            self.settings.theme, is_dark, wanted is Qt.ContrastPreference.HighContrast
        )

    def _system_changed(self) -> None:
        if self.settings.theme == "system":
            self._apply_theme()

    def _apply_theme(self) -> None:
        theme = self._wanted_theme()
        if theme is self.theme:
            return
        self.theme = theme
        self._dress()
        if self.start is not None:
            self.start.set_theme(theme)
        if self.board is not None:
            self.board.set_theme(theme)

    def _dress(self) -> None:
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme))

    # -- telling

    def tell(self, about: Trouble | Sentence) -> None:
        """Say something in whatever window is open."""
        self._tell(about)

    def _tell(
        self, about: Trouble | Sentence, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        window = self._window()
        if window is None:
            self.show_start()
            window = self.start
        pressed = None if action is None else (action[0], partial(_do, action[1]))
        if window is not None:
            window.banners.tell(about, action=pressed)

    def _window(self) -> StartWindow | MainWindow | None:
        if self.board is not None:
            return self.board
        return self.start


def _do(run: Callable[[], object]) -> None:
    run()


def _look(window: MainWindow, camera: Camera) -> None:
    window.editor.camera = replace(window.editor.camera, x=camera.x, y=camera.y, zoom=camera.zoom)


def _set_aside(about: Trouble) -> Path | None:
    """The board that was kept when another took its place."""
    from canvas.app.room_troubles import ApartFromRoom  # late: the start page needs no rooms

    copy = about.copy if isinstance(about, ApartFromRoom) else None
    return copy if copy is not None and copy.exists() else None


def _give_back() -> None:
    """What opening a board has needed for a while."""
    from generation.memory import give_back  # late: not needed for the first frame

    give_back()


def _video_models() -> int:
    """How many models a person has added here."""
    from generation.catalogue import installed

    models = installed().models.values()
    return sum(1 for model in models if model.folder is not None and model.lora is None)
