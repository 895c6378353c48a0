"""Whether the files of a model are here, and in which folder a backend finds all of them.

Files are looked for where a person named them, beside their manifest, in our own folder
`models/<id>`, and in every cache of the hub. What lies in several places is joined by links, so a
backend sees one folder: components as its index names them, further parts under their component's
name, LoRAs where `lora_file` says. Any thread; nothing is loaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from assets import home
from generation import weight_troubles
from generation.checkpoint import INDEXES, MISSING, Fault, Survey, file_fault, survey, survey_part
from generation.contract import RenderTrouble
from generation.manifest import Lora, Manifest
from generation.places import candidates, of_repo, own
from generation.work import works


@dataclass(frozen=True, slots=True)
class Present:
    """All files are there, and as long as they say."""

    folder: Path
    """Of the checkpoint itself."""
    bytes: int
    elsewhere: Mapping[str, Path]
    """Path inside the joined folder -> what lies elsewhere: parts and LoRAs."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Some files are not there; none named means that there is nothing of it at all."""

    files: tuple[str, ...]
    bytes: int
    """Of the whole model; 0 where nobody knows."""
    folder: Path | None = None
    """Where the others lie."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Files are there that cannot be used."""

    files: tuple[str, ...]
    reason: str
    """A kind of fault of generation/checkpoint.py."""
    folder: Path
    log: str = ""


State: TypeAlias = Present | Missing | Damaged


def state(manifest: Manifest, quality: str = "") -> State:
    """Look for the files of a model; with a quality also for the LoRA that it is drawn with."""
    if not manifest.wants_weights:
        return Present(own(manifest.id), 0, {})
    base, found = _best(manifest, quality)
    faults = list(found.faults)
    bytes, elsewhere = found.bytes, {}
    for component, repo in manifest.parts.items():
        place, part = _best_part(base, component, repo)
        faults += part.faults
        bytes += 0 if place == base / component else part.bytes
        if place != base / component:
            elsewhere[component] = place
    for row in _rows(manifest, quality):
        for name, file in _lora_files(row):
            place, fault = _best_lora(base, row, name, file)
            faults += [fault] if fault else []
            if place != base / name:
                elsewhere[name] = place
    return _judged(manifest, base, bytes, faults, elsewhere)


def folder(manifest: Manifest, quality: str = "") -> Path:
    """The one folder in which a backend finds all of it. Raises ModelMissing or ModelDamaged."""
    found = state(manifest, quality)
    if not isinstance(found, Present):
        raise hindrance(manifest, found) or AssertionError(found)
    if not found.elsewhere:
        return found.folder
    try:
        return _joined(manifest, found)
    except OSError as error:
        raise weight_troubles.scattered(manifest, str(error)) from error


def hindrance(manifest: Manifest, found: State) -> RenderTrouble | None:
    """What keeps a model from drawing, in words; None if nothing does."""
    if isinstance(found, Missing):
        return weight_troubles.missing(manifest, found.files, found.bytes)
    if isinstance(found, Damaged):
        return weight_troubles.damaged(manifest, found.files, found.reason, found.log)
    return None


def lora_file(folder: Path, row: Lora, *, second: bool = False) -> Path:
    """Where a LoRA lies in the folder of an order; `second` is that of the second expert."""
    return folder / _lora_name(row, row.file_2 if second else row.file)


def size_of(manifest: Manifest) -> int:
    """Bytes of the whole model as far as anybody said or its architecture tells; 0: unknown."""
    told = sum(file.bytes for file in manifest.files) or sum(manifest.weight_bytes.values())
    work = works().get(manifest.work)
    if not told and work is not None:
        told = 2 * sum(work.parameters.values())
    rows = [manifest.lora] if manifest.lora else []
    return told + sum(row.bytes for row in rows) if told else 0


# -- the checkpoint itself


