"""Files between people: what one has, the others get, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collab.media import Served, digest, files_of, noise, people, picture_of

FILM, FACE, PROXY = noise(3_000_000, 1), noise(20_000, 2), noise(400_000, 3)
ASSET = picture_of(FILM, FACE, PROXY)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "room")
    made.name(ASSET)
    yield made
    made.stop()


def test_r9_1_what_one_person_has_another_gets_by_its_hash(served: Served, tmp_path: Path) -> None:
    with people(served, tmp_path, "ann", "bo") as (ann, bo):
        ann.put(FILM, FACE, PROXY)
        ann.transfer.know(files_of(ASSET))
        bo.transfer.know(files_of(ASSET))
        for one in files_of(ASSET):
            bo.transfer.want(one.hash, one.rank)
        bo.until_here(FILM, FACE, PROXY)
        assert bo.store.path(digest(FILM)).read_bytes() == FILM
        assert served.store.verify(digest(FILM))
