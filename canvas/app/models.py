"""The models of this installation: what each is and how it stands, add, verify, remove.

Qt-free and board-free: the same for every board. Any thread; what reads many bytes says how far
it is and can be stopped.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from assets.disk import Stopped, disk_trouble, plain
from assets.home import models as models_folder
from canvas.app import model_troubles as troubles
from generation import engine, fetch_plan, weight_troubles, weights
from generation.catalogue import OWN, Broken, is_lent, manifest_from, refresh
from generation.checkpoint import INDEXES, PICKLES, survey
from generation.contract import RenderTrouble
from generation.downloads import Fetching, shared
from generation.manifest import Manifest
from generation.places import named, own, remember
from generation.plan import UNCHOSEN
from generation.weights import Damaged, Missing, Present, State

Progress = Callable[[int, int, str], None]
"""Takes (bytes done, bytes in all, file)."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model as a list shows it."""

    manifest: Manifest
    state: State
    bytes: int
    """On the disk, or of the whole where it is not there; 0: unknown."""
    fetching: Fetching | None = None
    lenders: tuple[str, ...] = ()
    """Who else in the room draws it just so."""

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def lent(self) -> bool:
        """Only others have it; here is no more than its description."""
        return is_lent(self.manifest)

    @property
    def ready(self) -> bool:
        return isinstance(self.state, Present) and not self.lent

    @property
    def held(self) -> str:
        """Whose its files are: own (fetched or copied here), named (a folder of the person's),
        cache (a cache that other programs share), or nothing."""
        if not self.manifest.wants_weights or isinstance(self.state, Missing):
            return "own" if own(self.manifest.original).is_dir() else ""
        folder = self.state.folder
        if folder.is_relative_to(own(self.manifest.original)):
            return "own"
        if named().folders.get(self.manifest.original) == folder:
            return "named"
        return "cache"


@dataclass(frozen=True, slots=True)
class Added:
    model: Manifest
    folder: Path
    copied: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What reading every byte of a model gave."""

    model: str
    files: int
    checked: int
    """Files of which a checksum is known; of the others the length alone was compared."""
    bad: tuple[str, ...]
    put_aside: bool
    """They were moved out of the way, so that a download brings them again."""


@dataclass(frozen=True, slots=True)
class Removed:
    model: str
    bytes: int
    """Freed on the disk."""
    folder: Path | None
    """A folder of the person's that is no longer referred to; nothing in it was touched."""


