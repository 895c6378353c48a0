"""Fixtures of the film's tests.

shelf   a folder of clips, pictures and sounds, found by name
out     where a film goes
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assets.painted import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "media"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "film.mp4"
