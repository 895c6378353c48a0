"""Files that a person brings in: read on the pool, laid out on the board when all are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMimeData, QObject
from PySide6.QtGui import QImage, QImageWriter

from canvas.app.commands.media import placed
from canvas.app.session import Session
from canvas.document.records import Asset
from canvas.document.words import Trouble
from canvas.ui.banner import Banners, Working
from canvas.ui.bridge import Errands

if TYPE_CHECKING:
    from assets.media import TakenIn

translate = QCoreApplication.translate

Placed = Callable[[tuple[str, ...]], None]


class Arrival(QObject):
    """One handful of files. The canvas stays free; what cannot be read is told and left out."""

    def __init__(
        self,
        session: Session,
        errands: Errands,
        banners: Banners,
        paths: Sequence[Path],
        *,
        pos: tuple[float, float] | None,
        clips: bool,
        done: Placed,
        after: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(banners)
        self._session, self._errands, self._banners = session, errands, banners
        self._paths, self._pos, self._clips, self._done = tuple(paths), pos, clips, done
        self._after = after
        self._stop = threading.Event()
        self._assets: dict[int, Asset] = {}
        self._shares = [0.0] * len(self._paths)
        self._left = len(self._paths)
        self._sign: Working | None = None
        if len(self._paths) > 1 or _is_large(self._paths):
            self._sign = banners.work(self._words(), self._stop.set)
        for index, path in enumerate(self._paths):
            errands.send(
                partial(self._read, index, path),
                partial(self._arrived, index),
                partial(self._failed, index),
            )

    def _read(self, index: int, path: Path) -> TakenIn:
        """On a pool thread."""
        from assets.media import take_in

        def progress(share: float) -> None:
            self._errands.later(partial(self._show, index, share))

        def unwanted() -> bool:
            return self._stop.is_set() or self._errands.over

        return take_in(path, self._session.store, progress=progress, cancelled=unwanted)

    def _arrived(self, index: int, taken: TakenIn) -> None:
        self._assets[index] = taken.asset
        for notice in taken.notices:
            self._banners.tell(notice)
        self._count(index)

    def _failed(self, index: int, trouble: Trouble) -> None:
        if not self._stop.is_set():
            self._banners.tell(trouble)
        self._count(index)

    def _count(self, index: int) -> None:
        self._left -= 1
        self._show(index, 1.0)
        if self._left == 0:
            self._lay_out()

    def _show(self, index: int, share: float) -> None:
        self._shares[index] = share
        if self._sign is not None:
            whole = sum(self._shares) / len(self._shares)
            self._sign.show_share(whole, title=self._words())

    def _words(self) -> str:
        count = len(self._paths)
        if count == 1:
            text = translate("Arrival", "Bringing in {name}")
            return text.format(name=self._paths[0].name)
        text = translate("Arrival", "Bringing in {n} of {count} files")
        return text.format(n=min(count - self._left + 1, count), count=count)

    def _lay_out(self) -> None:
        if self._sign is not None:
            self._sign.leave()
        assets = [self._assets[index] for index in sorted(self._assets)]
        if assets:
            try:
                edits, nodes, fed = placed(self._session, assets, self._pos, clips=self._clips)
                self._session.apply(*edits, label=f"Import {len(nodes)} files")
            except Trouble as trouble:
                self._banners.tell(trouble)
            else:
                self._done((*nodes, *fed))  # what came in together is moved together
        if self._after is not None:
            self._after()
        self.deleteLater()


def picture_from(mime: QMimeData) -> QImage | None:
    """A picture on the clipboard, if that is what it holds."""
    if not mime.hasImage():
        return None
    image = mime.imageData()
    return image if isinstance(image, QImage) and not image.isNull() else None


def png_of(image: QImage) -> bytes:
    """As the bytes of a PNG file. Any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def files_from(mime: QMimeData) -> list[Path]:
    """The files that a drop or the clipboard names."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _is_large(paths: Sequence[Path]) -> bool:
    """Whether reading takes long enough to be worth a sign."""
    try:
        return sum(path.stat().st_size for path in paths) > 8_000_000
    except OSError:
        return False  # reading it says what is wrong
