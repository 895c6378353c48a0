"""A robot for Qt that waits long enough on the slowest machine; what comes soon costs no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE = 60_000
"""Milliseconds that a test waits at least for what is to come."""


class Patient(QtBot):  # type: ignore[misc]  # pytest-qt tells no types
    """A QtBot whose waits end early only because what they wait for is there."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=self._long(timeout, more), **more)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignals(signals, timeout=self._long(timeout, more), **more)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))

    @staticmethod
    def _long(timeout: int, more: dict[str, Any]) -> int:
        """As asked where nothing is wrong with that: so the library waits for what never comes."""
        return timeout if more.get("raising") is False else max(timeout, PATIENCE)
