"""An open board with everything around it: the one place where document, journal, files and renders are wired."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from assets.folder import BoardFolder
from assets.store import Store
from canvas.app.notices import NodeState, Notice, Saved, Told
from canvas.app.rendering import Rendering
from canvas.app.saving import Saving
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import Edit
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.journal import Journal

SUFFIX = ".shotweave"


class ReadOnly(Trouble):
    """A change to a board that was opened to look at only."""

    code = "read_only"


def board_path(path: Path | str) -> Path:
    """The folder meant by what a person typed: `My film` is `My film.shotweave`, unless it ends so already."""
    path = Path(path).expanduser()
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


class Session:
    """One open board. Every method belongs to the front end's main thread; only `wake` is called from others.

    `wake` says that `drain` has something to do. A screen makes it post an event, the command line sets a flag.
    """

    def __init__(
        self,
        folder: BoardFolder,
        journal: Journal,
        board: Board,
        settings: Settings,
        *,
        readonly: bool = False,
        notices: Sequence[Sentence] = (),
    ) -> None:
        self.folder = folder
        self.journal = journal
        self.board = board
        self.settings = settings
        self.readonly = readonly
        self.notices = (*folder.notices, *notices)
        self.store = Store(folder.media)
        self.wake: Callable[[], None] = _nothing
        self._listeners: list[Callable[[Notice], None]] = []
        self._saving = Saving(board, journal, self._woken)
        self._told_saved = self._saving.state
        self.rendering = Rendering(
            board,
            folder.jobs,
            self.store,
            apply=self.absorb,
            tell=self.tell,
            woken=self._woken,
            readonly=readonly,
        )

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        settings: Settings,
        title: str = "",
        rate: Rate = Rate(24),
        width: int = 1280,
        height: int = 720,
    ) -> Session:
        """Make a new board folder and open it. Raises PathTaken, ReadOnlyPlace and other Troubles of the folder."""
        path = board_path(path)
        folder = BoardFolder.create(path)
        try:
            journal = Journal(folder.journal)
            board = Board.new(
                person=settings.person,
                title=title or path.stem,
                rate=rate,
                width=width,
                height=height,
            )
            session = cls(folder, journal, board, settings)
            session._saving.begin("New board")
            journal.flush()
        except BaseException:
            folder.close()
            raise
        return session

    @classmethod
    def open(cls, path: Path, *, settings: Settings, readonly: bool = False) -> Session:
        """Open a board folder. Raises NotABoard, BoardBusy, NewerSchema, TornBoard and other Troubles."""
        folder = BoardFolder.open(board_path(path), readonly=readonly)
        try:
            journal = Journal(folder.journal, readonly=readonly)
            loaded = journal.load()
            board = Board.load(loaded.updates, person=settings.person)
            return cls(folder, journal, board, settings, readonly=readonly, notices=loaded.notices)
        except BaseException:
            folder.close()
            raise

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self.folder.path

    @property
    def title(self) -> str:
        return self.board.meta.title or self.path.stem

    @property
    def saved(self) -> str:
        """saved, saving or failed, as the journal has it."""
        return self._saving.state

    @property
    def saving_trouble(self) -> Trouble | None:
        return self._saving.trouble

    def listen(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        """Hear of node states, saving, exports and troubles; call what comes back to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)

    def apply(self, *edits: Edit, label: str = "", gesture: str = "") -> Change:
        """Make a person's edits, undoable in one step with all others of the same gesture. Raises Refused, ReadOnly."""
        self._must_be_writable()
        change = self.board.apply(*edits, label=label, gesture=gesture)
        self._note_saving()
        return change

    def absorb(self, *edits: Edit, label: str = "") -> Change:
        """Write what a finished piece of work brought; not a step of the person's undo."""
        self._must_be_writable()
        change = self.board.apply(*edits, label=label, undoable=False)
        self._note_saving()
        return change

    def undo(self) -> Change | None:
        self._must_be_writable()
        change = self.board.undo()
        self._note_saving()
        return change

    def redo(self) -> Change | None:
        self._must_be_writable()
        change = self.board.redo()
        self._note_saving()
        return change

    def state(self, node: str) -> NodeState:
        """How far a node's picture is; quick enough to ask for every visible node of every frame."""
        return self.rendering.state(node)

    def drain(self, budget_seconds: float = 0.008) -> bool:
        """Take in what other threads have brought: finished renders, progress, what is saved. True if more waits."""
        more = self.rendering.drain(time.monotonic() + budget_seconds)
        self._note_saving()
        if not self.readonly:
            self._saving.tend()
        return more

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until everything is on disk. Raises what keeps it from getting there."""
        self.journal.flush(timeout)
        if self.saving_trouble is not None:
            raise self.saving_trouble

    def wait_for_renders(self, progress: Callable[[NodeState], None] = lambda _state: None) -> None:
        """Drain until no render is queued or running: the command line's way. Ctrl+C leaves it at any point."""
        self.rendering.wait(self.drain, progress)

    def close(self) -> None:
        """Stop the renders, write what is left and give the folder back; safe to call twice."""
        self.rendering.close()
        self._saving.close()
        self.journal.close()
        self.folder.close()

    def _woken(self) -> None:
        """On any thread."""
        self.wake()

    def _note_saving(self) -> None:
        state = self._saving.state
        if state == self._told_saved:
            return
        self._told_saved = state
        self.tell(Saved(state))
        if state == "failed" and self._saving.trouble is not None:
            self.tell(Told(self._saving.trouble))

    def _must_be_writable(self) -> None:
        if self.readonly:
            raise ReadOnly(
                say(QT_TRANSLATE_NOOP("words", "This board is open to look at only.")),
                meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
                remedy=say(
                    QT_TRANSLATE_NOOP(
                        "words", "Close it where it is being written, then open it again."
                    )
                ),
            )


def _nothing() -> None:
    pass
