"""The one place where numpy memory is lent to QPainter, checked first: Qt itself checks nothing."""

from __future__ import annotations

from math import isfinite
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from shiboken6 import Shiboken

Native = TypeVar("Native")

FRAGMENT = 10
"""Doubles in a PixmapFragment: x, y (middle), source left, top, width, height, scale x, scale y,
rotation in degrees, opacity."""

_OPAQUE = QPainter.PixmapFragmentHint.OpaqueHint
_PLAIN = QPainter.PixmapFragmentHint(0)


def fragments(
    painter: QPainter, array: NDArray[np.float64], pixmap: QPixmap, *, opaque: bool = False
) -> None:
    """Draw parts of one pixmap: (n, 10) float64."""
    if len(array):
        first = lent(array, FRAGMENT, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(array), pixmap, _OPAQUE if opaque else _PLAIN)


def lines(painter: QPainter, array: NDArray[np.float64]) -> None:
    """Draw straight lines with the painter's pen: (n, 4) float64, x0, y0, x1, y1."""
    if len(array):
        painter.drawLines(lent(array, 4, QLineF), len(array))


def rects(painter: QPainter, array: NDArray[np.float64]) -> None:
    """Draw rectangles with the painter's pen and brush: (n, 4) float64, x, y, width, height."""
    if len(array):
        painter.drawRects(lent(array, 4, QRectF), len(array))


def points(painter: QPainter, array: NDArray[np.float64]) -> None:
    """Draw points with the painter's pen: (n, 2) float64."""
    if len(array):
        cast(Any, painter).drawPoints(lent(array, 2, QPointF), len(array))


def lent(array: NDArray[Any], columns: int, kind: type[Native]) -> Native:
    """The array's memory as the first of its `kind`; use it only while the array lives.

    Raises ValueError for memory that Qt would read wrongly, or past its end.
    """
    if not isinstance(array, np.ndarray) or array.dtype != np.float64:
        raise ValueError(f"QPainter reads float64, not {getattr(array, 'dtype', type(array))}")
    if array.ndim != 2 or array.shape[1] != columns or not len(array):
        raise ValueError(f"wanted (n, {columns}) numbers, got {array.shape}")
    if not array.flags.c_contiguous:
        raise ValueError("QPainter reads memory in one piece: use np.ascontiguousarray")
    if not isfinite(np.vdot(array, array)):  # one pass without a copy; squares cannot cancel
        raise ValueError("a coordinate is not a number")
    # array.ctypes would say the same, and imports a module each time
    address: int = array.__array_interface__["data"][0]
    return cast(Native, Shiboken.wrapInstance(address, kind))
