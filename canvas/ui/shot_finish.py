"""What is done to the frames of a clip once its model has drawn them: in the inspector."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QGridLayout

from canvas.app.commands.engine import choose_larger, choose_smooth
from canvas.document.records import PARAMS, NodeKind
from canvas.ui.bench import Bench
from canvas.ui.controls import Choice, Panel, heading
from generation.catalogue import installed
from generation.finishing import FASTER
from generation.manifest import Manifest


class FinishSection(Panel):
    """Who enlarges the frames, and when those in between are drawn. Shown only of a model that
    draws fewer or smaller ones than the film has."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._labels = heading(), heading()
        self.larger, self.smooth = Choice(), Choice()
        for when in PARAMS[NodeKind.clip]["smooth"].choices:
            self.smooth.addItem(when, when)
        self.larger.activated.connect(self._choose_larger)
        self.smooth.activated.connect(self._choose_smooth)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for column, (label, choice) in enumerate(
            zip(self._labels, (self.larger, self.smooth), strict=True)
        ):
            grid.addWidget(label, 0, column)
            grid.addWidget(choice, 1, column)
        self._grid = grid
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        node = self._bench.session.board.nodes[clip]
        self._list(str(node.param("larger")))
        self.smooth.setCurrentIndex(self.smooth.findData(str(node.param("smooth"))))
        model = installed().find(str(node.param("model")))
        shown = (
            (self.larger, model is not None and self._is_smaller(model)),
            (self.smooth, model is not None and self._is_slower(model)),
        )
        for column, (label, (choice, wanted)) in enumerate(zip(self._labels, shown, strict=True)):
            self._grid.setColumnStretch(column, int(wanted))  # one alone has all the room
            label.setVisible(wanted)
            choice.setVisible(wanted)
            choice.setEnabled(not self._bench.session.looks_only)
        self.setVisible(any(wanted for _, wanted in shown))

    def retranslate(self) -> None:
        self._labels[0].setText(self.tr("Enlarged by"))
        self._labels[1].setText(self.tr("Frames in between"))
        self.larger.setAccessibleName(self.tr("Enlarged by"))
        self.larger.setToolTip(
            self.tr("A model that enlarges the frames in final quality, where the film is larger")
        )
        self.smooth.setAccessibleName(self.tr("Frames in between"))
        self.smooth.setToolTip(
            self.tr("Drawn from the movement, where the film has more frames than the model draws")
        )
        words = {
            "final": self.tr("In final quality"),
            "always": self.tr("Always"),
            "never": self.tr("Never"),
        }
        for at in range(self.smooth.count()):
            code = self.smooth.itemData(at)
            self.smooth.setItemText(at, words.get(code, code))
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _list(self, chosen: str) -> None:
        found = sorted(
            (one for one in installed().models.values() if one.makes == "larger"),
            key=lambda one: one.name.casefold(),
        )
        self.larger.clear()
        self.larger.addItem(self.tr("The player"), "")
        for manifest in found:
            self.larger.addItem(manifest.name, manifest.id)
        if self.larger.findData(chosen) < 0:
            self.larger.addItem(chosen, chosen)
        self.larger.setCurrentIndex(self.larger.findData(chosen))

    def _is_smaller(self, model: Manifest) -> bool:
        meta, most = self._bench.session.board.meta, model.limits.pixels_high
        return model.makes == "video" and bool(most) and meta.width * meta.height > most

    def _is_slower(self, model: Manifest) -> bool:
        rate = self._bench.session.board.meta.rate
        if model.makes != "video" or model.rate is None:
            return False
        return rate.fraction >= FASTER * Fraction(*model.rate)

    def _choose_larger(self, at: int) -> None:
        bench, value = self._bench, self.larger.itemData(at)
        if self._clip in bench.session.board.nodes:
            bench.hand.attempt(lambda: choose_larger(bench.session, [self._clip], value))

    def _choose_smooth(self, at: int) -> None:
        bench, value = self._bench, self.smooth.itemData(at)
        if self._clip in bench.session.board.nodes:
            bench.hand.attempt(lambda: choose_smooth(bench.session, [self._clip], value))
