"""What this program is, which version, and under which licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from canvas.ui.controls import Button, text_label, wrapped
from canvas.ui.icons import app_icon
from canvas.ui.theme import BODY, Theme


class AboutDialog(QDialog):
    """A page to read; Escape leaves it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Shotweave"))
        self.setFixedWidth(470)
        mark = text_label()
        mark.setPixmap(app_icon().pixmap(QSize(56, 56)))
        name = text_label("Shotweave", "", 20, strong=True)
        number = text_label(self.tr("Version {number}").format(number=_version()), "soft")
        titles = QVBoxLayout()
        titles.addWidget(name)
        titles.addWidget(number)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(mark)
        top.addLayout(titles, 1)
        close = Button(self.tr("Close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(
            wrapped(self.tr("Storyboards that become films, on your own machine."), "", BODY)
        )
        for line in self._licences():
            column.addWidget(wrapped(line))
        column.addSpacing(4)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _licences(self) -> tuple[str, ...]:
        return (
            self.tr("Shotweave is free software under the Apache License 2.0."),
            self.tr(
                "Qt for Python (PySide6) is used under the LGPL 3.0, linked dynamically, and may "
                "be replaced. PyAV is under a BSD licence and brings FFmpeg with x264 and x265, "
                "which are under the GPL."
            ),
            self.tr(
                "The typeface Inter is under the SIL Open Font License 1.1. The photographs of the "
                "sample are CC0 or in the public domain."
            ),
        )


def _version() -> str:
    try:
        return version("shotweave")
    except PackageNotFoundError:  # run from its sources
        return "0.1.0"
