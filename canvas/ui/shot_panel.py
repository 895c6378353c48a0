"""The inspector of a clip: everything a shot is made of, and the buttons that make it."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from canvas.app.commands.film import add_shots
from canvas.app.commands.render import cancel_renders
from canvas.app.notices import ACTIVE, NodeState
from canvas.document.records import Json
from canvas.document.timing import frames_from
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, NumberBox, Panel, heading, text_label, tool_button
from canvas.ui.icons import icon
from canvas.ui.language import tell
from canvas.ui.original_line import OriginalLine
from canvas.ui.shot_engine import ModelSection, SettingsSection
from canvas.ui.shot_finish import FinishSection
from canvas.ui.shot_model import CameraSection, GetsSection
from canvas.ui.shot_pictures import ReferencesSection, SubjectSection, TakesSection
from canvas.ui.shot_words import WordsSection
from canvas.ui.sizes import ratio_words
from canvas.ui.theme import CONTROL

LARGEST_SEED = 2**31 - 1


class ShotPanel(Panel):
    """The scrolling part: words, pictures, camera, length, model, what it gets, takes."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self.words = WordsSection(bench)
        self.references = ReferencesSection(bench)
        self.camera = CameraSection(bench)
        self.length = LengthSection(bench)
        self.model = ModelSection(bench)
        self.settings = SettingsSection(bench)
        self.finish = FinishSection(bench)
        self.subject = SubjectSection(bench)
        self.gets = GetsSection(bench)
        self.takes = TakesSection(bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 16)
        column.setSpacing(8)
        for section in self._sections():
            column.addWidget(section)
        column.addStretch(1)

    def show_node(self, clip: str) -> None:
        self._clip = clip
        for section in self._sections():
            section.show_clip(clip)

    def release(self) -> None:
        self.words.release()

    def _sections(
        self,
    ) -> tuple[
        WordsSection
        | ReferencesSection
        | CameraSection
        | LengthSection
        | ModelSection
        | SettingsSection
        | FinishSection
        | SubjectSection
        | GetsSection
        | TakesSection,
        ...,
    ]:
        return (
            self.words,
            self.references,
            self.camera,
            self.length,
            self.model,
            self.settings,
            self.finish,
            self.gets,
            self.takes,
            self.subject,
        )


class LengthSection(Panel):
    """How long, in which frame, and from which seed."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._heading = heading()
        self.seconds = NumberBox(0.04, 3600, 0.5, decimals=2)
        self.seconds.valueChanged.connect(self._set_seconds)
        self._frame = text_label("", "soft", CONTROL)
        self._frame.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.seed = NumberBox(0, LARGEST_SEED, 1)
        self.seed.valueChanged.connect(lambda value: self._set("seed", int(value)))
        self.dice = tool_button(icon("dice", bench.theme))
        self.dice.clicked.connect(lambda: self._set("seed", secrets.randbelow(10_000)))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.seconds, 3)
        row.addWidget(self._frame, 2)
        row.addWidget(self.seed, 4)
        row.addWidget(self.dice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addLayout(row)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        board, writable = self._bench.session.board, not self._bench.session.looks_only
        node, meta = board.nodes[clip], board.meta
        frames = _whole(node.param("frames"))
        self.seconds.show_value(frames / float(meta.rate))
        self.seconds.setToolTip(self.tr("{n} frames").format(n=frames))
        self.seed.show_value(_whole(node.param("seed")))
        self._frame.setText(ratio_words((meta.width, meta.height)))
        for part in (self.seconds, self.seed, self.dice):
            part.setEnabled(writable)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Length, frame, seed"))
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setAccessibleName(self.tr("Length in seconds"))
        self.seed.setToolTip(self.tr("Seed: the same seed gives the same film"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self._frame.setToolTip(self.tr("The whole film has one frame: select nothing to change it"))
        self.dice.setToolTip(self.tr("Another seed"))
        self.dice.setAccessibleName(self.tr("Another seed"))

    def _set_seconds(self, seconds: float) -> None:
        rate = self._bench.session.board.meta.rate
        self._set("frames", max(1, frames_from(seconds, rate)))

    def _set(self, name: str, value: Json) -> None:
        if self._clip in self._bench.session.board.nodes:
            self._bench.set_param(self._clip, name, value)


class ShotFoot(Panel):
    """Draft, render, or stop: the buttons at the inspector's foot."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._why = text_label("", "bad", 12)
        self._why.setWordWrap(True)
        self._where = OriginalLine(bench)
        self._film = Button()
        self._film.clicked.connect(self._add_to_film)
        self.draft, self.render_button = Button(), Button(primary=True)
        self.stop = Button()
        self.draft.clicked.connect(lambda: bench.render(nodes=[self._clip], quality="draft"))
        self.render_button.clicked.connect(
            lambda: bench.render(nodes=[self._clip], quality="final")
        )
        self.stop.clicked.connect(
            lambda: bench.hand.attempt(lambda: cancel_renders(bench.session, [self._clip]))
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.draft, self.render_button, self.stop):
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.addWidget(self._why)
        column.addWidget(self._where)
        column.addWidget(self._film)
        column.addLayout(row)
        self.retranslate()

    def show_node(self, clip: str) -> None:
        self._clip = clip
        session = self._bench.session
        self._where.show_node(clip)
        state = session.state(clip)
        busy = state.state in ACTIVE
        for button in (self.draft, self.render_button):
            button.setVisible(not busy)
            button.setEnabled(not session.looks_only)
        self.stop.setVisible(busy)
        self.stop.setText(self._stop_words(state))
        failed = state.trouble if state.state == "failed" else None
        words = f"{tell(failed.what)} {tell(failed.remedy)}" if failed is not None else ""
        if state.state == "lost":
            words = self.tr("The program ended while this was rendering. Render it again.")
        self._why.setText(words)
        self._why.setVisible(bool(words))
        shown = any(shot.node == clip for shot in session.board.film)
        self._film.setVisible(not shown and not session.looks_only)

    def retranslate(self) -> None:
        self.draft.setText(self.tr("Draft"))
        self.render_button.setText(self.tr("Render"))
        self._film.setText(self.tr("Add to the film"))
        if self._clip in self._bench.session.board.nodes:
            self.show_node(self._clip)

    def _stop_words(self, state: NodeState) -> str:
        if state.state == "queued":
            return self.tr("Waiting · stop")
        return self.tr("{percent} % · stop").format(percent=round(state.progress * 100))

    def _add_to_film(self) -> None:
        self._bench.hand.attempt(lambda: add_shots(self._bench.session, [self._clip]))


def _whole(value: Json) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
