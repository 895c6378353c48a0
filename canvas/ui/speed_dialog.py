"""How models are run on this machine, and the work that is kept for them: opened from Models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from canvas.app.commands import models as verbs
from canvas.document.words import Trouble
from canvas.ui.banner import Banners
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, heading, text_label, wrapped
from canvas.ui.models_words import size
from canvas.ui.theme import CONTROL
from generation import kept
from generation.speed import ATTENTIONS, Speed, can_compile, chosen, is_installed

NAME = 140
"""Pixels of the column of names."""


class SpeedDialog(QDialog):
    """Each choice holds from the next shot on; there is nothing to confirm. Main thread."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.attention, self.compile, self.tiling = Choice(), Choice(), Choice()
        self.kept = {name: text_label("", "", CONTROL) for name in kept.MOST}
        self.clear, self.close_button = Button(), Button(primary=True)
        self.banners = Banners(self, bench.theme)
        self.setWindowTitle(self.tr("Speed and space"))
        self.setMinimumWidth(560)
        self._fill()
        self._lay_out()
        self._show_choice()
        self.attention.activated.connect(lambda: self._choose("attention", self.attention))
        self.compile.activated.connect(lambda: self._choose("compile", self.compile))
        self.tiling.activated.connect(lambda: self._choose("tiling", self.tiling))
        self.clear.clicked.connect(self._clear)
        self.close_button.clicked.connect(self.accept)
        self.measure()

    def _fill(self) -> None:
        for name, words in self._attentions().items():
            self.attention.addItem(words, name)
            if not is_installed(name):
                self.attention.setItemText(
                    self.attention.count() - 1, self.tr("{name} · not installed").format(name=words)
                )
                self._forbid_last()
        helps = self.tr("By itself: where it helps")
        if not can_compile():
            helps = self.tr("By itself: no compiler is here")
        for words, value in ((helps, None), (self.tr("Always"), True), (self.tr("Never"), False)):
            self.compile.addItem(words, value)
        self.tiling.addItem(self.tr("By itself: where memory is short"), False)
        self.tiling.addItem(self.tr("Always"), True)

    def _forbid_last(self) -> None:
        rows = self.attention.model()
        if isinstance(rows, QStandardItemModel):
            rows.item(rows.rowCount() - 1).setEnabled(False)

    def _attentions(self) -> Mapping[str, str]:
        own = {
            "": self.tr("By itself: the best that PyTorch has"),
            "native": self.tr("PyTorch, as it chooses"),
            "_native_cudnn": self.tr("PyTorch with cuDNN"),
            "_native_efficient": self.tr("PyTorch, sparing memory"),
            "_native_flash": self.tr("PyTorch, Flash"),
            "_native_math": self.tr("PyTorch, step by step: the slowest, to compare with"),
            "flash": "FlashAttention 2",
            "_flash_3": "FlashAttention 3",
            "flex": self.tr("FlexAttention, compiled"),
            "xformers": "xFormers",
        }
        return {name: own[name] for name in ("", *ATTENTIONS)}

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 18)
        column.setSpacing(6)
        column.addWidget(heading(self.tr("How models are run on this computer")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, NAME)
        grid.setColumnStretch(1, 1)
        for name, choice, means in self._rows():
            row = grid.rowCount()
            choice.setAccessibleName(name)
            choice.setToolTip(means)
            grid.addWidget(text_label(name, "", CONTROL), row, 0)
            grid.addWidget(choice, row, 1)
            grid.addWidget(wrapped(means, "soft", CONTROL), row + 1, 1)
            grid.setRowMinimumHeight(row + 2, 6)
        column.addLayout(grid)
        column.addWidget(
            wrapped(
                self.tr(
                    "All of this holds from the next shot on, for every model. What would draw "
                    "another picture, as skipping steps does, is chosen for each shot in the "
                    "inspector."
                ),
                "soft",
                CONTROL,
            )
        )
        column.addSpacing(10)
        self._lay_out_kept(column)
        foot = QHBoxLayout()
        self.close_button.setText(self.tr("Close"))
        self.close_button.setDefault(True)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addSpacing(10)
        column.addStretch(1)
        column.addLayout(foot)

    def _rows(self) -> tuple[tuple[str, Choice, str], ...]:
        return (
            (
                self.tr("Attention"),
                self.attention,
                self.tr(
                    "How each part of a picture is compared with all others, the longest piece of "
                    "the work. The results are alike but for the last bits; which one is the "
                    "quickest depends on the card."
                ),
            ),
            (
                self.tr("Compiling"),
                self.compile,
                self.tr(
                    "The first shot of a model begins up to a minute later, and each step is "
                    "quicker. For NVIDIA and AMD cards, while all weights stay on the card."
                ),
            ),
            (
                self.tr("Decoding in tiles"),
                self.tiling,
                self.tr(
                    "Needs far less memory at the end of a shot, and takes longer. Where tiles "
                    "meet, the picture may differ a little."
                ),
            ),
        )

    def _lay_out_kept(self, column: QVBoxLayout) -> None:
        names = {
            kept.WORDS: self.tr("Words that were read"),
            kept.LATENTS: self.tr("Shots before decoding"),
            kept.LOOKS: self.tr("Colours of previews"),
        }
        column.addWidget(heading(self.tr("Work that is kept")))
        column.addWidget(
            wrapped(
                self.tr(
                    "So that the same words are not read twice, and a shot that fails at its end "
                    "is not drawn again. What was not used longest goes first. Takes and films "
                    "are not among this."
                ),
                "soft",
                CONTROL,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnMinimumWidth(0, NAME)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(names.items()):
            grid.addWidget(text_label(words, "", CONTROL), row, 0)
            grid.addWidget(self.kept[name], row, 1)
        column.addLayout(grid)
        self.clear.setText(self.tr("Clear"))
        self.clear.setAccessibleName(self.tr("Clear the work that is kept"))
        column.addSpacing(4)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)

    # -- what is shown and chosen

    def tell(self, trouble: Trouble) -> None:
        self.banners.tell(trouble)

    def measure(self) -> None:
        """Read in the background how much is kept."""
        self._bench.errands.send(kept.sizes, self._show_kept, self.tell)

    def _show_kept(self, sizes: dict[str, int]) -> None:
        said = self.tr("{size} of at most {most}")
        for name, label in self.kept.items():
            label.setText(said.format(size=size(sizes[name]), most=size(kept.MOST[name])))
        self.clear.setEnabled(any(sizes.values()))

    def _show_choice(self) -> None:
        try:
            now = chosen()
        except Trouble as trouble:  # a file that somebody wrote by hand: a choice here mends it
            self.banners.tell(trouble)
            now = Speed()
        for choice, value in (
            (self.attention, now.attention),
            (self.compile, now.compile),
            (self.tiling, now.tiling),
        ):
            choice.setCurrentIndex(self._place(choice, value))

    def _place(self, choice: Choice, value: object) -> int:
        return next(at for at in range(choice.count()) if choice.itemData(at) == value)

    def _choose(self, name: str, choice: Choice) -> None:
        try:
            now = chosen()
        except Trouble:  # told when this was opened
            now = Speed()
        wanted = replace(now, **{name: choice.currentData()})
        try:
            verbs.choose_speed(self._bench.session, wanted)
        except Trouble as trouble:
            self.banners.tell(trouble)
            self._show_choice()

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        session = self._bench.session
        clear = partial(verbs.clear_kept, session)
        self._bench.errands.send(clear, lambda _freed: self.measure(), self.tell)
