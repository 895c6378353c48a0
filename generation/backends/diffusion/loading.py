"""From a folder to a pipeline: component by component, safetensors only, nothing fetched."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

import torch

from generation.backends.diffusion import quantised, troubles
from generation.backends.diffusion.checking import Index, Part, check, read_index
from generation.contract import ModelOrder, Progress, RenderTrouble
from generation.manifest import Manifest
from generation.pulse import beating

Pipe: TypeAlias = Any
"""A pipeline of diffusers; each of its classes takes other arguments."""
Report = Callable[[Progress], None]


def load(
    order: ModelOrder,
    report: Report,
    *,
    without: Collection[str] = (),
    exact: Collection[str] = (),
    kin: Collection[str] = (),
    given: dict[str, Any] | None = None,
    index: Index | None = None,
) -> Pipe:
    """The pipeline of a checkpoint, on the CPU, less the components of `without`.

    `exact` components are kept in float32 wherever they run; `given` ones are taken as they are;
    an `index` counts in place of the checkpoint's own. Of pipelines that are `kin`, and share
    their components, either may stand in it.
    Raises ModelMissing or ModelDamaged; `report` is called between components.
    """
    with beating(report, Progress(phase="loading", done=0, total=1)):  # what is imported here
        quiet()
        index = index or read_index(order.folder, order.manifest)
        kind = _pipeline(index, order.manifest, kin)
    parts = dict(given or {})
    wanted = [part for part in index.parts if part.name not in {*without, *parts}]
    for part in wanted:  # all of them, before the first takes its time
        check(part, order.manifest)
    for done, part in enumerate(wanted):
        progress = Progress(phase="loading", done=done, total=len(wanted))
        report(progress)
        with beating(report, progress):
            parts[part.name] = load_part(part, order, exact=part.name in exact)
    return _assembled(kind, index, parts)


def load_some(order: ModelOrder, names: Collection[str], report: Report) -> dict[str, Any]:
    """Single components, by their names; one that the checkpoint does not have is left out."""
    index = read_index(order.folder, order.manifest)
    wanted = [part for part in index.parts if part.name in names]
    for part in wanted:
        check(part, order.manifest)
    made = {}
    for done, part in enumerate(wanted):
        progress = Progress(phase="loading", done=done, total=len(wanted))
        report(progress)
        with beating(report, progress):
            made[part.name] = load_part(part, order)
    return made


def load_part(part: Part, order: ModelOrder, *, exact: bool = False) -> Any:
    """One component. Raises ModelDamaged for weights that do not belong to it."""
    kind: Any = _class(part, order.manifest)
    if not issubclass(kind, torch.nn.Module):
        return _tried(lambda: kind.from_pretrained(part.folder, local_files_only=True), part, order)
    dtype = torch.float32 if exact else dtype_of(order)
    quantised.check_package(part, order)
    if (small := quantised.file_of(part, order)) is not None:
        return _tried(lambda: quantised.load(part, kind, small, order, dtype), part, order)
    named = {"torch_dtype": dtype} if part.library == "diffusers" else {"dtype": dtype}
    made, report = _tried(
        lambda: kind.from_pretrained(
            part.folder,
            local_files_only=True,
            use_safetensors=True,
            output_loading_info=True,
            **named,
        ),
        part,
        order,
    )
    lacking = [*report["missing_keys"], *report["mismatched_keys"]]
    if lacking:
        first = f"{len(lacking)} weights are missing, such as {sorted(map(str, lacking))[0]}"
        raise troubles.other_kind(order.manifest, part.name, part.kind, first)
    return made.eval()


def dtype_of(order: ModelOrder) -> torch.dtype:
    """Numbers that the device is quick with; a CPU is with no short ones."""
    return torch.float32 if order.device == "cpu" else torch.bfloat16


def quiet() -> None:
    """Keep bars and hints of the libraries out of the log."""
    import diffusers
    import transformers

    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def _pipeline(index: Index, manifest: Manifest, kin: Collection[str]) -> type[Any]:
    import diffusers

    related = index.pipeline in kin and manifest.pipeline in kin
    if manifest.pipeline and index.pipeline != manifest.pipeline and not related:
        raise troubles.other_kind(manifest, index.pipeline, manifest.pipeline)
    kind = getattr(diffusers, index.pipeline, None)
    if kind is None:
        raise troubles.remote_code(manifest, index.pipeline)
    found: type[Any] = kind
    return found


def _class(part: Part, manifest: Manifest) -> type[Any]:
    """Only classes of the two libraries: whatever else a checkpoint names is code of its own."""
    if part.library in ("diffusers", "transformers"):
        library = importlib.import_module(part.library)
    else:
        try:
            library = importlib.import_module(f"diffusers.pipelines.{part.library}")
        except (ImportError, ValueError) as error:
            raise troubles.remote_code(manifest, part.library) from error
    kind = getattr(library, part.kind, None)
    if not isinstance(kind, type):
        raise troubles.remote_code(manifest, f"{part.library}.{part.kind}")
    return kind


def _tried(load_it: Callable[[], Any], part: Part, order: ModelOrder) -> Any:
    try:
        return load_it()
    except RenderTrouble:
        raise
    except Exception as error:  # the libraries raise whatever a strange file made them stumble on
        known = troubles.told_by(error, order.device)
        if known is not None:
            raise known from error
        raise troubles.other_kind(order.manifest, part.name, part.kind, str(error)) from error


def _assembled(kind: type[Any], index: Index, parts: dict[str, Any]) -> Pipe:
    asked = inspect.signature(kind.__init__).parameters
    named = {name: parts.get(name) for name in asked if name in parts or _is_part(name, index)}
    for name, parameter in asked.items():
        if name == "self" or name in named:
            continue
        if name in index.settings:
            named[name] = index.settings[name]
        elif parameter.default is inspect.Parameter.empty:
            named[name] = None  # a component that the checkpoint does not have
    pipe = kind(**named)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _is_part(name: str, index: Index) -> bool:
    return index.part(name) is not None


def remade(pipe: Pipe, name: str) -> Pipe:
    """The same components under another class of pipeline."""
    import diffusers

    kind = getattr(diffusers, name)
    index = Index(name, (), dict(pipe.config))
    return _assembled(kind, index, dict(pipe.components))
