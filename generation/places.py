"""Where the files of models may lie: our own folder, folders that a person named, hub caches.

Names and rules of the hub's cache: `models--owner--name/snapshots/<commit>/...`, and
`refs/<branch>` holding a commit. Read anew each time, so that what is dropped in is seen.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tomli_w

from assets import home
from assets.disk import disk_trouble
from assets.whole import write_whole
from generation.manifest import Manifest

SEARCHED = "SHOTWEAVE_MODELS"
"""Environment variable: further folders that hold models, separated like PATH."""
_FILE = "places.toml"


@dataclass(frozen=True, slots=True)
class Named:
    """What a person told us of their disk."""

    folders: Mapping[str, Path] = field(default_factory=dict)
    """Id of a model -> the folder that its files lie in."""
    searched: tuple[Path, ...] = ()
    """Folders that hold several models, or a cache of the hub."""


def own(model: str) -> Path:
    """Our own folder of a model: what is fetched goes there."""
    return home.models() / model


def named() -> Named:
    """What the person named; nothing where the file cannot be read."""
    try:
        table = tomllib.loads((home.models() / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        table = {}
    folders, searched = table.get("folders"), table.get("searched")
    return Named(
        {str(id): Path(str(path)) for id, path in folders.items()}
        if isinstance(folders, dict)
        else {},
        tuple(Path(str(path)) for path in searched) if isinstance(searched, list) else (),
    )


def remember(places: Named) -> None:
    """Write what the person named, whole. Raises DiskTrouble."""
    target = home.models() / _FILE
    table = {
        "folders": {id: str(path) for id, path in places.folders.items()},
        "searched": [str(path) for path in places.searched],
    }
    try:
        write_whole(target, tomli_w.dumps(table))
    except OSError as error:
        raise disk_trouble(error, target) from error


def caches() -> tuple[Path, ...]:
    """Every cache of the hub that this machine may have, the one of its environment first."""
    found = []
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(name):
            found.append(_expanded(os.environ[name]))
    if os.environ.get("HF_HOME"):
        found.append(_expanded(os.environ["HF_HOME"]) / "hub")
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    found.append(_expanded(base) / "huggingface" / "hub")
    return tuple(dict.fromkeys(found))


def candidates(manifest: Manifest) -> Iterator[Path]:
    """Folders that may hold a checkpoint, the likeliest first; not all of them exist."""
    told = named()
    if manifest.original in told.folders:
        yield told.folders[manifest.original]
    if manifest.folder is not None:
        yield manifest.folder
    yield own(manifest.original)
    if manifest.repo:
        yield from of_repo(manifest.repo, manifest.revision, told)
    for folder in searched(told):
        yield folder / manifest.original


def of_repo(repo: str, revision: str, told: Named | None = None) -> Iterator[Path]:
    """Folders that may hold the files of a repository."""
    folders = searched(told or named())
    for cache in (*caches(), *folders, *(each / "hub" for each in folders)):
        yield from snapshots(cache, repo, revision)
    for folder in folders:
        yield folder / repo
        yield folder / repo.partition("/")[2]


def snapshots(cache: Path, repo: str, revision: str) -> Iterator[Path]:
    """What a cache of the hub holds of a repository: the wanted revision, and where none was
    pinned any other after it."""
    place = cache / f"models--{repo.replace('/', '--')}"
    wanted = revision or "main"
    try:
        commit = (place / "refs" / wanted).read_text("utf-8").strip()
    except (OSError, ValueError):
        commit = wanted
    if commit and os.sep not in commit:
        yield place / "snapshots" / commit
    if not revision:
        try:
            others = sorted((place / "snapshots").iterdir(), key=_changed, reverse=True)
        except OSError:
            return
        yield from (each for each in others if each.name != commit)


def searched(told: Named) -> tuple[Path, ...]:
    further = os.environ.get(SEARCHED, "").split(os.pathsep)
    return (*told.searched, *(_expanded(name) for name in further if name))


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _expanded(path: str) -> Path:
    return Path(os.path.expandvars(path)).expanduser()
