"""Which models there are: one manifest per checkpoint, since capability is the checkpoint's."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

FOLDERS = "SHOTWEAVE_MANIFESTS"
"""Environment variable: further folders of manifests, separated like PATH."""

_OWN = Path(__file__).parent / "manifests"


class BadManifest(Trouble):
    code = "bad_manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a model draws: `step * n + offset` frames, sides that are multiples of `multiple`."""

    frames_low: int = 1
    frames_high: int = 1_000_000
    frames_step: int = 1
    frames_offset: int = 0
    multiple: int = 2
    side_low: int = 16
    side_high: int = 8192
    pictures: int = 9
    """Over all subjects together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One checkpoint, and what it takes."""

    id: str
    name: str
    backend: str
    """`package.module:Class`, loaded in the render process only."""
    version: str
    """Part of every content key: a model that draws differently has another version."""
    licence: str = ""
    inputs: Mapping[str, int] = field(default_factory=dict)
    """Input name -> how many of it are taken; a name that is missing is not taken."""
    needs: tuple[str, ...] = ()
    """Inputs without which nothing can be drawn."""
    limits: Limits = Limits()
    weights: tuple[str, ...] = ()
    patience: float = 60.0
    """Seconds of silence after which its process is taken to hang."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every manifest by its id."""

    models: Mapping[str, Manifest]

    def find(self, model: str) -> Manifest | None:
        return self.models.get(model)

    def __hash__(self) -> int:
        return id(self)


def read(folders: Iterable[Path] = (_OWN,)) -> Catalogue:
    """Read every `*.toml` of the folders; of two with one id the later counts (BadManifest)."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    models = {manifest.id: manifest for manifest in map(_manifest, paths)}
    return Catalogue(MappingProxyType(models))


@cache
def installed() -> Catalogue:
    """The models of this installation, read once."""
    further = [Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name]
    return read((_OWN, *further))


def _manifest(path: Path) -> Manifest:
    try:
        return _from_table(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadManifest(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "The description of a model, {name}, cannot be read: {reason}"
                ),
                name=path.name,
                reason=str(error),
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Repair the file or move it away.")),
        ) from error


def _from_table(table: dict[str, Any]) -> Manifest:
    inputs = {str(name): int(count) for name, count in table.pop("inputs", {}).items()}
    for name in ("id", "name", "backend", "version"):
        if not isinstance(table[name], str) or not table[name]:
            raise ValueError(f"{name} is not a text")
    return Manifest(
        inputs=MappingProxyType(inputs),
        limits=Limits(**table.pop("limits", {})),
        needs=tuple(table.pop("needs", ())),
        weights=tuple(table.pop("weights", ())),
        **table,
    )
