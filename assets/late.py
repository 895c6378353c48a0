"""Libraries that are imported when they are first needed, one thread at a time.

Two threads that enter a library of modules that import one another by different doors hold each
other up, and Python lets one of them go on with half of a module [importlib, `_ModuleLock`, since
3.3]: "cannot import name ... from partially initialized module". Once PySide6 is there imports take
so long that it happens.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ONE = threading.RLock()


@contextmanager
def importing() -> Iterator[None]:
    """Around every late import of what reaches pydantic, and around the adapters that it makes,
    which import the rest of it. Never at the top of a module."""
    with _ONE:
        yield
