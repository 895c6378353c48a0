"""In the inspector of a shot: that its model cannot draw here, why, and the way to change that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from canvas.app.models import obstacle
from canvas.document.words import Trouble
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Panel, wrapped
from canvas.ui.language import spoken
from canvas.ui.models_part import Models
from generation.catalogue import installed


class AbsentModel(Panel):
    """Shown only where something is in the way. Main thread."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = self._model = ""
        self.what, self.remedy = wrapped("", ""), wrapped()
        self.button = Button()
        self.button.clicked.connect(self._open)
        box = QFrame()
        box.setObjectName("banner")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 11)
        inside.setSpacing(6)
        inside.addWidget(self.what)
        inside.addWidget(self.remedy)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)
        self.hide()
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        """Look whether the model that the clip asks for can draw it."""
        self._clip = clip
        trouble = self._trouble()
        self.setVisible(trouble is not None)
        if trouble is not None:
            words = spoken(trouble)
            self.what.setText(words.what)
            self.remedy.setText(words.remedy)

    def _trouble(self) -> Trouble | None:
        """Of the model that draws the shot, then of those that draw its first picture and enlarge
        its frames."""
        node = self._bench.session.board.nodes.get(self._clip)
        self._model = ""
        if node is None:
            return None
        last = ("larger",) if node.param("quality") == "final" else ()
        for name in ("model", "still", *last):
            manifest = installed().find(str(node.param(name)))
            if manifest is not None and self._bench.session.lending.offers(manifest.id):
                continue  # somebody here draws it
            trouble = obstacle(manifest, str(node.param("quality"))) if manifest else None
            if manifest is not None and trouble is not None:
                self._model = manifest.id
                return trouble
        return None

    def retranslate(self) -> None:
        self.button.setText(self.tr("Open Models"))
        if self._clip:
            self.show_clip(self._clip)

    def _open(self) -> None:
        open_models(self, self._model)


def open_models(near: QWidget, model: str = "") -> None:
    """Open the Models page of the window that a widget stands in, at a model."""
    parts = getattr(near.window(), "parts", ())
    for part in parts:
        if isinstance(part, Models):
            part.show(model)
