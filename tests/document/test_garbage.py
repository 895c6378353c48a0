"""What settles is left alone by the collector, and only until it may go again."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from canvas.document.garbage import settled, uncollected, unsettle


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """The tests of the screen have it off, and may run in this process."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


class Knot:
    """Refers to itself: only the collector can take it away."""

    def __init__(self) -> None:
        self.me = self


def test_what_has_settled_goes_once_it_may() -> None:
    with settled():
        knot = weakref.ref(Knot())
        assert not gc.isenabled()
    try:
        assert gc.isenabled()
        gc.collect()
        assert knot() is not None
    finally:
        unsettle()
    gc.collect()
    assert knot() is None


def test_the_collector_comes_back_after_a_failure() -> None:
    with pytest.raises(OSError, match="torn"), settled(), uncollected():
        raise OSError("torn")
    assert gc.isenabled()
