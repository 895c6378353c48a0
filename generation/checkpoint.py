"""Whether a checkpoint's files are there and whole, by names, sizes and headers alone.

Nothing is loaded: a safetensors file says in its first kilobytes how long it is. Any thread.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from generation.manifest import Manifest

INDEXES = ("model_index.json", "modular_model_index.json")
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
MISSING, TORN, PICKLE, SIZE, UNREADABLE = "missing", "torn", "pickle", "size", "unreadable"
_HEADER_HIGH = 100_000_000
"""Bytes of a safetensors header, by its own rules."""
_LARGEST_TABLE = 64 << 20
_STEMS = ("diffusion_pytorch_model", "model")
_WORDS = ("Tokenizer", "Processor", "Extractor")


@dataclass(frozen=True, slots=True)
class Fault:
    """One file that keeps a checkpoint from being used."""

    file: str
    """Its path inside the checkpoint."""
    kind: str
    """missing, torn, pickle, size or unreadable."""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found of a checkpoint in a folder."""

    files: tuple[str, ...] = ()
    """Everything that belongs to it and is there."""
    bytes: int = 0
    """Of these files."""
    faults: tuple[Fault, ...] = ()


def survey(folder: Path, manifest: Manifest) -> Survey:
    """Look a folder over against what the manifest lists, or else what the checkpoint's own index
    lists. Never raises: what cannot be read is a fault."""
    try:
        faults = tuple(_listed(folder, manifest) if manifest.files else _indexed(folder, manifest))
        files = tuple(sorted(_present(folder, manifest)))
        return Survey(files, sum((folder / name).stat().st_size for name in files), faults)
    except OSError as error:
        return Survey(faults=(Fault(".", UNREADABLE, str(error)),))


def survey_part(folder: Path, name: str) -> Survey:
    """The same for a single component that lies in a folder of its own."""
    try:
        faults = tuple(_component(folder.parent, folder.name, "", True, ()))
        files = [path.name for path in folder.iterdir() if path.is_file()] if _is(folder) else []
        named = tuple(Fault(f"{name}/{Path(one.file).name}", one.kind, one.log) for one in faults)
        return Survey(tuple(files), sum((folder / one).stat().st_size for one in files), named)
    except OSError as error:
        return Survey(faults=(Fault(name, UNREADABLE, str(error)),))


def file_fault(path: Path, name: str, bytes: int = 0) -> Fault | None:
    """What is wrong with one file, None if nothing can be seen without reading all of it."""
    if path.suffix in PICKLES:
        return Fault(name, PICKLE)
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Fault(name, MISSING)
        if bytes and size != bytes:
            return Fault(name, SIZE, f"{size} bytes instead of {bytes}")
        if path.suffix == ".safetensors":
            return _safetensors(path, name)
        if path.suffix == ".gguf":
            with path.open("rb") as file:
                return None if file.read(4) == b"GGUF" else Fault(name, TORN, "no GGUF")
    except FileNotFoundError:
        return Fault(name, MISSING)
    except OSError as error:
        return Fault(name, UNREADABLE, str(error))
    return None


