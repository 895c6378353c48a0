"""What the command line says: results on stdout, progress on stderr, one JSON object where a
program asks for it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol, TextIO

from canvas.document.words import Sentence, Trouble, spelled

STEP = 25
"""Per cent between two lines of progress where there is no terminal to draw a bar on."""


class Progress(Protocol):
    def at(self, done: float, total: float, what: str = "") -> None: ...


class Console:
    """One run of the command line. `as_json` keeps stdout for the one object that `result`
    prints."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self.answered = False
        """Whether the result is out."""
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def say(self, text: object) -> None:
        """A line for a person, on stdout."""
        if not self.as_json:
            _write(self._out, f"{text}\n")

    def note(self, text: object) -> None:
        """A line beside the result, on stderr: notices, troubles of single files."""
        _write(self._err, f"{text}\n")

    def result(self, result: Mapping[str, object]) -> None:
        """The one JSON object, where one was asked for; what comes after it is not told."""
        if self.as_json and not self.answered:
            _write(self._out, json.dumps(result, ensure_ascii=False, indent=2) + "\n")
        self.answered = True

    def table(self, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """Columns that line up, Chinese included; numbers to the right."""
        if self.as_json:
            return
        from rich.console import Console as Rich
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        lengths = [max((len(str(row[i])) for row in rows), default=0) for i in range(len(columns))]
        longest = lengths.index(max(lengths))
        for index, column in enumerate(columns):
            number = all(isinstance(row[index], int) for row in rows)
            # what is left of the line is the longest's, a title that may take several lines
            table.add_column(
                column,
                justify="right" if number else "left",
                no_wrap=index != longest,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(Text(str(value)) for value in row))
        Rich(file=self._out, highlight=False).print(table)

    @contextmanager
    def progress(self, title: str) -> Iterator[Progress]:
        """A bar on a terminal, plain lines elsewhere."""
        if not self._err.isatty():
            yield _Lines(self, title)
            return
        from rich.console import Console as Rich
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(compact=True),
        )
        with Bars(*columns, console=Rich(file=self._err), transient=True) as bars:
            yield _Bar(bars, title)


class _Lines:
    """A line whenever another quarter is done or the work turns to something else."""

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title
        self._told: tuple[str, int] | None = None

    def at(self, done: float, total: float, what: str = "") -> None:
        step = int(100 * done / total) // STEP * STEP if total else 0
        if (what, step) != self._told:
            self._told = (what, step)
            self._console.note(" ".join(part for part in (self._title, what, f"{step} %") if part))


class _Bar:
    def __init__(self, bars: object, title: str) -> None:
        from rich.progress import Progress as Bars

        assert isinstance(bars, Bars)
        self._bars = bars
        self._title = title
        self._task = bars.add_task(title, total=None)

    def at(self, done: float, total: float, what: str = "") -> None:
        text = f"{self._title} {what}".strip()
        self._bars.update(self._task, completed=done, total=total or None, description=text)


def told(trouble: Trouble) -> dict[str, str]:
    """A trouble as a program reads it."""
    parts: dict[str, Sentence | None] = {
        "what": trouble.what,
        "meaning": trouble.meaning,
        "remedy": trouble.remedy,
    }
    return {"code": trouble.code, **{name: str(part) for name, part in parts.items() if part}}


def _write(stream: TextIO, text: str) -> None:
    lines = text.split("\n")  # a file's name may hold what a terminal would obey
    stream.write("\n".join(spelled(line) for line in lines))
    stream.flush()
