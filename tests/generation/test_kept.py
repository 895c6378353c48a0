"""Work that is kept on the disk: how much, and away with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import home
from generation import kept


def test_what_is_kept_is_counted_and_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(home.HOME, str(tmp_path))
    assert kept.sizes() == {"words": 0, "latents": 0, "looks": 0}
    assert kept.clear() == 0
    for name, size in (("words", 30), ("latents", 700)):
        folder = tmp_path / "cache" / name
        folder.mkdir(parents=True)
        (folder / "a.safetensors").write_bytes(bytes(size))
        (folder / ".torn").write_bytes(bytes(1))
    other = tmp_path / "cache" / "another program's"
    other.write_bytes(b"stays")
    assert kept.sizes() == {"words": 31, "latents": 701, "looks": 0}
    assert kept.clear() == 732
    assert sum(kept.sizes().values()) == 0
    assert other.read_bytes() == b"stays"
