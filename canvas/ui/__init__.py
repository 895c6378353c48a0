"""The windows. Everything of Qt is in here."""

from __future__ import annotations

from canvas.ui import overrides

if overrides.NEEDED:
    overrides.install()
