"""Colours made of two others."""

from __future__ import annotations

from PySide6.QtGui import QColor


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """`share` of a colour over a ground, opaque."""
    return QColor(
        round(colour.red() * share + ground.red() * (1 - share)),
        round(colour.green() * share + ground.green() * (1 - share)),
        round(colour.blue() * share + ground.blue() * (1 - share)),
    )


def faded(colour: QColor, alpha: float) -> QColor:
    """A colour that lets the ground through: 0 all of it, 1 none."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made