def _best(manifest: Manifest, quality: str) -> tuple[Path, Survey]:
    """The first folder where everything is, else the one that holds the most."""
    best: tuple[Path, Survey] | None = None
    for place in _distinct(candidates(manifest)):
        if not place.is_dir():
            continue
        found = survey(place, manifest)
        if not found.faults:
            return place, found
        if found.files and (best is None or found.bytes > best[1].bytes):
            best = place, found
    return best or (own(manifest.original), Survey(faults=(Fault("", MISSING),)))


def _best_part(base: Path, component: str, repo: str) -> tuple[Path, Survey]:
    first: tuple[Path, Survey] | None = None
    places = [base / component]
    for root in of_repo(repo, ""):
        places += [root / component, root]
    for place in _distinct(places):
        found = survey_part(place, component)
        if not found.faults:
            return place, found
        if first is None or (place.is_dir() and not first[0].is_dir()):
            first = place, found
    return first or (base / component, Survey())


def _rows(manifest: Manifest, quality: str) -> list[Lora]:
    row = manifest.row(quality) if quality else manifest.lora
    return [row] if row is not None else []


def _lora_files(row: Lora) -> Iterator[tuple[str, str]]:
    for file in (row.file, row.file_2):
        if file:
            yield _lora_name(row, file), file


def _lora_name(row: Lora, file: str) -> str:
    return f"loras/{row.repo.replace('/', '--')}/{file}" if row.repo else file


def _best_lora(base: Path, row: Lora, name: str, file: str) -> tuple[Path, Fault | None]:
    places = [base / name]
    if row.repo:
        places += [root / file for root in of_repo(row.repo, row.revision)]
    faults = []
    for place in places:
        fault = file_fault(place, name, row.bytes if file == row.file else 0)
        if fault is None:
            return place, None
        faults.append(fault)
    return places[0], next((each for each in faults if each.kind != MISSING), faults[0])


def _judged(
    manifest: Manifest,
    base: Path,
    bytes: int,
    faults: list[Fault],
    elsewhere: Mapping[str, Path],
) -> State:
    worse = [fault for fault in faults if fault.kind != MISSING]
    if worse:
        kind = worse[0].kind
        files = tuple(fault.file for fault in worse if fault.kind == kind)
        return Damaged(files, kind, base, worse[0].log)
    if not faults:
        return Present(base, bytes, dict(elsewhere))
    files = tuple(fault.file for fault in faults if fault.file)
    nothing = not bytes or files[:1] in ((INDEXES[0],), ())
    return Missing(() if nothing else files, size_of(manifest), base if base.is_dir() else None)


def _distinct(places: Iterable[Path]) -> Iterator[Path]:
    yield from dict.fromkeys(places)


# -- one folder of what lies in several


def _joined(manifest: Manifest, found: Present) -> Path:
    """A folder of links, named by what it joins, so it never changes once it is there."""
    within = {name.partition("/")[0] for name in found.elsewhere}
    targets = {each.name: each for each in found.folder.iterdir() if each.name not in within}
    targets |= found.elsewhere
    text = "\n".join(f"{name}\t{path}" for name, path in sorted(targets.items()))
    print_ = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    place = home.home() / "joined" / f"{manifest.original}-{print_}"
    if place.is_dir():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".", dir=place.parent))
    try:
        for name, target in sorted(targets.items()):
            _link(making / name, target.resolve())
        making.replace(place)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        if not place.is_dir():  # or another process was quicker
            raise
    return place


def _link(place: Path, target: Path) -> None:
    """A symbolic link where the system lets us, hard links to the files where it does not."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError, NotImplementedError):
        try:
            place.symlink_to(target, target_is_directory=target.is_dir())
        except PermissionError:
            _hard_link(place, target)


def _hard_link(place: Path, target: Path) -> None:
    if not target.is_dir():
        os.link(target, place)
        return
    for path in target.rglob("*"):
        if path.is_file():
            inside = place / path.relative_to(target)
            inside.parent.mkdir(parents=True, exist_ok=True)
            os.link(path.resolve(), inside)
