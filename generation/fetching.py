"""The child program that downloads one model: `python -m generation.fetching MODEL`.

One JSON object a line on its output: {"op": "at", "done", "total", "file", "doing"}, then
{"op": "done"} or {"op": "failed", "trouble"}. It leaves when its input closes; killed at any
moment, the next one goes on from the bytes that are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from assets.disk import disk_trouble, room_left
from canvas.document.words import Trouble
from generation import fetch_plan, hub
from generation import fetch_troubles as troubles
from generation.catalogue import installed
from generation.fetch_plan import RECEIPT, Item, part, workplace
from generation.hub import Cut
from generation.manifest import Manifest
from generation.messages import trouble_to_plain
from generation.places import of_repo, own

MARGIN = 256 << 20
"""Bytes of the disk that are left to others."""
TRIES = 6
"""Cuts in a row without a single byte before it gives up."""
_EVERY = 0.2
"""Seconds between two reports."""
_READ = 1 << 20


def fetch(manifest: Manifest, tell: Callable[..., None]) -> None:
    """Bring all files of a model into its own folder. Raises Trouble."""
    if not manifest.repo:
        raise troubles.not_fetched(manifest)
    try:
        workplace(manifest.original).mkdir(parents=True, exist_ok=True)
        with FileLock(workplace(manifest.original) / "lock", timeout=0):
            _fetch(manifest, tell)
    except Timeout as error:
        raise troubles.busy(manifest) from error
    except OSError as error:
        place = Path(str(error.filename or own(manifest.original)))
        raise troubles.disk(manifest, disk_trouble(error, place)) from error


def _fetch(manifest: Manifest, tell: Callable[..., None]) -> None:
    model = manifest.original
    tell(0, 0, "", "asking")
    items = _plan(manifest)
    total = sum(item.bytes for item in items)
    known = set(fetch_plan.read(model, RECEIPT))
    _check_room(manifest, items)
    done = 0
    for item in items:
        before = done

        def report(bytes: int, doing: str, item: Item = item, before: int = before) -> None:
            tell(before + bytes, total, item.to, doing)

        if item not in known or _size(own(model) / item.to) != item.bytes:
            _bring(item, manifest, report)
            known.add(item)
            fetch_plan.write(model, sorted(known, key=lambda one: one.to), RECEIPT)
        done += item.bytes
    fetch_plan.forget(model)
    fetch_plan.forget(model, fetch_plan.PAUSED)
    shutil.rmtree(workplace(model) / "parts", ignore_errors=True)
    shutil.rmtree(workplace(model) / "damaged", ignore_errors=True)


def _plan(manifest: Manifest) -> tuple[Item, ...]:
    """What was begun is finished as it was begun; else the hub is asked, with patience."""
    begun = fetch_plan.read(manifest.original)
    wanted = {repo for repo, _, _ in fetch_plan.source(manifest)}
    if begun and {item.repo for item in begun} >= wanted:
        return begun
    for turn in range(TRIES):
        try:
            items = hub.files_of(manifest)
            break
        except Cut:
            time.sleep(_wait(turn))
    else:
        raise troubles.unreachable(manifest, hub.endpoint(), "")
    fetch_plan.write(manifest.original, items)
    return items


def _check_room(manifest: Manifest, items: Iterable[Item]) -> None:
    model = manifest.original
    needed = sum(item.bytes - fetch_plan.there(model, item) for item in items)
    free = room_left(own(model))
    if free is not None and needed and free < needed + MARGIN:
        raise troubles.no_room(manifest, needed, free, own(model))


# -- one file


def _bring(item: Item, manifest: Manifest, report: Callable[[int, str], None]) -> None:
    """Leave the right bytes under the file's name. Raises Trouble and OSError."""
    target = own(manifest.original) / item.to
    target.parent.mkdir(parents=True, exist_ok=True)
    if _is_right(target, item, report) or _borrowed(target, item, report):
        return
    gathered = part(manifest.original, item)
    gathered.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        if _gathered(gathered, item, manifest, report):
            gathered.replace(target)
            return
        gathered.unlink()
    raise troubles.wrong_bytes(manifest, item.to)


