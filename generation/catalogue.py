"""Which models there are: one manifest per checkpoint, since capability is the checkpoint's."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from assets import home
from canvas.document.words import Trouble
from generation.manifest import File as File
from generation.manifest import Limits as Limits
from generation.manifest import Lora as Lora
from generation.manifest import Manifest as Manifest
from generation.manifest import Settings as Settings
from generation.manifest_file import BadManifest as BadManifest
from generation.manifest_file import manifest_from as manifest_from

FOLDERS = "SHOTWEAVE_MANIFESTS"
"""Environment variable: further folders of manifests, separated like PATH."""
OWN = "manifest.toml"
"""The name of a manifest that lies in its model's own folder."""
MOST_LENT = 200
"""Models of others that are remembered."""
LOOK_AGAIN = 1.0
"""Seconds between two looks at the folders."""

_BUILT_IN = Path(__file__).parent / "manifests"


@dataclass(frozen=True, slots=True)
class Broken:
    """A manifest that cannot be used, and why."""

    path: Path
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every manifest by its id; each row of a manifest is a model of its own after it."""

    models: Mapping[str, Manifest]
    broken: tuple[Broken, ...] = ()

    def find(self, model: str) -> Manifest | None:
        return self.models.get(model)

    def __hash__(self) -> int:
        return id(self)


def read(
    folders: Iterable[Path] = (_BUILT_IN,), models: Path | None = None, lent: Path | None = None
) -> Catalogue:
    """Read every `*.toml` of the folders, and every `<id>/manifest.toml` of `models`.

    Of two with one id the later counts; one that is wrong is listed as broken. What others have
    lent counts least, and only describes: it names no code that may be run here.
    """
    found: dict[str, Manifest] = {}
    broken = []
    for path in sorted(lent.glob("*.toml")) if lent is not None else ():
        with suppress(BadManifest):  # it came from somebody else, and is theirs to repair
            manifest = replace(manifest_from(path), backend="")
            found[manifest.id] = manifest
    for path in _paths(folders, models):
        try:
            manifest = manifest_from(path, own=path.name == OWN)
        except BadManifest as trouble:
            broken.append(Broken(path, trouble))
        else:
            found[manifest.id] = manifest
    rows = {each.id: each for one in found.values() for each in (one, *_rows(one))}
    return Catalogue(MappingProxyType(rows), tuple(broken))


def installed() -> Catalogue:
    """The models of this installation; what is dropped into the folders is seen within a second.

    Any thread. The same object for as long as no file has changed.
    """
    return _installed.catalogue()


def refresh() -> Catalogue:
    """Look at the folders now. Any thread."""
    return _installed.catalogue(now=True)


def is_lent(manifest: Manifest) -> bool:
    """Whether only the description of a model is here, from somebody who lent their device."""
    return not manifest.backend


def written() -> dict[str, str]:
    """The text of every manifest that a person has added here, by the model's id. Reads files."""
    folders, models = _places()
    found = {}
    for path in _paths(folders[1:], models):
        with suppress(BadManifest, OSError, UnicodeDecodeError):
            found[manifest_from(path).id] = path.read_text(encoding="utf-8")
    return found


def lend(text: str, model: str) -> bool:
    """Keep the description of a model that somebody else has; whether it is news. One that is no
    manifest of that very model is not kept."""
    place = _lent()
    path = place / f"{hashlib.sha256(model.encode()).hexdigest()[:24]}.toml"
    with suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return False
    if not path.exists() and len(list(place.glob("*.toml"))) >= MOST_LENT:
        return False
    fresh = path.with_suffix(f".{os.getpid()}.new")
    try:
        place.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        if manifest_from(fresh).id != model:
            return False
        fresh.replace(path)
    except (BadManifest, OSError, UnicodeEncodeError):
        return False
    finally:
        with suppress(OSError):  # it has its name by now, or there is nowhere to write at all
            fresh.unlink()
    return True


def _lent() -> Path:
    return home.home() / "lent"


def _paths(folders: Iterable[Path], models: Path | None) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob("*.toml"))
    if models is not None:
        yield from sorted(models.glob(f"*/{OWN}"))


def _rows(manifest: Manifest) -> Iterator[Manifest]:
    for row in manifest.loras:
        yield replace(
            manifest,
            id=f"{manifest.id}+{row.id}",
            name=f"{manifest.name} · {row.name}",
            lora=row,
            loras=(),
            defaults=MappingProxyType(
                {quality: _with(row, each) for quality, each in manifest.defaults.items()}
            ),
        )


def _with(row: Lora, settings: Settings) -> Settings:
    guidance = settings.guidance if row.guidance is None else row.guidance
    second = settings.guidance_2 if row.guidance is None else None
    return replace(
        settings,
        steps=row.steps or settings.steps,
        guidance=guidance,
        guidance_2=second,
        lora="",
    )


_Print = tuple[tuple[str, int, int], ...]


class _Installed:
    """The catalogue that was read last, and what its files looked like then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._print: object = None
        self._looked = 0.0

    def catalogue(self, *, now: bool = False) -> Catalogue:
        known = self._catalogue
        if known is not None and not now and time.monotonic() - self._looked < LOOK_AGAIN:
            return known
        with self._lock:
            folders, models = _places()
            lent = _lent()
            files = (*_paths(folders[1:], models), *sorted(lent.glob("*.toml")))
            print_ = (folders, models, lent, _print_of(files))
            if self._catalogue is None or print_ != self._print:
                found, self._print = read(folders, models, lent), print_
                if self._catalogue is None or not _alike(found, self._catalogue):
                    self._catalogue = found  # else it stays the same object, and all known of it
            self._looked = time.monotonic()
            return self._catalogue


def _alike(one: Catalogue, other: Catalogue) -> bool:
    said = [[(each.path, str(each.trouble)) for each in found.broken] for found in (one, other)]
    return one.models == other.models and said[0] == said[1]


def _places() -> tuple[tuple[Path, ...], Path]:
    further = [Path(name) for name in os.environ.get(FOLDERS, "").split(os.pathsep) if name]
    return (_BUILT_IN, *further), home.models()


def _print_of(paths: Iterable[Path]) -> _Print:
    found = []
    for path in paths:
        try:
            stat = path.stat()
        except OSError:  # moved away meanwhile: the next look sees it
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


_installed = _Installed()
