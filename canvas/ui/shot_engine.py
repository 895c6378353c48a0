"""A clip's model in the inspector: which one, how carefully, its terms and its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from canvas.app.commands.engine import choose_model, choose_quality
from canvas.app.session import Session
from canvas.document.records import PARAMS, Json, NodeKind
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, NumberBox, Panel, heading, text_label, wrapped
from canvas.ui.language import tell
from canvas.ui.models_absent import AbsentModel
from canvas.ui.theme import CONTROL
from generation.catalogue import Catalogue, installed, is_lent
from generation.manifest import Manifest
from generation.plan import UNCHOSEN
from generation.speed import SKIPPING
from generation.statements import stated


class ModelChoice(Choice):
    """The models; what is looked up only when they are seen is asked for then."""

    def __init__(self, opens: Callable[[], None]) -> None:
        super().__init__()
        self._opens = opens

    def showPopup(self) -> None:
        self._opens()
        super().showPopup()


class ModelSection(Panel):
    """Which model draws the shot, and how carefully."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._listed: Catalogue | None = None
        self._labels = heading(), heading(), heading()
        self.model = ModelChoice(lambda: self._mark_absent(self.model))
        self.still = ModelChoice(lambda: self._mark_absent(self.still))
        self.quality = Choice()
        self.facts, self.absent = Facts(), AbsentModel(bench)
        for quality in PARAMS[NodeKind.clip]["quality"].choices:
            self.quality.addItem(quality, quality)
        self.model.activated.connect(lambda at: self._choose(choose_model, self.model.itemData(at)))
        self.quality.activated.connect(
            lambda at: self._choose(choose_quality, self.quality.itemData(at))
        )
        self.still.activated.connect(
            lambda at: bench.set_param(self._clip, "still", self.still.itemData(at))
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for column, (label, choice) in enumerate(
            zip(self._labels[:2], (self.model, self.quality), strict=True)
        ):
            grid.addWidget(label, 0, column)
            grid.addWidget(choice, 1, column)
        grid.addWidget(self.absent, 2, 0, 1, 2)
        grid.addWidget(self.facts, 3, 0, 1, 2)
        grid.addWidget(self._labels[2], 4, 0, 1, 2)
        grid.addWidget(self.still, 5, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        node = self._bench.session.board.nodes[clip]
        model = str(node.param("model"))
        self._list()
        if self.model.findData(model) < 0:
            self.model.addItem(model, model)
        self.model.setCurrentIndex(self.model.findData(model))
        self.quality.setCurrentIndex(self.quality.findData(str(node.param("quality"))))
        for choice in (self.model, self.quality, self.still):
            choice.setEnabled(not self._bench.session.looks_only)
        found = installed().find(model)
        self.facts.show_model(found)
        self.absent.show_clip(clip)
        self._show_still(found, str(node.param("still")))

    def _show_still(self, model: Manifest | None, still: str) -> None:
        """Only where a model of pictures is known, and this one can go on from its picture."""
        if self.still.findData(still) < 0:
            self.still.addItem(still, still)
        self.still.setCurrentIndex(self.still.findData(still))
        moves = model is not None and model.makes == "video" and model.inputs.get("first", 0) > 0
        for part in (self._labels[2], self.still):
            part.setVisible(moves and self.still.count() > 1)

    def retranslate(self) -> None:
        self._labels[2].setText(self.tr("First picture"))
        self._labels[0].setText(self.tr("Model"))
        self._labels[1].setText(self.tr("Quality"))
        words = {"draft": self.tr("Draft"), "final": self.tr("Final")}
        for at in range(self.quality.count()):
            code = self.quality.itemData(at)
            self.quality.setItemText(at, words.get(code, code))
        self._listed = None
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _list(self) -> None:
        """Animatic first, then what draws films, then what draws single pictures."""
        found = installed()
        if found is self._listed:
            return
        self._listed = found
        self.model.clear()
        self.still.clear()
        self.still.addItem(self.tr("The one that is linked"), "")
        group = 0
        for manifest in sorted(found.models.values(), key=_order):
            if manifest.id in UNCHOSEN or manifest.makes == "larger":
                continue  # no choice of anybody's
            if _group(manifest) != group:
                group = _group(manifest)
                self.model.insertSeparator(self.model.count())
            self.model.addItem(self._name(manifest), manifest.id)
            if manifest.makes == "picture":
                made_by = self.tr("Drawn by {name}").format(name=self._name(manifest))
                self.still.addItem(made_by, manifest.id)
            about = tell(stated(manifest.about))
            self.model.setItemData(self.model.count() - 1, about, Qt.ItemDataRole.ToolTipRole)

    def _mark_absent(self, choice: Choice) -> None:
        """Quieter, what cannot draw here yet: its files have not been downloaded."""
        from canvas.app import models  # late: the disk is looked at when somebody chooses

        ready = {model.id for model in models.listing() if model.ready} | {""}
        colours = self._bench.theme.colours
        for at in range(choice.count()):
            colour = colours.text if choice.itemData(at) in ready else colours.soft
            choice.setItemData(at, colour, Qt.ItemDataRole.ForegroundRole)

    def _name(self, manifest: Manifest) -> str:
        if is_lent(manifest):
            return self.tr("{name} (lent)").format(name=manifest.name)
        return manifest.name

    def _choose(self, verb: Callable[[Session, Sequence[str], str], None], value: str) -> None:
        bench = self._bench
        if self._clip in bench.session.board.nodes:
            bench.hand.attempt(lambda: verb(bench.session, [self._clip], value))


def _group(manifest: Manifest) -> int:
    return 0 if not manifest.wants_weights else 1 if manifest.makes == "video" else 2


def _order(manifest: Manifest) -> tuple[int, str]:
    return _group(manifest), manifest.name.casefold()


class Facts(Panel):
    """What a model is good for, on which terms, and what of all this nobody could check."""

    def __init__(self) -> None:
        super().__init__()
        self._model: Manifest | None = None
        self._about, self._licence = wrapped("", "soft", CONTROL), wrapped("", "soft", CONTROL)
        self.more = Button(quiet=True)
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _on: self._fold())
        self._unchecked = wrapped("", "soft", CONTROL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        for part in (self._about, self._licence):
            column.addWidget(part)
        flush = QHBoxLayout()  # the words of a quiet button begin where the lines around it do
        flush.addSpacing(-13)
        flush.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(flush)
        column.addWidget(self._unchecked)

    def show_model(self, model: Manifest | None) -> None:
        if model is not self._model:
            self._model = model
            self.more.setChecked(False)
        self.retranslate()

    def retranslate(self) -> None:
        model = self._model
        _show(self._about, tell(stated(model.about)) if model and model.about else "")
        terms = ""
        if model is not None and model.wants_weights:
            terms = tell(stated(model.licence_note)) if model.licence_note else ""
            terms = self.tr("Licence {name}. {note}").format(name=model.licence, note=terms).strip()
        _show(self._licence, terms)
        self._fold()

    def _fold(self) -> None:
        unchecked = self._model.unchecked if self._model is not None else ()
        self.more.setVisible(bool(unchecked))
        self.more.setText(self.tr("Could not be checked here: {n}").format(n=len(unchecked)))
        lines = [f"· {tell(stated(text))}" for text in unchecked] if self.more.isChecked() else []
        _show(self._unchecked, "\n".join(lines))


def _show(label: QLabel, text: str) -> None:
    """An empty line takes no room."""
    label.setText(text)
    label.setVisible(bool(text))


class SettingsSection(Panel):
    """How many steps, how closely to the words, and what to avoid; what the model does not know is
    not shown."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._heading = heading()
        self._labels = {name: text_label("", "soft", CONTROL) for name in ("steps", "guidance")}
        self._skips = text_label("", "soft", CONTROL)
        self._own = {"steps": 1.0, "guidance": 1.0}
        self.steps = NumberBox(1, 200, 1)
        self.guidance = NumberBox(0, 30, 0.5, decimals=1)
        self.avoid = QLineEdit()
        self.avoid.setMaxLength(2000)
        self.steps.valueChanged.connect(lambda value: self._set_number("steps", value))
        self.guidance.valueChanged.connect(lambda value: self._set_number("guidance", value))
        self.avoid.editingFinished.connect(self._set_avoid)
        self.exact = QCheckBox()
        self.exact.clicked.connect(lambda on: self._set("exact", bool(on)))
        self.skip = Choice()
        for value in PARAMS[NodeKind.clip]["skip"].choices:
            self.skip.addItem(value, value)
        self.skip.activated.connect(lambda at: self._set("skip", self.skip.itemData(at)))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._heading, 0, 0, 1, 4)
        grid.addWidget(self._labels["steps"], 1, 0)
        grid.addWidget(self.steps, 1, 1)
        grid.addWidget(self._labels["guidance"], 1, 2)
        grid.addWidget(self.guidance, 1, 3)
        grid.addWidget(self.avoid, 2, 0, 1, 4)
        grid.addWidget(self._skips, 3, 0)
        grid.addWidget(self.skip, 3, 1, 1, 3)
        grid.addWidget(self.exact, 4, 0, 1, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        session = self._bench.session
        node = session.board.nodes[clip]
        model = installed().find(str(node.param("model")))
        takes = model.inputs if model is not None else {}
        own = model.settings(str(node.param("quality"))) if model is not None else None
        if own is not None:
            self._own = {"steps": float(own.steps), "guidance": own.guidance}
        for name, box in (("steps", self.steps), ("guidance", self.guidance)):
            asked = node.param(name)
            box.show_value(float(asked) if isinstance(asked, int | float) else self._own[name])
            for part in (box, self._labels[name]):
                part.setVisible(bool(takes.get(name)))
        if not (self.avoid.hasFocus() and self.avoid.isModified()):
            self.avoid.setText(str(node.param("negative") or ""))
        self.avoid.setVisible(bool(takes.get("negative")))
        self.exact.setVisible(model is not None and model.wants_weights)
        self.exact.setChecked(bool(node.param("exact")))
        skips = model is not None and model.family in SKIPPING
        for row in (self.skip, self._skips):
            row.setVisible(skips)
        self.skip.setCurrentIndex(max(self.skip.findData(str(node.param("skip"))), 0))
        self.skip.setItemText(0, self._as_the_model(own.cache if own is not None else ""))
        for choice in (self.steps, self.guidance, self.exact, self.skip):
            choice.setEnabled(not session.looks_only)
        self.avoid.setReadOnly(session.looks_only)
        self.setVisible(any(takes.get(name) for name in ("steps", "guidance", "negative")))

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Settings of the model"))
        self._labels["steps"].setText(self.tr("Steps"))
        self._labels["guidance"].setText(self.tr("Guidance"))
        self.steps.setAccessibleName(self.tr("Steps"))
        self.steps.setToolTip(self.tr("More steps draw more carefully and take longer"))
        self.guidance.setAccessibleName(self.tr("Guidance"))
        self.guidance.setToolTip(self.tr("How closely the model keeps to the words"))
        self._skips.setText(self.tr("Skipped steps"))
        self.skip.setAccessibleName(self.tr("Skipped steps"))
        self.skip.setItemText(1, self.tr("Where little changes"))
        self.skip.setItemText(2, self.tr("None"))
        self.skip.setToolTip(
            self.tr(
                "A step in which little changes answers as the one before: quicker, and drawn a "
                "little differently, so that the shot is another one"
            )
        )
        self.exact.setText(self.tr("Never with weights in fewer bits"))
        self.exact.setToolTip(
            self.tr("A card with little memory keeps them so otherwise, and draws nearly the same")
        )
        self.avoid.setAccessibleName(self.tr("What to avoid"))
        self.avoid.setPlaceholderText(self.tr("What to avoid: blurry, text, extra fingers…"))
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _as_the_model(self, cache: str) -> str:
        """What the model's own settings do in this quality."""
        if cache:
            return self.tr("As the model: where little changes")
        return self.tr("As the model: none")

    def _set_number(self, name: str, value: float) -> None:
        """The model's own value is none of the clip's: another model has another."""
        if round(value, 1) == self._own[name]:
            self._set(name, None)
        else:
            self._set(name, int(value) if name == "steps" else round(value, 1))

    def _set_avoid(self) -> None:
        node = self._bench.session.board.nodes.get(self._clip)
        if node is not None and self.avoid.text() != str(node.param("negative") or ""):
            self._set("negative", self.avoid.text())

    def _set(self, name: str, value: Json) -> None:
        if self._clip in self._bench.session.board.nodes:
            self._bench.set_param(self._clip, name, value)
