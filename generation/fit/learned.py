"""What renders really took on this machine's devices, and what that says of the next one."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from assets.home import home
from generation.contract import ShotRequest, Spent
from generation.fit.device import Device
from generation.fit.predict import FORMULA, Estimate, amount, estimate, guided
from generation.manifest import Manifest

FILE = "measured.sqlite"
KEPT = 4000
"""Measures that are remembered, the latest."""
NEAR = 3.0
"""How many times larger or smaller a shot may be that tells of another."""
FORGIVEN = 86_400.0
"""Seconds after which an out-of-memory is tried again: another program may have held the card."""
LATEST = 6
"""Measures that are looked at: what a card did last year, with another driver, counts less."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS measures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device TEXT NOT NULL,
    model TEXT NOT NULL,
    rung TEXT NOT NULL,
    tiling INTEGER NOT NULL,
    quality TEXT NOT NULL,
    amount REAL NOT NULL,
    steps INTEGER NOT NULL,
    seconds REAL NOT NULL,
    bytes INTEGER NOT NULL,
    ram INTEGER NOT NULL,
    expected_seconds REAL NOT NULL,
    expected_bytes INTEGER NOT NULL,
    formula INTEGER NOT NULL,
    made REAL NOT NULL
)
"""
_COLUMNS = (
    "device, model, rung, tiling, quality, amount, steps, seconds, bytes, ram, "
    "expected_seconds, expected_bytes, formula, made"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one render took."""

    device: str
    """The device's name: two cards of a kind learn from one another."""
    model: str
    """Manifest and version."""
    rung: str
    tiling: bool
    quality: str
    amount: float
    """How large the shot was: predict.amount."""
    steps: int
    """Runs of the denoiser."""
    seconds: float
    """0: it ended before its time, out of memory."""
    bytes: int
    """Peak on the device; 0: not told."""
    ram: int
    expected_seconds: float
    """As the arithmetic alone had said; 0: nothing."""
    expected_bytes: int
    formula: int = FORMULA
    made: float = 0.0


