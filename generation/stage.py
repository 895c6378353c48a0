"""Carries one order out in the render process, and says how it went."""

from __future__ import annotations

import base64
import errno
import importlib
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assets.disk import Stopped, disk_trouble
from assets.store import MissingMedia
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.contract import (
    Adjustable,
    Backend,
    Cancelled,
    Exported,
    Media,
    MediaMissing,
    ModelMissing,
    ModelOrder,
    OutOfDisk,
    OutOfMemory,
    Preview,
    Progress,
    Rendered,
    RenderTrouble,
    Sounding,
    Spending,
    Watched,
)
from generation.finishing import SAME
from generation.messages import (
    Delivered,
    Doing,
    Export,
    Failed,
    Finished,
    Render,
    Report,
    Showing,
    name_of,
    trouble_to_plain,
)
from generation.pulse import beating

REPORT_EVERY = 0.1
"""Seconds between two words of progress."""
_LOG_CHARACTERS = 4000


Say = Callable[[Report], None]


class Wishes:
    """Which orders are still wanted. The reading thread cancels, the drawing thread asks."""

    def __init__(self) -> None:
        self._cancelled: set[int] = set()
        self._over = threading.Event()

    def cancel(self, job: int) -> None:
        self._cancelled.add(job)

    def end(self) -> None:
        """Nothing is wanted any more."""
        self._over.set()

    @property
    def over(self) -> bool:
        return self._over.is_set()

    def gone(self, job: int) -> bool:
        return job in self._cancelled or self.over

    def check(self, job: int) -> None:
        """Raises Cancelled once the order is no longer wanted."""
        if self.gone(job):
            raise Cancelled(say(QT_TRANSLATE_NOOP("words", "Cancelled.")))


class Teller:
    """Progress of one order, told now and then, with the time that is left."""

    def __init__(self, say_it: Say, wishes: Wishes, job: int) -> None:
        self._say = say_it
        self._wishes = wishes
        self._job = job
        self._told = 0.0
        self._phase = ""
        self._began = 0.0
        self._stepwise = False
        """The frames come all at once, after the steps that the backend tells of by itself."""

    def progress(self, progress: Progress) -> None:
        """Raises Cancelled once the order is no longer wanted."""
        self._wishes.check(self._job)
        self._stepwise |= progress.phase == "decoding"
        now = time.monotonic()
        if progress.phase != self._phase:
            self._phase, self._began = progress.phase, now
        elif now - self._told < REPORT_EVERY:
            return
        self._told = now
        self._say(Doing(job=self._job, progress=self._timed(progress, now)))

    def drawn(self, count: int, total: int) -> None:
        """A frame is there; raises Cancelled like `progress`."""
        phase = "writing" if self._stepwise else "rendering"
        self.progress(Progress(phase=phase, done=count, total=total))

    def show(self, preview: Preview) -> None:
        jpeg = base64.b64encode(preview.jpeg).decode()
        self._say(Showing(job=self._job, frame=preview.frame, jpeg=jpeg))

    def _timed(self, progress: Progress, now: float) -> Progress:
        if progress.seconds_left is not None or not progress.done + progress.share:
            return progress
        done = progress.done + progress.share
        left = (now - self._began) / done * (progress.total - done)
        return replace(progress, seconds_left=left)


