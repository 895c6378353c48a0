"""When Python looks for garbage: not while a hundred thousand things are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cycle collector: looking through all that is new again and again takes a third of
    the time in which a large board loads."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def settled() -> Iterator[None]:
    """Uncollected; and what was made meanwhile is not looked through afterwards either, until
    `unsettle`. For what stays as long as a window does: a collection of a large board would hold
    up a frame."""
    with uncollected():
        yield
        gc.freeze()


def unsettle() -> None:
    """Look through everything again: what had settled may go."""
    gc.unfreeze()
