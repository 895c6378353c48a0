"""What hands and bare keys do on the canvas, in words: for the sheet of keys and the tour."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP

GESTURES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("gestures", "Moving about"),
        (
            (
                QT_TRANSLATE_NOOP("gestures", "Middle button or Space, drag"),
                QT_TRANSLATE_NOOP("gestures", "Move the view"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Two fingers"),
                QT_TRANSLATE_NOOP("gestures", "Move the view"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Wheel, or pinch"),
                QT_TRANSLATE_NOOP("gestures", "Zoom where the pointer is"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Ctrl, wheel"),
                QT_TRANSLATE_NOOP("gestures", "Zoom, whatever the wheel is set to"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Tap Space"),
                QT_TRANSLATE_NOOP("gestures", "Play the selected clip, or the film"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "F6, Shift F6"),
                QT_TRANSLATE_NOOP("gestures", "To the next or the last pane"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Esc"),
                QT_TRANSLATE_NOOP("gestures", "Give up what the hand is doing"),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("gestures", "Nodes"),
        (
            (
                QT_TRANSLATE_NOOP("gestures", "Double click on empty, or Tab"),
                QT_TRANSLATE_NOOP("gestures", "Insert a node"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Double click on a node, or Enter"),
                QT_TRANSLATE_NOOP("gestures", "Write in it"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Drag on empty"),
                QT_TRANSLATE_NOOP("gestures", "Select all in a box"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Shift, click"),
                QT_TRANSLATE_NOOP("gestures", "Add to the selection"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Ctrl, click"),
                QT_TRANSLATE_NOOP("gestures", "Add or take away"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Alt, drag"),
                QT_TRANSLATE_NOOP("gestures", "Duplicate"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Shift while dragging"),
                QT_TRANSLATE_NOOP("gestures", "Straight across or down"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Ctrl while dragging"),
                QT_TRANSLATE_NOOP("gestures", "Snap the other way: on or off"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Arrows; with Shift"),
                QT_TRANSLATE_NOOP("gestures", "Nudge the selection; farther"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Alt arrows"),
                QT_TRANSLATE_NOOP("gestures", "Walk to the next node"),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("gestures", "Links"),
        (
            (
                QT_TRANSLATE_NOOP("gestures", "Drag from a port"),
                QT_TRANSLATE_NOOP("gestures", "Link; on empty, choose a node"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Drop a node on a link"),
                QT_TRANSLATE_NOOP("gestures", "Insert it there; Alt avoids it"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Double click on a link"),
                QT_TRANSLATE_NOOP("gestures", "Bend it"),
            ),
            (
                QT_TRANSLATE_NOOP("gestures", "Ctrl right drag, or Alt Shift drag"),
                QT_TRANSLATE_NOOP("gestures", "Cut links"),
            ),
        ),
    ),
)
"""Sections, each with the gestures and what they do; translation context "gestures"."""
