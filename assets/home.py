"""Where the program keeps what belongs to the person rather than to a board."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME = "SHOTWEAVE_HOME"
"""Environment variable: one folder for everything, instead of the system's places."""


def home() -> Path:
    """What may grow large: models and what was measured of them."""
    chosen = os.environ.get(HOME)
    return Path(chosen) if chosen else platformdirs.user_data_path("shotweave", appauthor=False)


def models() -> Path:
    """One folder per model that a person added: its manifest, and its files beside it."""
    return home() / "models"
