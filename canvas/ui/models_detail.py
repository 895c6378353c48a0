"""One model at length: what it is, its terms, whether it fits, how it stands, what can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from canvas.app.models import Model
from canvas.ui import models_words as words
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Panel, rule, text_label, wrapped
from canvas.ui.language import spoken, tell
from canvas.ui.theme import CONTROL
from generation import engine
from generation.downloads import RUNNING
from generation.statements import stated
from generation.weights import Damaged, Present

NAME = 112
"""Pixels of the column of names."""


class ModelDetail(Panel):
    """Main thread. Says which verb was pressed; the page carries it out."""

    pressed = Signal(str)
    """download, pause, give_up, verify, stop, remove, folder or open."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._model: Model | None = None
        self.reading: tuple[int, int] | None = None
        """How far verifying it is: bytes done, in all."""
        self._key: object = None
        self.buttons: dict[str, Button] = {}
        self.said, self.bar, self.pace = wrapped(), QProgressBar(), wrapped("", "soft", CONTROL)
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self._body, self._column = QWidget(), QVBoxLayout()
        self._holder.addWidget(self._body)

    def retranslate(self) -> None:
        self._key = None
        if self._model is not None:
            self.show_model(self._model)

    def refresh(self) -> None:
        """The machine is known better, or the theme is another."""
        self.retranslate()

    def show_model(self, model: Model) -> None:
        """Made anew where anything but the progress has changed: a button under the pointer must
        not go away in its press."""
        self._model = model
        fetching = model.fetching
        running = fetching is not None and fetching.state in RUNNING
        state = fetching.state if fetching is not None and not running else running
        trouble = fetching.trouble if fetching is not None else None
        key = (
            model.manifest,
            model.state,
            model.lenders,
            state,
            str(trouble),
            self.reading is not None,
        )
        if key != self._key:
            self._key = key
            self._build(model)
        self._show_progress(model)

    def _build(self, model: Model) -> None:
        had = [name for name, one in self.buttons.items() if one.hasFocus()]
        self._begin_anew()
        self.buttons = {}
        self.bar, self.pace = QProgressBar(), wrapped("", "soft", CONTROL)
        self._head(model)
        self._standing(model)
        self._column.addSpacing(4)
        self._column.addWidget(rule())
        self._facts(model)
        self._unchecked(model)
        self._column.addStretch(1)
        self._body.show()  # now, and not with the next turn: nothing flickers
        same = [name for name in had if name in self.buttons] or list(self.buttons)
        if had and same:  # the hand that pressed Download finds Pause in its place
            self.buttons[same[0]].setFocus()

    def _begin_anew(self) -> None:
        old, self._body = self._body, QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(24, 18, 24, 20)
        self._column.setSpacing(8)
        self._holder.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()  # a button of it may be in the middle of its press

    # -- its parts, from top to bottom

    def _head(self, model: Model) -> None:
        title = wrapped(model.manifest.name, "", 18)
        title.setFont(text_label("", "", 18, strong=True).font())
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(title)
        if model.manifest.about:
            self._column.addWidget(
                wrapped(tell(stated(model.manifest.about)), "soft", CONTROL + 0.5)
            )
        self._column.addSpacing(4)

    def _standing(self, model: Model) -> None:
        if not model.manifest.wants_weights and not model.lent:
            return
        said, colour = words.state(model)
        role = {"good": "good", "bad": "bad"}.get(colour, "")
        self.said = wrapped(said, role, CONTROL + 0.5)
        self._column.addWidget(self.said)
        wrong = words.wrong(model)
        if wrong and not self._is_running(model):
            self._column.addWidget(_selectable(wrapped(wrong)))
        self._trouble(model)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.pace)
        self._column.addLayout(self._row_of_buttons(model))

    def _trouble(self, model: Model) -> None:
        trouble = model.fetching.trouble if model.fetching is not None else None
        if trouble is None:
            return
        told = spoken(trouble)
        for text, role in ((told.what, "bad"), (told.meaning, "soft"), (told.remedy, "soft")):
            if text:
                self._column.addWidget(_selectable(wrapped(text, role)))

    def _row_of_buttons(self, model: Model) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 4, 0, 0)
        for name, text, primary in self._offers(model):
            button = Button(text, primary=primary)
            button.clicked.connect(partial(self.pressed.emit, name))
            if name == "download" and model.bytes and not self._was_begun(model):
                button.set_note(words.size(model.bytes))
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch(1)
        return row

    def _offers(self, model: Model) -> list[tuple[str, str, bool]]:
        if model.lent:
            return []
        remove = ("remove", self.tr("Remove…"), False)
        if model.held == "named":
            remove = ("remove", self.tr("Do not use this folder"), False)
        if self.reading is not None:
            return [("stop", self.tr("Cancel"), False)]
        if self._is_running(model):
            cancel = ("give_up", self.tr("Cancel"), False)
            return [("pause", self.tr("Pause"), False), cancel]
        if isinstance(model.state, Present):
            found = [("verify", self.tr("Verify"), False), ("open", self.tr("Open folder"), False)]
            return [*found, remove] if model.held in ("own", "named") else found
        offers = [("folder", self.tr("Use a folder…"), False)]
        if self._was_begun(model):
            offers = [("give_up", self.tr("Cancel"), False), *offers]
        if model.manifest.repo:
            again = isinstance(model.state, Damaged)
            text = self.tr("Download again") if again else self.tr("Download")
            text = self.tr("Resume") if self._was_begun(model) else text
            offers.insert(0, ("download", text, True))
        if model.held in ("own", "named") and not self._was_begun(model):
            offers.append(remove)
        return offers

    def _facts(self, model: Model) -> None:
        manifest = model.manifest
        grid = QGridLayout()
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        grid.setColumnMinimumWidth(0, NAME)
        grid.setColumnStretch(1, 1)
        licence = manifest.licence
        note = tell(stated(manifest.licence_note)) if manifest.licence_note else ""
        terms = self.tr("{name}. {note}").format(name=licence, note=note)
        self._fact(grid, self.tr("Makes"), words.makes(manifest))
        self._fact(grid, self.tr("Takes"), words.takes(manifest))
        self._fact(grid, self.tr("Licence"), terms if note else licence)
        if model.lenders:
            self._fact(grid, self.tr("In this room"), self._lent(model))
        if model.lent:
            self._column.addLayout(grid)
            return
        self._fact(grid, self.tr("On this machine"), self._fits(model))
        if manifest.wants_weights:
            disk = words.size(model.bytes) if model.bytes else self.tr("Not known")
            self._fact(grid, self.tr("Size"), disk)
            self._fact(grid, self.tr("Place"), self._place(model))
            if manifest.repo:
                self._fact(grid, self.tr("From"), manifest.repo)
        self._column.addLayout(grid)

    def _fact(self, grid: QGridLayout, name: str, text: str) -> None:
        if not text:
            return
        row = grid.rowCount()
        label = text_label(name, "label", CONTROL)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_selectable(wrapped(text, "")), row, 1)

    def _fits(self, model: Model) -> str:
        """What FIT says of a shot of the usual size, or that the engine is missing."""
        manifest = model.manifest
        if not manifest.wants_weights:
            return self.tr("Draws on any machine.")
        if engine.lacking():
            return tell(engine.how_to_add())
        request = words.sample(manifest)
        fitting = self._bench.session.fitting
        found = fitting.line(request)
        if found is None:
            return ""
        remarks = "\n".join(tell(said) for said in fitting.remarks(request))
        size = f"{request.width} × {request.height}"
        if manifest.makes == "picture":
            shot = self.tr("A picture of {size}:").format(size=size)
        else:
            seconds = request.frames * request.rate[1] / request.rate[0]
            shot = self.tr("A shot of {seconds} s, {size}:").format(
                seconds=round(seconds), size=size
            )
        told = self.tr("{shot} {found}").format(shot=shot, found=tell(found[1]))
        return f"{told}\n{remarks}".strip()

    def _lent(self, model: Model) -> str:
        """Whose devices draw it, and what has to be done for that: nothing."""
        offering = self._bench.session.lending.offering(model.id)
        devices = self.tr(", ").join(one.label for one in offering)
        text = self.tr("Drawn on {devices}. Choose it for a shot: it is sent there by itself.")
        return text.format(devices=devices) if devices else ""

    def _place(self, model: Model) -> str:
        folder = model.state.folder
        if folder is None:
            return ""
        if model.held == "cache":
            return self.tr("{folder}, a cache that other programs use as well").format(
                folder=folder
            )
        return str(folder)

    def _unchecked(self, model: Model) -> None:
        if not model.manifest.unchecked:
            return
        self._column.addSpacing(6)
        self._column.addWidget(text_label(self.tr("What could not be checked"), "label", CONTROL))
        for statement in model.manifest.unchecked:
            self._column.addWidget(wrapped("· " + tell(stated(statement))))

    # -- progress

    def _show_progress(self, model: Model) -> None:
        fetching = model.fetching
        if self.reading is not None:
            done, total = self.reading
            said = self.tr("Reading {done} of {total}")
            pace = said.format(done=words.size(done), total=words.size(total))
        elif fetching is not None:
            done, total, pace = fetching.done, fetching.total, words.pace(fetching)
        else:
            done, total, pace = 0, 0, ""
        shown = self.reading is not None or (
            fetching is not None and not model.ready and (total > 0 or self._is_running(model))
        )
        self.bar.setVisible(shown)
        self.bar.setValue(round(1000 * done / total) if total else 0)
        self.bar.setAccessibleName(pace)
        self.pace.setVisible(shown and bool(pace))
        self.pace.setText(pace)
        if model.manifest.wants_weights or model.lent:
            self.said.setText(words.state(model)[0])

    def _is_running(self, model: Model) -> bool:
        return model.fetching is not None and model.fetching.state in RUNNING

    def _was_begun(self, model: Model) -> bool:
        return model.fetching is not None and model.fetching.total > 0


def _selectable(label: QLabel) -> QWidget:
    """Names of files and places are there to be copied."""
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
