"""PySide6 must not lose references to None: 6.12.0 on Python 3.11 does, then aborts."""

from __future__ import annotations

import sys

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def test_a_thousand_void_calls_keep_every_reference_to_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        before = sys.getrefcount(None)
        for _ in range(250):
            widget.update()
            painter.setOpacity(1.0)
            painter.fillRect(0, 0, 8, 8, 0)
            QApplication.processEvents()
        assert sys.getrefcount(None) > before - 50
