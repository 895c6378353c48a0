"""Downloads as the app sees them: one child program each, started, heard, paused, given up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from assets.home import models
from canvas.document.words import Trouble
from generation import engine, fetch_plan, fetch_troubles
from generation.messages import trouble_from_plain
from generation.places import own

RUNNING = ("asking", "fetching", "checking")
_ROOT = Path(__file__).parents[1]
_SPAN = 10.0
"""Seconds over which the speed is taken."""
_GRACE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How one download stands."""

    model: str
    state: str
    """asking, fetching, checking, paused, failed or done."""
    done: int = 0
    total: int = 0
    file: str = ""
    speed: float = 0.0
    """Bytes a second of late; 0 while nobody can say."""
    trouble: Trouble | None = None

    @property
    def seconds_left(self) -> float | None:
        return (self.total - self.done) / self.speed if self.speed > 0 else None


class Downloads:
    """All downloads of this program. Any thread; listeners are told on threads of ours."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: dict[str, _Child] = {}
        self._standing: dict[str, Fetching] = {}
        self._listeners: list[Callable[[Fetching], None]] = []

    def listen(self, hear: Callable[[Fetching], None]) -> Callable[[], None]:
        """Be told of every change; call what comes back to end that."""
        self._listeners.append(hear)

        def deaf() -> None:
            with suppress(ValueError):
                self._listeners.remove(hear)

        return deaf

    def of(self, model: str) -> Fetching | None:
        """How the download of a model stands, one of an earlier run too; None if there is none."""
        found = self._standing.get(model)
        if found is not None and found.state in RUNNING:
            return found
        standing = fetch_plan.standing(model)
        if standing is None:
            return found if found is not None and found.trouble else None
        trouble = found.trouble if found else None
        return Fetching(
            model=model,
            state="failed" if trouble else "paused",
            done=standing.done,
            total=standing.total,
            trouble=trouble,
        )

    def start(self, model: str) -> None:
        """Begin, or go on. Raises Trouble where the library that fetches is not installed."""
        if not engine.is_here("huggingface_hub"):
            raise engine.engine_missing(model)
        original = model.partition("+")[0]
        with self._lock:
            if original in self._children:
                return
            fetch_plan.set_paused(original, False)
            self._children[original] = _Child(model)
        self._show(Fetching(model=original, state="asking"))
        child = self._children[original]
        work = threading.Thread(
            target=self._hear, args=(original, child), name=f"download {original}", daemon=True
        )
        child.thread = work
        work.start()

    def pause(self, model: str) -> None:
        """Stop it for now; what has come is kept, also over a restart."""
        if self._end(model):
            fetch_plan.set_paused(model, True)
            self._settle(model)

    def give_up(self, model: str) -> int:
        """Stop it and throw away what has come of unfinished files. Bytes that were freed."""
        self._end(model)
        plan = fetch_plan.read(model)
        freed = sum(_size(fetch_plan.part(model, item)) for item in plan)
        shutil.rmtree(fetch_plan.workplace(model) / "parts", ignore_errors=True)
        fetch_plan.forget(model)
        fetch_plan.forget(model, fetch_plan.PAUSED)
        self._standing.pop(model, None)
        _drop_if_empty(model)
        self._tell(Fetching(model=model, state="paused"))
        return freed

    def resume_all(self) -> tuple[str, ...]:
        """Go on with what was running when the program ended; what was paused by hand rests."""
        begun = []
        for model in _unfinished():
            standing = fetch_plan.standing(model)
            if standing is not None and not standing.paused and model not in self._children:
                self.start(model)
                begun.append(model)
        return tuple(begun)

    def wait(self, model: str, timeout: float | None = None) -> Fetching | None:
        """Until the download has ended one way or another. Never on the screen's thread."""
        child = self._children.get(model)
        if child is not None and child.thread is not None:
            child.thread.join(timeout)
        return self._standing.get(model)

    def close(self) -> None:
        """End every child; the next start goes on."""
        for model in list(self._children):
            self._end(model)

    # on a child's own thread

    def _hear(self, model: str, child: _Child) -> None:
        latest = self._standing[model]
        heard: deque[tuple[float, int]] = deque()
        ended = None
        for message in child.messages():
            if message.get("op") == "at":
                latest = _at(latest, message, heard)
                self._show(latest)
            else:
                ended = message
        log = child.wait()
        with self._lock:
            self._children.pop(model, None)
        if child.told_to_end:
            return
        _drop_if_empty(model)
        self._show(_ended(latest, ended, log))

    def _end(self, model: str) -> bool:
        with self._lock:
            child = self._children.get(model)
        if child is None:
            return False
        child.end()
        if child.thread is not None and child.thread is not threading.current_thread():
            child.thread.join(_GRACE)
        return True

    def _settle(self, model: str) -> None:
        found = self._standing.pop(model, None)
        rest = self.of(model) or Fetching(model=model, state="paused")
        if found is not None and rest.total == 0:
            rest = replace(found, state="paused", speed=0.0)
        self._tell(rest)

    def _show(self, fetching: Fetching) -> None:
        self._standing[fetching.model] = fetching
        self._tell(fetching)

    def _tell(self, fetching: Fetching) -> None:
        for hear in tuple(self._listeners):
            hear(fetching)