def belongs(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a file of a repository belongs to the model; a star stands for slashes too."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


# -- which files there ought to be


def _listed(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    for file in manifest.files:
        fault = file_fault(folder / file.path, file.path, file.bytes)
        if fault is not None:
            yield fault


def _indexed(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    name = next((one for one in INDEXES if (folder / one).is_file()), INDEXES[0])
    table, fault = _table(folder / name, name)
    if fault is not None:
        yield fault
        return
    for part, value in table.items():
        if part in manifest.parts or not isinstance(value, list) or len(value) < 2:
            continue
        if value[0] is None or value[1] is None:
            continue
        place = value[2] if len(value) > 2 and isinstance(value[2], dict) else {}
        other = place.get("pretrained_model_name_or_path")
        if other and manifest.repo and other != manifest.repo:
            continue  # it comes from elsewhere, which its loader knows
        yield from _component(
            folder,
            str(place.get("subfolder") or part),
            str(value[1]),
            value[0] == "transformers",
            manifest.patterns,
        )


def _component(
    root: Path, part: str, kind: str, from_transformers: bool, patterns: tuple[str, ...]
) -> Iterator[Fault]:
    """The faults of one component; `kind` is its class, `patterns` tell what may be there."""
    folder = root / part
    if any(word in kind for word in _WORDS) or "Scheduler" in kind:
        if not _is(folder) or not any(folder.iterdir()):
            named = "scheduler_config.json" if "Scheduler" in kind else _named(kind)
            yield Fault(f"{part}/{named}", MISSING)
        return
    stems = _STEMS[::-1] if from_transformers else _STEMS
    names = [f"{part}/{stem}.safetensors" for stem in stems]
    if patterns and not any(belongs(name, patterns) for name in names):
        return  # the model does without it
    if not (folder / "config.json").is_file():
        yield Fault(f"{part}/config.json", MISSING)
    yield from _weights(folder, part, names)


def _weights(folder: Path, part: str, names: list[str]) -> Iterator[Fault]:
    for stem in _STEMS:
        index = f"{stem}.safetensors.index.json"
        if (folder / index).is_file():
            yield from _shards(folder, part, index)
            return
    for stem in _STEMS:
        if (folder / f"{stem}.safetensors").is_file():
            fault = file_fault(folder / f"{stem}.safetensors", f"{part}/{stem}.safetensors")
            if fault is not None:
                yield fault
            return
    others = sorted(each.name for each in folder.iterdir()) if _is(folder) else []
    small = [name for name in others if name.endswith(".gguf")]
    if small:  # drawn with as they are
        faults = (file_fault(folder / name, f"{part}/{name}") for name in small)
        yield from (fault for fault in faults if fault is not None)
        return
    pickled = [name for name in others if Path(name).suffix in PICKLES]
    yield Fault(f"{part}/{pickled[0]}", PICKLE) if pickled else Fault(names[0], MISSING)


def _shards(folder: Path, part: str, index: str) -> Iterator[Fault]:
    table, fault = _table(folder / index, f"{part}/{index}")
    shards = table.get("weight_map")
    if fault is not None or not isinstance(shards, dict):
        yield fault or Fault(f"{part}/{index}", TORN, "no weight_map")
        return
    for name in sorted({str(one) for one in shards.values()}):
        outside = Path(name).name != name
        found = (
            Fault(f"{part}/{name}", TORN, "outside")
            if outside
            else file_fault(folder / name, f"{part}/{name}")
        )
        if found is not None:
            yield found


def _present(folder: Path, manifest: Manifest) -> Iterator[str]:
    """The files of the model that are there, by their paths in the repository."""
    if manifest.files:
        yield from (one.path for one in manifest.files if (folder / one.path).is_file())
        return
    if not any((folder / name).is_file() for name in INDEXES):
        return  # no checkpoint, and perhaps half a disk below it
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(".") and belongs(name, manifest.patterns) and path.is_file():
            yield name


# -- reading headers


def _safetensors(path: Path, name: str) -> Fault | None:
    stat = path.stat()
    wanted, log = _length(str(path), stat.st_size, stat.st_mtime_ns)
    if wanted == stat.st_size:
        return None
    return Fault(name, TORN, log or f"{stat.st_size} bytes instead of {wanted}")


@lru_cache(maxsize=4096)
def _length(path: str, size: int, _changed: int) -> tuple[int, str]:
    """How long its header says that a file is, -1 and why if it says nothing sensible."""
    try:
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, _HEADER_HIGH):
                return -1, f"a header of {length} bytes in a file of {size}"
            header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        end = max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
        return 8 + int(length) + end, ""
    except (ValueError, struct.error, KeyError, TypeError, AttributeError, IndexError) as error:
        return -1, repr(error)
    except RecursionError:
        return -1, "a header that nests without end"


def _table(path: Path, name: str) -> tuple[dict[str, Any], Fault | None]:
    try:
        if path.stat().st_size > _LARGEST_TABLE:
            return {}, Fault(name, TORN, "far too large")
        table = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}, Fault(name, MISSING)
    except (ValueError, RecursionError) as error:
        return {}, Fault(name, TORN, str(error))
    if not isinstance(table, dict):
        return {}, Fault(name, TORN, "no table")
    return table, None


def _named(kind: str) -> str:
    return "tokenizer.json" if "Tokenizer" in kind else "preprocessor_config.json"


def _is(folder: Path) -> bool:
    return folder.is_dir()