class Stage:
    """Draws; the backend of the last order stays loaded. The process's main thread."""

    def __init__(self, say_it: Say, wishes: Wishes) -> None:
        self._say = say_it
        self._wishes = wishes
        self._loaded: tuple[str, ModelOrder | None] = "", None
        self._backend: Backend | None = None

    def carry_out(self, order: Render | Export) -> None:
        try:
            if isinstance(order, Render):
                self._say(Finished(job=order.job, rendered=self._render(order)))
            else:
                self._say(Delivered(job=order.job, exported=self._export(order)))
        except Exception as error:  # whatever a backend raises: the app has to be told
            trouble = told(error)
            self._say(Failed(job=order.job, trouble=trouble_to_plain(trouble)))

    def _render(self, order: Render) -> Rendered:
        from generation.dubbing import keep_sound
        from generation.recording import Recording  # late: the process answers before cv2 is there

        teller = Teller(self._say, self._wishes, order.job)
        loading = Progress(phase="loading", done=0, total=1)
        teller.progress(loading)
        with beating(teller.progress, loading):  # what it imports may take a minute on a cold disk
            backend = self._load(order)
        if isinstance(backend, Watched):
            backend.watch(teller.show)
        request = order.request
        recording = Recording(
            request,
            master=order.master,
            proxy=order.proxy,
            thumbnail=order.thumbnail,
            show=teller.show,
        )
        try:
            frames = backend.frames(request, _finder(order.files), teller.progress)
            for count, frame in enumerate(frames, 1):
                recording.add(frame)
                teller.drawn(count, request.frames)
            sound = backend.sound() if isinstance(backend, Sounding) else None
            spent = backend.spent() if isinstance(backend, Spending) else None
            made = recording.finish(sound)
            if request.video is not None and request.video.use == SAME:
                keep_sound(made.master, order.files[name_of(request.video.video)])
            return replace(made, spent=spent)
        except BaseException:  # Ctrl+C too: nothing half made stays
            recording.discard()
            raise

    def _load(self, order: Render) -> Backend:
        if self._backend is None or not self._is_loaded(order):
            self._backend = None  # before the next one takes its memory
            self._backend = _backend(order.backend, order.model)
            self._loaded = order.backend, order.model
        if self._backend.version != order.version:
            raise ModelMissing(
                say(
                    QT_TRANSLATE_NOOP("words", "The description of {model} is of another version."),
                    model=self._backend.name,
                ),
                remedy=say(QT_TRANSLATE_NOOP("words", "Install the program again.")),
                log=f"{order.backend} is {self._backend.version}, not {order.version}",
            )
        return self._backend

    def _is_loaded(self, order: Render) -> bool:
        if self._loaded == (order.backend, order.model):
            return True
        if self._loaded[0] != order.backend or order.model is None:
            return False
        backend: object = self._backend
        return isinstance(backend, Adjustable) and backend.take_speed(order.model)

    def _export(self, order: Export) -> Exported:
        from assets.film import Options, export  # late: only an export needs it

        teller = Teller(self._say, self._wishes, order.job)

        def find(hash: str) -> Path:
            if hash not in order.files:
                raise MissingMedia(hash)
            return order.files[hash]

        made = export(
            order.sequence,
            find,
            order.out,
            format=order.format or None,
            options=Options(captions=order.captions),
            progress=lambda done, total: teller.progress(
                Progress(phase="writing", done=done, total=total)
            ),
            cancelled=lambda: self._wishes.gone(order.job),
        )
        return Exported(
            path=made.path,
            frames=made.frames,
            seconds=made.seconds,
            bytes=made.path.stat().st_size,
            copied=made.copied,
        )


def told(error: Exception) -> RenderTrouble:
    """Any failure as one that a person can be told, with the tail of the log."""
    log = "".join(traceback.format_exception(error))[-_LOG_CHARACTERS:]
    match error:
        case RenderTrouble():
            error.log = error.log or log
            return error
        case Stopped():
            return Cancelled(error.what)
        case Trouble():
            kind = OutOfDisk if error.code == "disk-full" else RenderTrouble
            trouble = kind(error.what, meaning=error.meaning, remedy=error.remedy, log=log)
            trouble.code = kind.code if kind is OutOfDisk else error.code
            return trouble
        case OSError(errno=errno.ENOSPC):
            full = disk_trouble(error, Path(error.filename or "."))
            return OutOfDisk(full.what, meaning=full.meaning, remedy=full.remedy, log=log)
        case MemoryError():
            return OutOfMemory(
                say(QT_TRANSLATE_NOOP("words", "There is not enough memory for this shot.")),
                meaning=_NOT_RENDERED,
                remedy=say(
                    QT_TRANSLATE_NOOP("words", "Close other programs, or choose a smaller size.")
                ),
                log=log,
            )
    return RenderTrouble(
        say(
            QT_TRANSLATE_NOOP("words", "The renderer failed: {reason}."),
            reason=str(error) or type(error).__name__,
        ),
        meaning=_NOT_RENDERED,
        remedy=say(QT_TRANSLATE_NOOP("words", "Try again, or choose another model.")),
        log=log,
    )


_NOT_RENDERED = say(
    QT_TRANSLATE_NOOP("words", "Nothing was made; the rest of the board is as it was.")
)


def _backend(name: str, model: ModelOrder | None) -> Backend:
    """Load `package.module:Class`, with its checkpoint if it has one."""
    module, _, kind = name.partition(":")
    try:
        made = getattr(importlib.import_module(module), kind)
        found: Backend = made(model) if model else made()
    except (ImportError, AttributeError) as error:
        raise ModelMissing(
            say(QT_TRANSLATE_NOOP("words", "The renderer {name} cannot be loaded."), name=name),
            meaning=_NOT_RENDERED,
            remedy=say(QT_TRANSLATE_NOOP("words", "Install what it needs, or choose another.")),
        ) from error
    return found


def _finder(files: dict[str, Path]) -> Callable[[Media], Path]:
    def find(media: Media) -> Path:
        path = files.get(name_of(media))
        if path is None or not path.is_file():
            raise MediaMissing(
                say(QT_TRANSLATE_NOOP("words", "A picture or video that this shot uses is gone.")),
                meaning=_NOT_RENDERED,
                remedy=say(QT_TRANSLATE_NOOP("words", "Import it again, then render.")),
                log=name_of(media),
            )
        return path

    return find
