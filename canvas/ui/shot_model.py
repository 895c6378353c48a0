"""A clip's camera in the inspector, and what the model gets of all that is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from canvas.app.models import obstacle
from canvas.document.records import Json, new_id
from canvas.document.words import Trouble
from canvas.ui.bench import Bench
from canvas.ui.controls import AxisSlider, Panel, emptied, heading, wrapped
from canvas.ui.icons import pixmap
from canvas.ui.kinds import move_name
from canvas.ui.language import tell
from canvas.ui.theme import CONTROL, Theme
from generation.catalogue import installed, is_lent
from generation.compile import compile_shot
from generation.contract import Media, ShotRequest
from generation.manifest import Manifest
from generation.moves import AXES
from generation.plan import renders_of, told
from generation.softness import soft_pictures


class CameraSection(Panel):
    """Six axes. All at zero leave the camera to the words."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._gesture = ""
        self._heading = heading()
        self._said = wrapped("", "soft", CONTROL)
        self._sliders = [AxisSlider() for _ in AXES]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._heading)
        column.addSpacing(4)
        column.addWidget(self._said)
        column.addSpacing(3)
        for slider in self._sliders:
            slider.moved.connect(self._moved)
            slider.released.connect(self._released)
            column.addWidget(slider)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        board = self._bench.session.board
        values = _six(board.nodes[clip].param("camera"))
        for slider, value in zip(self._sliders, values, strict=True):
            slider.set_value(value)
            slider.setEnabled(not self._bench.session.looks_only)
        self._show_said(any(values))

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Camera"))
        names = (
            self.tr("Sideways"),
            self.tr("Up, down"),
            self.tr("Pan"),
            self.tr("Tilt"),
            self.tr("Roll"),
            self.tr("Zoom"),
        )
        for slider, name in zip(self._sliders, names, strict=True):
            slider.name = name
            slider.set_value(slider.value)
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _show_said(self, by_hand: bool) -> None:
        from generation.grammar import recognised  # late: its patterns are compiled at first use

        board = self._bench.session.board
        # said in two languages, it is still one move
        said = dict.fromkeys(
            move_name(name)
            for edge in board.links_into(self._clip, "words")
            for _, _, name in recognised(board.text(edge.source))
        )
        words = self.tr(", ").join(said)
        if by_hand:
            self._said.setText(self.tr("Set by hand below, whatever the words say."))
        elif said:
            self._said.setText(self.tr("From the words: {moves}").format(moves=words))
        else:
            self._said.setText(self.tr("Write a move (“push in, slow”), or set one here."))

    def _moved(self, _value: float) -> None:
        self._gesture = self._gesture or f"camera-{new_id()}"
        values: list[Json] = [slider.value for slider in self._sliders]
        camera: Json = values if any(values) else None
        self._bench.set_param(self._clip, "camera", camera, gesture=self._gesture)

    def _released(self) -> None:
        self._gesture = ""


def _six(value: Json) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) != len(AXES):
        return (0.0,) * len(AXES)
    return tuple(float(one) if isinstance(one, (int, float)) else 0.0 for one in value)


@dataclass(frozen=True, slots=True)
class _Line:
    sign: str
    text: str


class GetsSection(Panel):
    """What the model gets: used as given, snapped, ignored and why, or refused."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._lines: list[_Line] | None = None
        self._heading = heading()
        self._box = QFrame()
        self._box.setObjectName("gets")
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addWidget(self._box)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        lines = self._found()
        if lines == self._lines:
            return
        self._lines = lines
        emptied(self._rows)
        for place, line in enumerate(lines):
            self._rows.addWidget(_gets_row(line, self._bench.theme, first=place == 0))

    def retranslate(self) -> None:
        self._heading.setText(self.tr("What the model gets"))
        self._lines = None
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _found(self) -> list[_Line]:

        try:
            request = compile_shot(self._bench.session.board, self._clip)
        except Trouble as trouble:
            return [_Line("refused", tell(trouble.what))]
        manifest = installed().find(request.model)
        if manifest is None:
            text = self.tr("The model {name} is not installed here.")
            return [_Line("refused", text.format(name=request.model))]
        found = told(request, manifest, installed().find)
        used = self.tr(", ").join(_listed([tell(note.sentence) for note in found.used]))
        lines = [_Line("refused", tell(note.sentence)) for note in found.refused]
        lines += [_Line("used", used)] if used else []
        if not found.refused:
            lines[:0] = self._cost(request, manifest)
        soft = soft_pictures(found.request, self._size_of) if manifest.wants_weights else ()
        lines += [_Line("snapped", tell(note.sentence)) for note in (*found.snapped, *soft)]
        lines += [_Line("ignored", tell(note.sentence)) for note in found.ignored]
        return lines or [_Line("ignored", self.tr("Nothing yet: write words or link a picture."))]

    def _cost(self, request: ShotRequest, manifest: Manifest) -> list[_Line]:
        """What it takes here; or who draws it, where this machine does not."""
        session = self._bench.session
        quality, fitting = request.quality, session.fitting
        cost = fitting.whole(renders_of(request, manifest, installed().find))
        offering = session.lending.offering(manifest.id)
        lacks = is_lent(manifest) or obstacle(manifest, quality) is not None
        if offering and (lacks or (cost is not None and cost[0] == "refused")):
            text = self.tr("{device} draws it, for this computer cannot.")
            return [_Line("cost", text.format(device=offering[0].label))]
        if cost is None or is_lent(manifest):
            return []
        remarks = [_Line("snapped", tell(said)) for said in fitting.remarks(request)]
        return [_Line(cost[0], tell(cost[1])), *remarks]

    def _size_of(self, media: Media) -> tuple[int, int] | None:
        asset = self._bench.session.board.assets.get(media.asset)
        return (asset.width, asset.height) if asset is not None and asset.width else None


def _listed(names: list[str]) -> list[str]:
    """The parts of one enumeration: only its first word is written large."""
    return [*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])]


def _gets_row(line: _Line, theme: Theme, *, first: bool) -> QWidget:
    c = theme.colours
    shades: Mapping[str, tuple[str, QColor]] = {
        "used": ("check", c.good),
        "snapped": ("info", c.picture),
        "cost": ("clock", c.soft),
        "ignored": ("minus", c.soft),
        "refused": ("warning", c.bad),
    }
    icon, colour = shades[line.sign]
    row = QFrame()
    row.setObjectName("getsfirst" if first else "getsrow")
    sign = QLabel()
    sign.setPixmap(pixmap(icon, colour.name(), 15))
    words = wrapped(line.text, "" if line.sign in ("used", "refused") else "soft", 12)
    across = QHBoxLayout(row)
    across.setContentsMargins(10, 7, 10, 7)
    across.setSpacing(8)
    across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(words, 1)
    return row
