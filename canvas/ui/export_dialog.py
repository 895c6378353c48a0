"""The film as a file: where to and in which form; then its progress, and where it lies."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from canvas.app.commands.export import cancel_export, start_export
from canvas.app.notices import ExportProgress
from canvas.document.sequence import Sequence, plan
from canvas.document.timing import seconds_from, timecode
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.banner import Working
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, heading, wrapped
from canvas.ui.dialogs import file_name
from canvas.ui.node_panels import reveal
from canvas.ui.theme import BODY, font

BITS_A_PIXEL = {".mp4": 0.09, ".gif": 1.6}
"""What a pixel of film costs, roughly: for a hint before the file is there."""


class ExportDialog(QDialog):
    """Asks for the file, and says what the film lacks without keeping it from being written."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._film = plan(bench.session.board)
        self.setWindowTitle(self.tr("Export film"))
        self.setMinimumWidth(470)
        self.form = Choice()
        self.form.addItem(self.tr("MP4 video (H.264): plays everywhere"), ".mp4")
        self.form.addItem(self.tr("GIF: for chats and pages, without sound"), ".gif")
        self.form.currentIndexChanged.connect(self._new_form)
        self.path = QLineEdit(str(_place(bench) / f"{file_name(bench.session.title)}.mp4"))
        self.path.setFont(font(BODY))
        self.path.textChanged.connect(self._show_hints)
        browse = Button(self.tr("Browse…"))
        browse.clicked.connect(self._browse)
        self._facts, self._lacks = wrapped("", "", BODY), wrapped("", "soft", 12)
        self.go = Button(self.tr("Export"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        leave = Button(self.tr("Cancel"))
        leave.clicked.connect(self.reject)
        self._lay_out(browse, leave)
        self._show_hints()

    @property
    def out(self) -> Path:
        """The chosen file, with the ending of its form."""
        path = Path(os.path.expanduser(self.path.text().strip())).absolute()
        suffix = str(self.form.currentData())
        return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

    def _lay_out(self, browse: Button, leave: Button) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.addWidget(heading(self.tr("Form")), 0, 0, 1, 2)
        grid.addWidget(self.form, 1, 0, 1, 2)
        grid.addWidget(heading(self.tr("File")), 2, 0, 1, 2)
        grid.addWidget(self.path, 3, 0)
        grid.addWidget(browse, 3, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 22, 18)
        column.addLayout(grid)
        column.addSpacing(10)
        column.addWidget(self._facts)
        column.addWidget(self._lacks)
        column.addSpacing(14)
        column.addLayout(buttons)

    def _new_form(self) -> None:
        path = Path(self.path.text())
        self.path.setText(str(path.with_suffix(str(self.form.currentData()))))
        self._show_hints()

    def _show_hints(self) -> None:
        film = self._film
        words = self.tr("{length} · {width} x {height} · {rate} frames a second · about {size}")
        self._facts.setText(
            words.format(
                length=timecode(film.frames, film.rate),
                width=film.width,
                height=film.height,
                rate=film.rate,
                size=_size_words(film, str(self.form.currentData())),
            )
        )
        self._lacks.setText(self._said_of_shots(film))
        self.go.setEnabled(bool(film.cuts) and bool(self.path.text().strip()))

    def _said_of_shots(self, film: Sequence) -> str:
        if not film.cuts:
            return self.tr("The film has no shots yet: add a clip to it first.")
        missing = sum(cut.rung in ("still", "card") for cut in film.cuts)
        exists = self.tr("A file of this name is there; it will be replaced.")
        said = [exists] if self.out.exists() else []
        if missing:
            words = self.tr("{n} of {count} shots are not rendered: their still or card is shown.")
            said.append(words.format(n=missing, count=len(film.cuts)))
        return " ".join(said)

    def _browse(self) -> None:
        suffix = str(self.form.currentData())
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export film"), str(self.out), f"*{suffix}"
        )
        if chosen:
            self.path.setText(chosen)


class Exporting(QObject):
    """One export under way: a bar with Cancel, then where the file lies."""

    def __init__(self, bench: Bench, out: Path, gone: Callable[[Exporting], None]) -> None:
        super().__init__(bench.banners)
        self.out = out
        self._bench = bench
        self._gone = gone
        title = self.tr("Exporting {name}").format(name=out.name)
        self._sign: Working = bench.banners.work(title, self._cancel)

    def begin(self) -> None:
        """Start it; what keeps it from starting is told."""
        try:
            start_export(self._bench.session, self.out)
        except Trouble as trouble:
            self._end()
            self._bench.tell(trouble)

    def hear(self, progress: ExportProgress) -> None:
        if progress.state in ("queued", "running"):
            share = progress.done / progress.total if progress.total else 0.0
            self._sign.show_share(share, f"{progress.done} / {progress.total}")
            return
        self._end()
        if progress.trouble is not None and progress.state != "cancelled":
            self._bench.tell(progress.trouble)
        elif progress.state == "done":
            done = say(QT_TRANSLATE_NOOP("words", "The film is in {name}."), name=self.out.name)
            show = (self.tr("Show in folder"), lambda: reveal(self.out))
            self._bench.banners.tell(done, action=show)

    def _cancel(self) -> None:
        self._bench.hand.attempt(lambda: cancel_export(self._bench.session, self.out))

    def _end(self) -> None:
        self._sign.leave()
        self._gone(self)
        self.deleteLater()


def _place(bench: Bench) -> Path:
    movies = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
    folder = Path(movies) if movies else bench.session.path.parent
    return folder if folder.is_dir() else bench.session.path.parent


def _size_words(film: Sequence, suffix: str) -> str:
    seconds = float(seconds_from(film.frames, film.rate))
    pixels = film.width * film.height * seconds * float(film.rate)
    megabytes = pixels * BITS_A_PIXEL[suffix] / 8 / 1e6
    return f"{megabytes:.0f} MB" if megabytes >= 1 else "1 MB"