class Learned:
    """The measures of this machine. Any thread; never raises for a file that cannot be used.

    They are read once and kept: asking costs no disk. A torn file is moved aside and begun anew.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / FILE
        self._lock = threading.Lock()
        self._read: list[Measure] | None = None
        self._state = 0

    @property
    def state(self) -> int:
        """Another number once something has been learned."""
        return self._state

    def add(self, measure: Measure) -> None:
        """Remember it, on disk too if that can be written."""
        self._state += 1
        measure = replace(measure, made=measure.made or time.time())
        with self._lock:
            self._rows().append(measure)
            with suppress(sqlite3.Error, OSError):  # a full disk: known until the program ends
                self._write(measure)

    def corrected(
        self, manifest: Manifest, request: ShotRequest, device: Device, found: Estimate
    ) -> Estimate:
        """The estimate as what was measured makes it."""
        rows = self._like(manifest, request, device, found.rung)
        size = amount(manifest, request)
        seconds = _seconds(rows, found, _runs(manifest, request), size)
        if not rows and found.seconds is not None:
            seconds = found.seconds * self._pace(device)
        return replace(found, seconds=seconds, bytes=_bytes(rows, found, size))

    def knows(self, manifest: Manifest, request: ShotRequest, device: Device, rung: str) -> bool:
        """Whether a like shot was drawn here."""
        return any(row.seconds for row in self._like(manifest, request, device, rung))

    def _like(
        self, manifest: Manifest, request: ShotRequest, device: Device, rung: str
    ) -> list[Measure]:
        """Measures of this model at this rung, the nearest in size, of the latest."""
        size = amount(manifest, request)
        model, limit = model_of(manifest), math.log(NEAR)
        since = time.time() - FORGIVEN
        with self._lock:
            rows = [
                row
                for row in self._rows()
                if (row.device, row.model, row.rung) == (device.name, model, rung)
                and row.quality == request.quality
                and (row.seconds or row.made > since)
                and abs(math.log(max(row.amount, 1) / max(size, 1))) <= limit
            ]
        rows = sorted(rows, key=lambda row: row.made)[-3 * LATEST :]
        return sorted(rows, key=lambda row: abs(math.log(max(row.amount, 1) / max(size, 1))))[
            :LATEST
        ]

    def _pace(self, device: Device) -> float:
        """How many times longer than computed this device took with whatever model."""
        with self._lock:
            shares = [
                row.seconds / row.expected_seconds
                for row in self._rows()[-100:]
                if row.device == device.name
                and row.seconds
                and row.expected_seconds
                and row.formula == FORMULA
            ]
        return median(shares) if shares else 1.0

    def _rows(self) -> list[Measure]:
        if self._read is None:
            self._read = []
            with suppress(sqlite3.Error, OSError):  # no folder, or no right to it
                self._read = self._load()
        return self._read

    def _load(self) -> list[Measure]:
        if not self.path.exists():
            return []
        try:
            return list(self._all())
        except sqlite3.OperationalError:  # locked: another program writes at this moment
            raise
        except (sqlite3.DatabaseError, ValueError, TypeError):
            self.path.replace(self.path.with_suffix(".broken"))
            return []

    def _all(self) -> Iterable[Measure]:
        with closing(sqlite3.connect(self.path, timeout=1)) as sql:
            sql.execute(_SCHEMA)
            rows = sql.execute(
                f"SELECT {_COLUMNS} FROM measures ORDER BY id DESC LIMIT {KEPT}"
            ).fetchall()
        return [_measure(row) for row in reversed(rows)]

    def _write(self, measure: Measure) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        names = [name.strip() for name in _COLUMNS.split(",")]
        values = [getattr(measure, name) for name in names]
        holes = ", ".join("?" for _ in names)
        with closing(sqlite3.connect(self.path, timeout=5)) as sql, sql:
            sql.execute(_SCHEMA)
            sql.execute(f"INSERT INTO measures ({_COLUMNS}) VALUES ({holes})", values)
            sql.execute(
                "DELETE FROM measures WHERE id <= (SELECT MAX(id) FROM measures) - ?", (KEPT,)
            )


def learn(
    learned: Learned,
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    rung: str,
    spent: Spent,
    *,
    tiling: bool = False,
) -> None:
    """Remember what a finished render took; one that only decoded again tells nothing."""
    if spent.denoising <= 0:
        return
    learned.add(_told(manifest, request, device, rung, tiling, spent.drawing, spent))


def learn_failure(
    learned: Learned,
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    rung: str,
    *,
    tiling: bool = False,
) -> None:
    """Remember that the device had too little memory: the next like shot starts a rung lower."""
    spent = Spent(bytes=(device.free or device.memory) + 1)
    learned.add(_told(manifest, request, device, rung, tiling, 0.0, spent))


def model_of(manifest: Manifest) -> str:
    return f"{manifest.id} {manifest.version}"


def _told(
    manifest: Manifest,
    request: ShotRequest,
    device: Device,
    rung: str,
    tiling: bool,
    seconds: float,
    spent: Spent,
) -> Measure:
    plain = estimate(manifest, request, device, rung, tiling=tiling)
    return Measure(
        device=device.name,
        model=model_of(manifest),
        rung=rung,
        tiling=tiling,
        quality=request.quality,
        amount=amount(manifest, request),
        steps=_runs(manifest, request),
        seconds=seconds,
        # the memory of a processor is the machine's
        bytes=spent.bytes or (spent.ram if plain.bytes is None else 0),
        ram=spent.ram,
        expected_seconds=plain.seconds or 0.0,
        expected_bytes=plain.bytes or 0,
    )


def _runs(manifest: Manifest, request: ShotRequest) -> int:
    return (request.steps or 1) * (2 if guided(manifest, request) else 1)


def _seconds(rows: list[Measure], found: Estimate, runs: int, size: float) -> float | None:
    """By what the arithmetic said of them, or else by their size and steps."""
    drawn = [row for row in rows if row.seconds]
    if not drawn:
        return found.seconds
    shares = [
        row.seconds / row.expected_seconds
        for row in drawn
        if row.expected_seconds and row.formula == FORMULA
    ]
    if shares and found.seconds is not None:
        return found.seconds * median(shares)
    nearest = drawn[0]
    scale = size / max(nearest.amount, 1) * runs / max(nearest.steps, 1)
    return nearest.seconds * scale


def _bytes(rows: list[Measure], found: Estimate, size: float) -> int | None:
    """The largest of what was seen: one shot too many is worse than a rung too low. Where there was
    not enough for as small a shot, there is not for this one, in tiles or not."""
    bytes = _seen_bytes(rows, found)
    failed = [row.bytes for row in rows if not row.seconds and row.amount <= size * 1.001]
    return max(bytes or 0, *failed) if failed else bytes


def _seen_bytes(rows: list[Measure], found: Estimate) -> int | None:
    seen = [row for row in rows if row.bytes and row.tiling == found.tiling]
    if not seen:
        return found.bytes
    shares = [
        row.bytes / row.expected_bytes
        for row in seen
        if row.expected_bytes and row.formula == FORMULA
    ]
    if shares and found.bytes is not None:
        return round(found.bytes * max(shares))
    return max(row.bytes for row in seen)


def _measure(row: tuple[object, ...]) -> Measure:
    """Raises ValueError or TypeError for a row that we did not write."""
    names = [name.strip() for name in _COLUMNS.split(",")]
    plain = dict(zip(names, row, strict=True))
    texts: dict[str, Any] = {
        name: str(plain[name]) for name in ("device", "model", "rung", "quality")
    }
    numbers = {
        name: float(str(plain[name]))
        for name in names
        if name not in texts and name not in ("tiling", "formula")
    }
    if not all(math.isfinite(value) and value >= 0 for value in numbers.values()):
        raise ValueError(f"no measure: {row!r}")
    return Measure(
        **texts,
        tiling=bool(plain["tiling"]),
        formula=int(str(plain["formula"])),
        amount=numbers["amount"],
        steps=int(numbers["steps"]),
        seconds=numbers["seconds"],
        bytes=int(numbers["bytes"]),
        ram=int(numbers["ram"]),
        expected_seconds=numbers["expected_seconds"],
        expected_bytes=int(numbers["expected_bytes"]),
        made=numbers["made"],
    )