class _Child:
    """One `python -m generation.fetching`."""

    def __init__(self, model: str) -> None:
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "generation.fetching", model],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.pid = self._process.pid
        self.thread: threading.Thread | None = None
        self.told_to_end = False
        self._log: deque[str] = deque(maxlen=40)
        self._errors = threading.Thread(target=self._read_log, name="download log", daemon=True)
        self._errors.start()

    def messages(self) -> Iterator[dict[str, Any]]:
        for line in _sure(self._process.stdout):
            try:
                message = json.loads(line)
            except ValueError:  # some library prints
                continue
            if isinstance(message, dict):
                yield message

    def wait(self) -> str:
        self._process.wait()
        self._errors.join(_GRACE)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                _sure(pipe).close()
        return "\n".join(self._log)

    def end(self) -> None:
        """It leaves when its input closes; one that does not is killed."""
        self.told_to_end = True
        with suppress(OSError):
            _sure(self._process.stdin).close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _read_log(self) -> None:
        self._log.extend(line.rstrip() for line in _sure(self._process.stderr))


_shared: Downloads | None = None


def shared() -> Downloads:
    """The downloads of this program, whichever window asks. Main thread."""
    global _shared
    if _shared is None:
        _shared = Downloads()
    return _shared


def _at(latest: Fetching, message: dict[str, Any], heard: deque[tuple[float, int]]) -> Fetching:
    done, doing = int(message.get("done", 0)), str(message.get("doing", ""))
    now = time.monotonic()
    if doing != "fetching":
        heard.clear()
    heard.append((now, done))
    while len(heard) > 2 and now - heard[0][0] > _SPAN:
        heard.popleft()
    (since, from_), span = heard[0], now - heard[0][0]
    return replace(
        latest,
        state=doing if doing in RUNNING else "fetching",
        done=done,
        total=int(message.get("total", 0)),
        file=str(message.get("file", "")),
        speed=max(0.0, (done - from_) / span) if since < now and doing == "fetching" else 0.0,
    )


def _ended(latest: Fetching, message: dict[str, Any] | None, log: str) -> Fetching:
    if message is not None and message.get("op") == "done":
        return replace(latest, state="done", done=latest.total, speed=0.0, trouble=None)
    if message is None:
        trouble: Trouble = fetch_troubles.died(log)
    else:
        trouble = trouble_from_plain(message.get("trouble", {}))
    return replace(latest, state="failed", speed=0.0, trouble=trouble)


def _unfinished() -> list[str]:
    return sorted(path.parents[1].name for path in models().glob(f"*/.download/{fetch_plan.PLAN}"))


def _drop_if_empty(model: str) -> None:
    """Leave no folder behind in which there is nothing."""
    with suppress(OSError):
        kept = fetch_plan.read(model), fetch_plan.read(model, fetch_plan.RECEIPT)
        if not any(kept):
            shutil.rmtree(fetch_plan.workplace(model))
    with suppress(OSError):
        for folder, _, _ in os.walk(own(model), topdown=False):
            os.rmdir(folder)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _sure(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None  # all three were asked for
    return pipe
