"""What is fetched of a model, kept beside it so that a download goes on where it was cut.

`models/<id>/.download/plan.json` stands while one is under way, `receipt.json` once it is done;
`parts/` holds what has come of each file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from assets.whole import write_whole
from generation.manifest import Manifest
from generation.places import own

PLAN, RECEIPT, PAUSED = "plan.json", "receipt.json", "paused"
_LARGEST = 16 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file: where it comes from, where it goes, and how it is known to be right."""

    repo: str
    commit: str
    path: str
    """Inside the repository."""
    to: str
    """Inside the folder of the model."""
    bytes: int
    sha256: str = ""
    blob: str = ""
    """Its name in git (SHA-1 of a blob), for files that have no SHA-256."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A download that is not finished."""

    done: int
    total: int
    paused: bool
    """By hand; otherwise the program ended meanwhile."""


def workplace(model: str) -> Path:
    return own(model) / ".download"


def part(model: str, item: Item) -> Path:
    """Where the bytes of a file gather until all of them are there."""
    return workplace(model) / "parts" / item.to


def read(model: str, name: str = PLAN) -> tuple[Item, ...]:
    """The files of a plan or receipt; none where there is none, or none that can be read."""
    path = workplace(model) / name
    try:
        if path.stat().st_size > _LARGEST:
            return ()
        table = json.loads(path.read_text("utf-8"))
        return tuple(_item(each) for each in table["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()  # written by another version, or torn: it is asked for anew


def write(model: str, items: Iterable[Item], name: str = PLAN) -> None:
    """Whole or not at all. Raises OSError."""
    text = json.dumps({"files": [asdict(each) for each in items]}, indent=1)
    write_whole(workplace(model) / name, text)


def forget(model: str, name: str = PLAN) -> None:
    with suppress(OSError):
        (workplace(model) / name).unlink()


def set_paused(model: str, paused: bool) -> None:
    """Remember that a person paused it, for the next start."""
    mark = workplace(model) / PAUSED
    with suppress(OSError):  # at worst it goes on at the next start
        if paused:
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        else:
            mark.unlink()


def standing(model: str) -> Standing | None:
    """How far an unfinished download has come; None where there is none."""
    items = read(model)
    if not items:
        return None
    done = sum(there(model, item) for item in items)
    total = sum(item.bytes for item in items)
    return Standing(done, total, (workplace(model) / PAUSED).exists())


def there(model: str, item: Item) -> int:
    """Bytes of a file that are here already."""
    for path in (own(model) / item.to, part(model, item)):
        with suppress(OSError):
            return min(path.stat().st_size, item.bytes)
    return 0


def source(manifest: Manifest) -> tuple[tuple[str, str, str], ...]:
    """The repositories of a model: (repository, revision, where its files go)."""
    rows = [manifest.lora] if manifest.lora else []
    named = {each.lora for each in manifest.defaults.values()}
    rows += [row for row in manifest.loras if row.id in named]
    found = [(manifest.repo, manifest.revision, "")]
    found += [(repo, "", component) for component, repo in manifest.parts.items()]
    found += [
        (row.repo, row.revision, f"loras/{row.repo.replace('/', '--')}") for row in rows if row.repo
    ]
    return tuple(dict.fromkeys(each for each in found if each[0]))


def _item(table: dict[str, Any]) -> Item:
    item = Item(
        repo=str(table["repo"]),
        commit=str(table["commit"]),
        path=str(table["path"]),
        to=str(table["to"]),
        bytes=int(table["bytes"]),
        sha256=str(table.get("sha256", "")),
        blob=str(table.get("blob", "")),
    )
    if item.bytes < 0 or not inside(item.to):
        raise ValueError(item.to)
    return item


def inside(path: str) -> bool:
    """Whether a path that came from elsewhere stays in its folder."""
    parts = PurePosixPath(path).parts
    odd = "\\" in path or ":" in path or any(ord(letter) < 32 for letter in path)
    return bool(parts) and not odd and not path.startswith("/") and ".." not in parts
