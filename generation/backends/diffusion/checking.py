"""Looks a checkpoint over before anything of it is read: torch-free, and in milliseconds."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.backends.diffusion import troubles
from generation.manifest import Manifest

INDEX = "model_index.json"
_HEADER_HIGH = 100_000_000
"""Bytes of a safetensors header, by its own rules."""
_WEIGHTS = ("diffusion_pytorch_model", "model")
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_TOKENIZERS = ("tokenizer.json", "spiece.model", "tokenizer.model", "vocab.json", "vocab.txt")
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a pipeline, as the index names it."""

    name: str
    library: str
    kind: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Index:
    """What a checkpoint says that it is."""

    pipeline: str
    parts: tuple[Part, ...]
    settings: dict[str, Any]
    """Of the pipeline itself, such as the boundary between two experts."""

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)


def read_index(folder: Path, manifest: Manifest) -> Index:
    """Raises ModelMissing or ModelDamaged, with the file named."""
    table = _json(folder / INDEX, folder, manifest)
    named = table.pop("_class_name", "")
    if not isinstance(named, str):  # a file beside it, and the class in there
        raise troubles.remote_code(manifest, str(named))
    parts, settings = [], {}
    for name, value in table.items():
        if not (isinstance(value, list) and len(value) == 2):
            if not name.startswith("_"):
                settings[name] = value
        elif value[0] is not None and value[1] is not None:
            parts.append(Part(name, str(value[0]), str(value[1]), folder / name))
    return Index(named, tuple(parts), settings)


def check(part: Part, manifest: Manifest) -> None:
    """Everything of one component is there, whole, and safe to read."""
    if not part.folder.is_dir():
        raise troubles.absent(manifest, part.name)
    if "Tokenizer" in part.kind or "Processor" in part.kind:
        _check_words(part, manifest)
    elif "Scheduler" not in part.kind:
        _check_weights(part, manifest)


def fingerprint(folder: Path) -> str:
    """Names the contents of a component without reading all of it: headers, sizes, samples."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLE))
            file.seek(max(0, path.stat().st_size - _SAMPLE))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _check_words(part: Part, manifest: Manifest) -> None:
    if "Tokenizer" in part.kind and not any((part.folder / name).is_file() for name in _TOKENIZERS):
        raise troubles.absent(manifest, f"{part.name}/tokenizer.json")
    for name in ("tokenizer_config.json", "processor_config.json", "preprocessor_config.json"):
        if (part.folder / name).is_file():
            _refuse_code(_json(part.folder / name, part.folder.parent, manifest), manifest)


def _check_weights(part: Part, manifest: Manifest) -> None:
    folder = part.folder
    config = _json(folder / "config.json", folder.parent, manifest)
    _refuse_code(config, manifest)
    for path in _weight_files(part, manifest):
        check_safetensors(path, manifest)


def _refuse_code(config: dict[str, Any], manifest: Manifest) -> None:
    for entry in dict(config.get("auto_map") or {}).values():
        raise troubles.remote_code(manifest, str(entry))


def _weight_files(part: Part, manifest: Manifest) -> list[Path]:
    for stem in _WEIGHTS:
        for index in sorted(part.folder.glob(f"{stem}.safetensors.index*.json")):
            table = _json(index, part.folder.parent, manifest)
            names = sorted(set(dict(table.get("weight_map") or {}).values()))
            return [_there(part, str(name), manifest) for name in names]
    whole = sorted(part.folder.glob("*.safetensors"))
    if whole or any(part.folder.glob("*.gguf")):
        return whole
    for path in sorted(part.folder.iterdir()):
        if path.suffix in _PICKLES:
            raise troubles.pickled(manifest, f"{part.name}/{path.name}")
    raise troubles.absent(manifest, f"{part.name}/{_WEIGHTS[0]}.safetensors")


def _there(part: Part, name: str, manifest: Manifest) -> Path:
    path = part.folder / name
    if Path(name).name != name or not path.is_file():
        raise troubles.absent(manifest, f"{part.name}/{name}")
    if path.suffix != ".safetensors":
        raise troubles.pickled(manifest, f"{part.name}/{name}")
    return path


def check_safetensors(path: Path, manifest: Manifest) -> None:
    """The header says how long the file is; a file torn in the middle is shorter."""
    named = f"{path.parent.name}/{path.name}"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, _HEADER_HIGH):
                raise troubles.damaged(manifest, named, f"a header of {length} bytes")
            header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        end = max((entry["data_offsets"][1] for entry in header.values()), default=0)
    except (OSError, ValueError, struct.error, KeyError, TypeError, AttributeError) as error:
        raise troubles.damaged(manifest, named, repr(error)) from error
    if size != 8 + length + end:
        raise troubles.damaged(manifest, named, f"{size} bytes instead of {8 + length + end}")


def _json(path: Path, root: Path, manifest: Manifest) -> dict[str, Any]:
    named = str(path.relative_to(root)) if path.is_relative_to(root) else path.name
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise troubles.absent(manifest, named) from error
    except (OSError, ValueError, RecursionError) as error:
        raise troubles.damaged(manifest, named, repr(error)) from error
    if not isinstance(table, dict):
        raise troubles.damaged(manifest, named, "it is no table")
    return table