def _gathered(
    path: Path, item: Item, manifest: Manifest, report: Callable[[int, str], None]
) -> bool:
    """Fetch what is still missing of a file; False if all of it came, and is wrong."""
    with path.open("ab", buffering=0) as file:  # what has come must outlive a kill
        digest = _Digest(item)
        digest.read(path, lambda done: report(done, "checking"))
        turn = 0
        while digest.bytes < item.bytes:
            before = digest.bytes
            try:
                hub.stream(item, manifest, digest.bytes, _taker(file, digest, report))
            except Cut as cut:
                turn = 0 if digest.bytes > before else turn + 1
                if turn >= TRIES:
                    raise troubles.unreachable(manifest, hub.endpoint(), str(cut)) from cut
                time.sleep(_wait(turn))
            else:
                if digest.bytes <= before:  # it ended well, and short
                    return False
        os.fsync(file.fileno())
    return digest.right


def _taker(
    file: FileIO, digest: _Digest, report: Callable[[int, str], None]
) -> Callable[[bytes], None]:
    def take(piece: bytes) -> None:
        if not piece:  # the server begins at the first byte
            file.seek(0)
            file.truncate()
            digest.reset()
            return
        if digest.bytes + len(piece) > digest.item.bytes:
            piece = piece[: digest.item.bytes - digest.bytes]
            digest.too_long = True
        rest = memoryview(piece)
        while rest:
            rest = rest[file.write(rest) :]
        digest.update(piece)
        report(digest.bytes, "fetching")

    return take


def _borrowed(target: Path, item: Item, report: Callable[[int, str], None]) -> bool:
    """Take the file from a cache that has it: as a hard link where that can be."""
    for root in of_repo(item.repo, item.commit):
        there = root / item.path
        if _size(there) == item.bytes and _is_right(there, item, report):
            with suppress(OSError):
                target.unlink(missing_ok=True)
                os.link(there.resolve(), target)
                return True
    return False


def _is_right(path: Path, item: Item, report: Callable[[int, str], None]) -> bool:
    if _size(path) != item.bytes:
        return False
    digest = _Digest(item)
    digest.read(path, lambda done: report(done, "checking"))
    return digest.right


class _Digest:
    """The checksum of a file, computed while its bytes come."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.reset()

    def reset(self) -> None:
        self.bytes = 0
        self.too_long = False
        self._hash = hashlib.sha256()
        if self.item.blob and not self.item.sha256:
            self._hash = hashlib.sha1(f"blob {self.item.bytes}\0".encode(), usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        self.bytes += len(piece)
        self._hash.update(piece)

    def read(self, path: Path, report: Callable[[int], None]) -> None:
        """Take in what a file holds already."""
        if _size(path) > self.item.bytes:
            self.too_long = True
        with path.open("rb") as file:
            while piece := file.read(_READ):
                self.update(piece)
                report(self.bytes)

    @property
    def right(self) -> bool:
        wanted = self.item.sha256 or self.item.blob
        length = self.bytes == self.item.bytes and not self.too_long
        return length and (not wanted or self._hash.hexdigest() == wanted)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else -1
    except OSError:
        return -1


def _wait(turn: int) -> float:
    return min(8.0, 0.1 * 2.5**turn)


# -- the program


class _Teller:
    """Writes reports, no more than a few a second."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._last = (0.0, "", "")

    def __call__(self, done: int, total: int, file: str, doing: str) -> None:
        now = time.monotonic()
        if (file, doing) == self._last[1:] and now - self._last[0] < _EVERY:
            return
        self._last = (now, file, doing)
        self.line(op="at", done=done, total=total, file=file, doing=doing)

    def line(self, **values: Any) -> None:
        self._out.write(json.dumps(values) + "\n")
        self._out.flush()


def _leave_with_input() -> None:
    """End at once when whoever started us is gone or has enough: every byte so far is on disk."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


def main(arguments: list[str]) -> int:
    threading.Thread(target=_leave_with_input, name="input", daemon=True).start()
    tell = _Teller(sys.stdout)
    try:
        manifest = installed().find(arguments[0])
        if manifest is None:
            raise troubles.unknown_model(arguments[0])
        fetch(manifest, tell)
    except Trouble as trouble:
        tell.line(op="failed", trouble=trouble_to_plain(trouble))
        return 1
    tell.line(op="done")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
