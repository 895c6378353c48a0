"""An open board with everything around it: the one place where document, journal, files and renders
are wired."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType

from assets.folder import BoardFolder
from assets.store import Store
from canvas.app import room_troubles, summary
from canvas.app.awaiting import Awaiting
from canvas.app.comments import Conversation
from canvas.app.fetching import Fetching
from canvas.app.fitting import Fitting
from canvas.app.lending import Lending
from canvas.app.notices import NodeState, Notice, Saved, Told
from canvas.app.queue import Queue
from canvas.app.rendering import Rendering
from canvas.app.saving import Saving
from canvas.app.settings import Settings
from canvas.app.together import Together
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import Edit
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say, spelled
from collab.journal import Journal, Loaded
from collab.wire import COMMENTS
from generation.jobs import Jobs

SUFFIX = ".shotweave"

_LEAST_TURN = 0.002
"""Seconds that the room has in each turn, whatever else has come."""

_WORSE = ("saved", "saving", "failed")


class ReadOnly(Trouble):
    """A change to a board that was opened to look at only."""

    code = "read_only"


class NoName(Trouble):
    """A path that names no board: nothing, the top of a disk, the folder we are in."""

    code = "no_name"


def board_path(path: Path | str) -> Path:
    """The folder meant by what a person typed: `My film` is `My film.shotweave`, unless it ends so
    already; `.` inside of a board is that board. Raises NoName."""
    meant = Path(path)
    with suppress(RuntimeError):  # ~ without a home is a name like any other
        meant = meant.expanduser()
    if meant.name in ("", ".."):
        meant = meant.absolute().resolve()
        if meant.suffix.lower() != SUFFIX:
            raise NoName(
                say(QT_TRANSLATE_NOOP("words", "“{path}” is not the name of a board."), path=path),
                remedy=say(QT_TRANSLATE_NOOP("words", "Name it, for example: My film")),
            )
    return meant if meant.suffix.lower() == SUFFIX else meant.with_name(meant.name + SUFFIX)


class Session:
    """One open board. Every method belongs to the front end's main thread; only `wake` is called
    from others.

    A screen makes `wake` post an event that drains, the command line sets a flag.
    """

    def __init__(
        self,
        folder: BoardFolder,
        journal: Journal,
        board: Board,
        settings: Settings,
        *,
        notices: Sequence[Sentence] = (),
    ) -> None:
        self.folder = folder
        self.journal = journal
        self.board = board
        self.settings = settings
        self.readonly = folder.readonly
        self.store = Store(folder.media)
        self._wake: Callable[[], None] = _nothing
        self._awake = False
        self._closed = self._closing = False
        self._listeners: list[Callable[[Notice], None]] = []
        self._saving = Saving(board, journal, self._woken)
        self._told_saved = self._saving.state
        self.together = Together(
            board,
            journal,
            settings,
            place=folder.path,
            readonly=folder.readonly,
            tell=self.tell,
            woken=self._woken,
        )
        self.fetching = Fetching(
            board,
            self.store,
            self.together,
            tell=self.tell,
            woken=self._woken,
            readonly=folder.readonly,
        )
        self.awaiting = Awaiting(self.fetching, self.tell)
        self._listeners.append(self.awaiting.hear)
        self.comments = Conversation(
            board,
            folder.path,
            settings,
            self.together,
            tell=self._tell_comments,
            woken=self._woken,
            readonly=folder.readonly,
        )
        self.together.sides[COMMENTS] = self.comments
        self.rendering = Rendering(
            board,
            folder.jobs,
            self.store,
            apply=self._absorb_render,
            tell=self.tell,
            woken=self._woken,
            readonly=folder.readonly,
        )
        self.queue = Queue(self.rendering, self.tell)
        self.fitting = Fitting(tell=self.tell, woken=self._woken)
        self.lending = Lending(
            board,
            self.rendering,
            self.together,
            self.fetching,
            tell=self.tell,
            readonly=folder.readonly,
        )
        self._listeners.append(self.lending.hear)
        self.notices = (*folder.notices, *notices, *self.comments.notices)

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
        """Make a new board folder and open it. Raises PathTaken, ReadOnlyPlace and others."""
        path = board_path(path)
        board = Board.new(
            person=settings.person,
            title=title or spelled(path.stem),
            rate=rate,
            width=width,
            height=height,
        )
        folder = BoardFolder.create(path)
        return cls._wired(folder, settings, lambda _journal: board)

    @classmethod
    def open(cls, path: Path, *, settings: Settings, readonly: bool = False) -> Session:
        """Open a board folder. Raises NotABoard, BoardBusy, NewerSchema, TornBoard and others."""
        folder = BoardFolder.open(board_path(path), readonly=readonly)
        return cls._wired(folder, settings, lambda loaded: _read(loaded, folder, settings))

    @classmethod
    def _wired(
        cls, folder: BoardFolder, settings: Settings, read: Callable[[Loaded], Board]
    ) -> Session:
        """Put the parts together; whatever fails, the folder is free again."""
        with ExitStack() as undo:
            undo.callback(folder.close)
            journal = Journal(folder.journal, readonly=folder.readonly)
            undo.callback(journal.close)
            loaded = journal.load()
            session = cls(folder, journal, read(loaded), settings, notices=loaded.notices)
            undo.callback(session.rendering.close)
            undo.callback(session.comments.close)
            if not session.readonly:
                session.store.sweep()
            if not loaded.updates and not session.readonly:
                session._saving.begin("New board")
                session.flush()
            undo.pop_all()
        return session

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
    def wake(self) -> Callable[[], None]:
        """Called from any thread when `drain` has something to do, once until the next drain."""
        return self._wake

    @wake.setter
    def wake(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        if self._awake:  # something came while nobody could hear
            wake()

    @property
    def path(self) -> Path:
        return self.folder.path

    @property
    def title(self) -> str:
        return self.board.meta.title or self.path.stem

    @property
    def jobs(self) -> Jobs:
        """The durable queue of renders."""
        return self.rendering.jobs

    @property
    def saved(self) -> str:
        """saved, saving or failed, as the journal has it."""
        return max(self._saving.state, self.comments.saved, key=_WORSE.index)

    @property
    def saving_trouble(self) -> Trouble | None:
        return self._saving.trouble or self.comments.trouble

    def listen(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        """Hear of node states, saving, exports and troubles; call what comes back to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)

    @property
    def looks_only(self) -> bool:
        """Whether nothing of the board may be changed here: opened so, or so our role in the room
        has it, which may change at any time."""
        return self.readonly or not self.together.may_edit

    def introduce(self, settings: Settings) -> None:
        """Our person has chosen something else: the others hear of a name and a colour."""
        self.settings = settings
        self.together.introduce(settings)

    def must_be_writable(self) -> None:
        """Raises ReadOnly, MayNotEdit. For work that is long before it comes to `apply`."""
        self.must_be_held()
        self.together.must_be_editable()

    def must_be_held(self) -> None:
        """Raises ReadOnly where another program holds the folder. For what is written beside the
        board and not into it, which whoever may only look at the board may do too. An edit after
        `close` would be lost without a word, so that is a fault of the program: RuntimeError."""
        if self._closed:
            raise RuntimeError("this session is closed; nothing would keep the edit")
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

    def apply(self, *edits: Edit, label: str = "", gesture: str = "") -> Change:
        """Make a person's edits, undoable in one step with all others of the same gesture. Raises
        Refused, ReadOnly."""
        self.must_be_writable()
        change = self.board.apply(*edits, label=label, gesture=gesture)
        self._note_saving()
        return change

    def absorb(self, *edits: Edit, label: str = "") -> Change:
        """Write what a finished piece of work brought; not a step of the person's undo."""
        self.must_be_writable()
        change = self.board.apply(*edits, label=label, undoable=False)
        self._note_saving()
        return change

    def _absorb_render(self, *edits: Edit, label: str = "") -> None:
        """A render may end when its person may no longer change the board: its file stays."""
        if self.together.may_edit:
            self.absorb(*edits, label=label)
        else:
            self.tell(Told(room_troubles.render_left_out(self.together.role)))

    def undo(self) -> Change | None:
        self.must_be_writable()
        change = self.board.undo()
        self._note_saving()
        return change

    def give_up(self, gesture: str) -> Change | None:
        """Take back what a gesture that was stopped half way has done."""
        self.must_be_writable()
        change = self.board.give_up(gesture)
        self._note_saving()
        return change

    def redo(self) -> Change | None:
        self.must_be_writable()
        change = self.board.redo()
        self._note_saving()
        return change

    def state(self, node: str) -> NodeState:
        """How far a node's picture is; quick enough to ask for every visible node of every
        frame."""
        return self.rendering.state(node)

    def drain(self, budget_seconds: float = 0.008) -> bool:
        """Take in what other threads have brought: finished renders, progress, what is saved. True
        if more waits."""
        self._awake = False
        deadline = time.monotonic() + budget_seconds
        more = self.rendering.drain(deadline)
        more = self.together.drain(max(deadline, time.monotonic() + _LEAST_TURN)) or more
        self.fetching.drain()
        self.lending.drain()
        self.fitting.drain()
        self._note_saving()
        if not self.readonly:
            self._saving.tend()
            self.comments.tend()
        return more

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until everything is on disk. Raises what keeps it from getting there."""
        if self.journal.flush(timeout) and self.comments.flush(timeout):
            return
        raise self.saving_trouble or _too_slow()

    def wait_for_renders(self, progress: Callable[[Notice], None] | None = None) -> None:
        """Drain until no render is queued or running. Ctrl+C leaves it at any point."""
        woken = threading.Event()
        before, self.wake = self.wake, woken.set
        stop = self.listen(progress) if progress else _nothing
        try:
            self.rendering.wait(self.drain, woken)
        finally:
            self.wake = before
            stop()

    def close(self) -> None:
        """Stop the renders, write what is left and give the folder back; safe to call twice."""
        if self._closing:
            return
        self._closing = True
        self.fitting.close()
        self.lending.close()
        self.fetching.close()
        self.together.close()
        self.rendering.close()  # takes in what has just been drawn: the board is still held
        self._closed = True
        self.comments.close()
        self._saving.close()
        self.journal.close()
        try:
            if not self.readonly:
                summary.write(self.path, summary.summed_up(self.board, self.store))
            self.together.settle(self.folder)
        finally:
            self.folder.close()

    def _woken(self) -> None:
        """On any thread."""
        if not self._awake:
            self._awake = True
            self._wake()

    def _tell_comments(self, notice: Notice) -> None:
        self._note_saving()
        self.tell(notice)

    def _note_saving(self) -> None:
        self.together.note()
        state = self.saved
        if state == self._told_saved:
            return
        self._told_saved = state
        self.tell(Saved(state))
        if state == "failed" and self.saving_trouble is not None:
            self.tell(Told(self.saving_trouble))


def _read(loaded: Loaded, folder: BoardFolder, settings: Settings) -> Board:
    if not loaded.updates:  # cut off before its first entry was written: nothing was ever shown
        return Board.new(person=settings.person, title=spelled(folder.path.stem))
    return Board.load(loaded.updates, person=settings.person)


def _nothing() -> None:
    pass


def _too_slow() -> Trouble:
    return Trouble(
        say(QT_TRANSLATE_NOOP("words", "The disk takes too long to write the board.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "The last changes are not saved yet.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Look whether the disk is full or was removed.")),
    )
