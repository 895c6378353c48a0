"""Tests of windows. As in the program, no error in an event handler is a crash."""

from canvas.ui import overrides

if overrides.NEEDED:
    overrides.install()
