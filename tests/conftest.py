"""Fixtures for every test, and what every test is held to.

- `home`: settings and caches of the test run live in a folder of its own (SHOTWEAVE_HOME).
- `pictures`: the real photographs of the sample board.
- autouse: no test reaches the network, none leaves a thread running, the one QApplication of the
  run stands before any text is drawn (lettering would make a QGuiApplication, and no QApplication
  can follow).

Tests run offscreen unless they start an X server of their own.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("SHOTWEAVE_HOME", None)

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication

from tests.patience import Patient

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "")

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
"""For every property: no time limit on a busy machine, and the same examples each time."""
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings folder that nobody else writes."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SHOTWEAVE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        outside = isinstance(address, tuple) and not str(address[0]).startswith(LOCAL)
        assert not outside, f"a test reached for the network: {address}"
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        left = [t for t in threading.enumerate() if t not in before and not t.daemon]
        if not left:
            return
        time.sleep(0.02)
    pytest.fail(f"threads left running: {[thread.name for thread in left]}")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: QApplication) -> Iterator[QApplication]:
    from canvas.ui.application import release_clipboard

    yield qapp
    release_clipboard(qapp)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Patient:
    """pytest-qt's, with patience for a busy machine."""
    return Patient(request)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder of the sample's photographs."""
    return ROOT / "assets" / "resources" / "pictures"
