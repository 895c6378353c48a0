"""A file of the web that a person pasted or dropped as a link: brought over once, when asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QObject, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.bench import Bench

LARGEST = 4 << 30
"""Bytes of a file that is still brought over."""

SILENCE = 30_000
"""Milliseconds without a byte after which a server counts as gone."""


class NotFetched(Trouble):
    """A file of the web could not be brought over."""

    code = "not-fetched"


class Fetching(QObject):
    """One file on its way. Main thread; the network is Qt's own, and nothing else of ours uses it.

    `done` gets the file, in a folder that goes when `release` is called; `gone` is called where it
    did not come and nobody stopped it.
    """

    def __init__(
        self,
        bench: Bench,
        link: str,
        done: Callable[[Path, Fetching], None],
        gone: Callable[[], None],
    ) -> None:
        super().__init__(bench.banners)
        self._bench, self._link, self._done, self._gone = bench, link, done, gone
        self._folder = TemporaryDirectory(prefix="shotweave-")
        self._path = Path(self._folder.name) / _name_of(link)
        self._file = self._path.open("wb")
        self._stopped = self._failed = False
        self._sign = bench.banners.work(
            self.tr("Fetching {name}").format(name=self._path.name), self.cancel
        )
        request = QNetworkRequest(QUrl(link))
        request.setTransferTimeout(SILENCE)
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute,
            QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy,
        )
        self._network = QNetworkAccessManager(self)
        self._reply = self._network.get(request)
        self._reply.readyRead.connect(self._take)
        self._reply.downloadProgress.connect(self._show)
        self._reply.finished.connect(self._finish)

    def cancel(self) -> None:
        """Give it up; nothing has come to the board."""
        self._stopped = True
        self._reply.abort()

    def release(self) -> None:
        """The file has been stored, or is not wanted."""
        self._folder.cleanup()
        self.deleteLater()

    def _take(self) -> None:
        try:
            self._file.write(self._reply.readAll().data())
        except OSError as error:
            self._fail(error.strerror or str(error))

    def _show(self, done: int, total: int) -> None:
        if max(done, total) > LARGEST:
            self._fail(self.tr("it is larger than 4 GB"))
        elif total > 0:
            self._sign.show_share(done / total)

    def _finish(self) -> None:
        self._sign.leave()
        self._file.close()
        if self._reply.error() is QNetworkReply.NetworkError.NoError:
            self._done(self._path, self)
            return
        if not self._stopped:
            self._tell(self._reply.errorString())
        if not self._stopped or self._failed:
            self._gone()
        self.release()

    def _fail(self, reason: str) -> None:
        """Ends in `_finish`."""
        if not self._stopped:
            self._failed = True
            self._tell(reason)
            self.cancel()

    def _tell(self, reason: str) -> None:
        self._bench.tell(
            NotFetched(
                say(
                    QT_TRANSLATE_NOOP("words", "{link} could not be fetched: {reason}."),
                    link=self._link,
                    reason=reason.rstrip("."),
                ),
                meaning=say(QT_TRANSLATE_NOOP("words", "The link stands on the board as a note.")),
                remedy=say(
                    QT_TRANSLATE_NOOP("words", "Save the file in your browser, then drop it here.")
                ),
            )
        )


def _name_of(link: str) -> str:
    """A name for the file that no system minds."""
    name = PurePosixPath(unquote(urlsplit(link).path)).name
    kept = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .")
    return kept[-120:] or "file"
