"""The few colours that a person may give nodes, as a menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from canvas.app.commands.nodes import set_color
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.bench import Bench

COLOURS: tuple[tuple[str | None, str], ...] = (
    (None, QT_TRANSLATE_NOOP("Swatches", "No colour")),
    ("#F6D873", QT_TRANSLATE_NOOP("Swatches", "Yellow")),
    ("#F7B7A3", QT_TRANSLATE_NOOP("Swatches", "Coral")),
    ("#B9E3B4", QT_TRANSLATE_NOOP("Swatches", "Green")),
    ("#A9D3F5", QT_TRANSLATE_NOOP("Swatches", "Blue")),
    ("#D9C2F0", QT_TRANSLATE_NOOP("Swatches", "Violet")),
)
"""Light enough for dark letters, and told apart by those who see few colours by their names."""


class Swatches(QMenu):
    """Gives the selected nodes a colour. Main thread."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        for colour, _ in COLOURS:
            action = self.addAction(_icon(colour), "")
            action.triggered.connect(lambda _=False, colour=colour: self.paint(colour))
        self.aboutToShow.connect(self.refresh)
        self.retranslate()

    def paint(self, colour: str | None) -> None:
        """Give all selected nodes this colour, or their kind's own."""
        bench = self._bench
        bench.hand.attempt(lambda: set_color(bench.session, bench.editor.selected, colour))

    def refresh(self) -> None:
        """Offer colours only where there is something to colour."""
        able = bool(self._bench.editor.selection) and not self._bench.session.looks_only
        for action in self.actions():
            action.setEnabled(able)

    def retranslate(self) -> None:
        self.setTitle(QCoreApplication.translate("Swatches", "Colour"))
        for action, (_, name) in zip(self.actions(), COLOURS, strict=True):
            action.setText(QCoreApplication.translate("Swatches", name))


def _icon(colour: str | None) -> QIcon:
    made = QPixmap(32, 32)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(128, 128, 128))
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(4.5, 4.5, 23, 23), 6, 6)
    return QIcon(made)
