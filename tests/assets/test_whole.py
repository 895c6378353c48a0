"""Small files are replaced whole, or stay as they were."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from assets.whole import write_whole


def test_what_is_written_stands_there_alone(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "kept.toml"
    write_whole(place, "one")
    write_whole(place, "zwei · 二", settled=True)
    assert place.read_text("utf-8") == "zwei · 二"
    assert list(place.parent.iterdir()) == [place]


def test_what_cannot_be_written_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    place = tmp_path / "kept.toml"
    write_whole(place, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(place, "half a letter: \ud800")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "by this").touch()
    with pytest.raises(OSError):  # noqa: PT011 - which one differs from system to system
        write_whole(tmp_path / "taken", "a folder is no file")
    assert place.read_text("utf-8") == "old"
    assert {one.name for one in tmp_path.iterdir()} == {"kept.toml", "taken"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a home to its owner by itself")
def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "keys.toml"
    place.write_text("for all", "utf-8")
    place.chmod(0o644)
    write_whole(place, "for me", secret=True)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