def listing(lent: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> tuple[Model, ...]:
    """Every model but what is no choice of anybody's, Animatic first, then by name. `lent` says who
    in the room draws which: of the models that only others have, those are listed."""
    found = refresh()
    chosen = [
        one
        for one in found.models.values()
        if one.id not in UNCHOSEN and (not is_lent(one) or one.id in lent)
    ]
    models = map(model, sorted(chosen, key=_order))
    return tuple(replace(one, lenders=lent.get(one.id, ())) for one in models)


def broken() -> tuple[Broken, ...]:
    """Descriptions of models that cannot be used, and why."""
    return refresh().broken


def model(manifest: Manifest) -> Model:
    """How one model stands now."""
    _looked.clear()
    state = weights.state(manifest)
    size = state.bytes if isinstance(state, Present) else 0
    fetching = shared().of(manifest.original) if manifest.repo else None
    if not size and fetching is not None:
        size = fetching.total
    return Model(manifest, state, size or weights.size_of(manifest), fetching)


def obstacle(manifest: Manifest, quality: str = "final") -> RenderTrouble | None:
    """Why a model cannot draw on this machine, as far as can be seen at once; asked with every
    change of the inspector, so the disk is looked at once a second at most."""
    if not manifest.wants_weights or is_lent(manifest):
        return None
    if engine.lacking():
        return engine.engine_missing(manifest.name)
    key, now = (manifest.id, quality), time.monotonic()
    known = _looked.get(key)
    if known is not None and known[0] is manifest and now - known[1] < _AGAIN:
        return known[2]
    found = weights.hindrance(manifest, weights.state(manifest, quality))
    _looked[key] = (manifest, now, found)
    return found


_AGAIN = 1.0
_looked: dict[tuple[str, str], tuple[Manifest, float, RenderTrouble | None]] = {}


def find(id: str) -> Manifest:
    """The model of an id, or of a name. Raises NoSuchModel."""
    models = refresh().models
    by_name = (one for one in models.values() if one.name.casefold() == id.casefold())
    found = models.get(id) or next(by_name, None)
    if found is None:
        raise troubles.no_such_model(id, tuple(models))
    return found


# -- add


def add(
    path: Path,
    *,
    as_model: str = "",
    copy: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = bool,
) -> Added:
    """Take in a folder with a checkpoint, or the description of a model.

    A folder is referred to where it lies, or copied to the models. It has a manifest.toml of its
    own, or it is one of the models that are known: `as_model` says which where its pipeline does
    not. Raises Trouble; pickles are refused.
    """
    place = path.expanduser().absolute()
    if not place.exists():
        raise troubles.not_there(place)
    file = place / OWN if place.is_dir() else place
    if place.is_file() and place.name in INDEXES:
        place, file = place.parent, place.parent / OWN
    described = manifest_from(file, own=True) if file.is_file() else None
    folder = place if place.is_dir() else place.parent
    manifest = described or find(as_model or _guessed(folder))
    _check(folder, manifest, described is not None and place.is_file())
    with plain(own(manifest.original)):
        if described is not None:
            _take_description(file, manifest)
        if copy:
            _copy(folder, manifest, progress, cancelled)
    if not copy:
        _refer(manifest, folder)
    refresh()
    return Added(find(manifest.original), folder, copy)


def _guessed(folder: Path) -> str:
    """Which known model a folder holds, by the pipeline that its index names."""
    kind = _pipeline(folder)
    if not kind:
        raise troubles.no_model(folder)
    fitting = [
        one.id
        for one in refresh().models.values()
        if one.pipeline.removeprefix("modular:") == kind and one.lora is None
    ]
    by_name = [id for id in fitting if id.casefold() in folder.name.casefold()]
    named_so = [
        id
        for id in fitting
        if refresh().models[id].repo.partition("/")[2].casefold() == folder.name.casefold()
    ]
    for found in (by_name, named_so, fitting):
        if len(found) == 1:
            return found[0]
    raise troubles.which_model(folder, kind, fitting)


def _pipeline(folder: Path) -> str:
    for name in INDEXES:
        with suppress(OSError, ValueError, AttributeError):
            table = json.loads((folder / name).read_text("utf-8"))
            return str(table.get("_class_name") or table.get("_blocks_class_name") or "")
    return ""


def _check(folder: Path, manifest: Manifest, may_be_empty: bool) -> None:
    """Raises Trouble where a folder cannot be used; a bare description may come before its
    files."""
    found = survey(folder, manifest)
    worse = [fault for fault in found.faults if fault.kind != "missing"]
    if worse:
        files = tuple(fault.file for fault in worse)
        raise weight_troubles.damaged(manifest, files, worse[0].kind, worse[0].log)
    if found.faults and not may_be_empty:
        missing = tuple(fault.file for fault in found.faults if fault.file)
        raise troubles.incomplete(manifest, folder, missing)


def _take_description(file: Path, manifest: Manifest) -> None:
    target = own(manifest.id) / OWN
    if target == file:
        return
    if target.is_file() and target.read_bytes() != file.read_bytes():
        raise troubles.taken(manifest)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def _refer(manifest: Manifest, folder: Path) -> None:
    if folder == own(manifest.original):
        return
    if survey(folder, manifest).faults:
        return  # a description alone: its files come later, by a download or beside it
    told = named()
    remember(replace(told, folders={**told.folders, manifest.original: folder}))


def _copy(
    folder: Path, manifest: Manifest, progress: Progress | None, cancelled: Callable[[], bool]
) -> None:
    found = survey(folder, manifest)
    files = [*found.files, *(name for name in INDEXES if (folder / name).is_file())]
    target, done = own(manifest.original), 0
    for name in dict.fromkeys(files):
        if name.endswith(PICKLES):
            continue
        there = target / name
        there.parent.mkdir(parents=True, exist_ok=True)
        part = there.with_name(f".{there.name}.part")
        try:
            with (folder / name).open("rb") as source, part.open("wb") as sink:
                while piece := source.read(1 << 22):
                    if cancelled():
                        raise Stopped
                    sink.write(piece)
                    done += len(piece)
                    if progress is not None:
                        progress(done, found.bytes, name)
            part.replace(there)
        finally:
            part.unlink(missing_ok=True)


# -- verify


def verify(
    id: str, progress: Progress | None = None, cancelled: Callable[[], bool] = bool
) -> Verified:
    """Read every byte of a model and compare it with what its description, its download or its
    cache says. Raises Trouble where there is nothing to read."""
    manifest = find(id)
    state = weights.state(manifest)
    if isinstance(state, Missing) and not state.files:
        raise weight_troubles.missing(manifest, (), state.bytes)
    folder = state.folder if state.folder is not None else own(manifest.original)
    found = survey(folder, manifest)
    bad = [fault.file for fault in found.faults if fault.kind != "missing"]
    known = _checksums(folder, manifest)
    done = checked = 0
    for name in found.files:
        wanted = known.get(name) or _by_blob(folder / name)
        right, done = _is_right(folder / name, wanted, done, found.bytes, progress, cancelled)
        checked += wanted is not None
        if not right and name not in bad:
            bad.append(name)
    aside = bool(bad) and folder == own(manifest.original) and bool(manifest.repo)
    if aside:
        _put_aside(manifest.original, bad)
    return Verified(manifest.id, len(found.files), checked, tuple(bad), aside)


Wanted = tuple[str, str, int]
"""Name of the hash (sha256 or blob), its value, and the length; 0: any."""


def _checksums(folder: Path, manifest: Manifest) -> dict[str, Wanted]:
    listed = {each.path: each for each in manifest.files}
    found: dict[str, Wanted] = {
        name: ("sha256", each.sha256, each.bytes) for name, each in listed.items() if each.sha256
    }
    if folder == own(manifest.original):
        for item in fetch_plan.read(manifest.original, fetch_plan.RECEIPT):
            hash = ("sha256", item.sha256) if item.sha256 else ("blob", item.blob)
            if hash[1]:
                found.setdefault(item.to, (*hash, item.bytes))
    return found


def _by_blob(path: Path) -> Wanted | None:
    """In a cache of the hub a file is a link to a blob that is named by its checksum."""
    with suppress(OSError):
        if path.is_symlink():
            name = path.resolve().name
            if len(name) in (40, 64) and all(letter in "0123456789abcdef" for letter in name):
                return ("sha256" if len(name) == 64 else "blob", name, 0)
    return None


def _is_right(
    path: Path,
    wanted: Wanted | None,
    done: int,
    total: int,
    progress: Progress | None,
    cancelled: Callable[[], bool],
) -> tuple[bool, int]:
    """Whether a file holds what its checksum says, and the bytes done after it."""
    import hashlib

    try:
        size = path.stat().st_size
        if wanted is None:
            return True, done + size
        kind, value, length = wanted
        digest = hashlib.sha256() if kind == "sha256" else hashlib.sha1(usedforsecurity=False)
        if kind == "blob":
            digest.update(f"blob {size}\0".encode())
        with path.open("rb") as file:
            while piece := file.read(1 << 22):
                if cancelled():
                    raise Stopped
                digest.update(piece)
                done += len(piece)
                if progress is not None:
                    progress(done, total, path.name)
    except OSError as error:
        raise disk_trouble(error, path, reading=True) from error
    return digest.hexdigest() == value and length in (0, size), done


def _put_aside(model: str, files: Iterable[str]) -> None:
    for name in files:
        target = fetch_plan.workplace(model) / "damaged" / name
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            (own(model) / name).replace(target)


# -- remove


def weighs(id: str) -> int:
    """Bytes that removing a model would free: of its own folder alone."""
    place = own(find(id).original)
    return sum(each.lstat().st_size for each in place.rglob("*") if each.is_file())


def remove(id: str, *, confirmed: bool = False) -> Removed:
    """Forget a folder that is only referred to; throw away the files of our own folder once
    `confirmed`. Nothing of a shared cache or of a person's folder is touched. Raises Trouble."""
    manifest = find(id)
    original = manifest.original
    told, bytes = named(), weighs(id)
    folder = told.folders.get(original)
    if bytes and _holds_more_than_words(original) and not confirmed and folder is None:
        raise troubles.confirm(manifest, bytes)
    if folder is None and not own(original).is_dir():
        raise troubles.not_ours(manifest, model(manifest).held)
    if folder is not None:
        rest = {each: path for each, path in told.folders.items() if each != original}
        remember(replace(told, folders=rest))
    freed = 0
    if folder is None or (own(original).is_dir() and not _holds_more_than_words(original)):
        shared().give_up(original)
        freed = bytes if folder is None else 0
        with plain(own(original)):
            if own(original).is_dir():
                shutil.rmtree(own(original))
    refresh()
    return Removed(manifest.id, freed, folder)


def restore(removed: Removed) -> None:
    """Undo a removal that only forgot a folder."""
    if removed.folder is not None:
        original = removed.model.partition("+")[0]
        add(removed.folder, as_model="" if (removed.folder / OWN).is_file() else original)


def _holds_more_than_words(original: str) -> bool:
    return any(
        each.suffix in (".safetensors", ".gguf") or ".download" in each.parts
        for each in own(original).rglob("*")
        if each.is_file()
    )


def place() -> Path:
    """The folder that models are fetched and copied to."""
    return models_folder()


def is_damaged(model: Model) -> bool:
    return isinstance(model.state, Damaged)


def _order(manifest: Manifest) -> tuple[int, str]:
    group = 0 if not manifest.wants_weights else 1 if manifest.makes == "video" else 2
    if is_lent(manifest):
        group = 3
    return group, manifest.name.casefold()
