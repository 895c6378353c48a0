"""Models on the command line: list, add, download, verify, remove."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from canvas.api.console import told
from canvas.api.verbs import DONE, FAILED, Call, WrongCall
from canvas.app import models
from canvas.app.models import Model
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation import engine, kept
from generation.downloads import RUNNING, Downloads, Fetching
from generation.speed import ATTENTIONS, choose, chosen
from generation.weights import Damaged, Present

GIGABYTE = 1e9


class OnOff(StrEnum):
    on = "on"
    off = "off"
    auto = "auto"


class Tiles(StrEnum):
    always = "always"
    auto = "auto"


def list_models(call: Call) -> int:
    found = models.listing()
    rows = [_row(each) for each in found]
    call.console.table(("Model", "Makes", "State", "GB", "Licence"), rows)
    for broken in models.broken():
        call.console.note(broken.trouble)
    lacking = engine.lacking()
    if lacking:
        call.console.note(f"The engine is not installed ({', '.join(lacking)}).")
        call.console.note(engine.how_to_add())
    call.console.result(
        {
            "ok": True,
            "folder": str(models.place()),
            "engine": not lacking,
            "models": [plain(each) for each in found],
            "broken": [{"file": str(one.path), **told(one.trouble)} for one in models.broken()],
        }
    )
    return DONE


def add(call: Call, path: Path, *, as_model: str, copy: bool) -> int:
    with call.console.progress("Copying" if copy else "Reading") as bar:
        added = models.add(
            path, as_model=as_model, copy=copy, progress=bar.at, cancelled=call.interrupt.wanted
        )
    where = models.place() / added.model.original if copy else added.folder
    call.console.say(f"Added {added.model.name} from {where}")
    if added.model.licence:
        call.console.say(f"Licence: {added.model.licence}. {added.model.licence_note}".strip())
    for unchecked in added.model.unchecked:
        call.console.note(f"Not checked: {unchecked}")
    call.console.result({"ok": True, **plain(models.model(added.model))})
    return DONE


def download(call: Call, model: str) -> int:
    """Until it is here, or Ctrl+C, after which the same call goes on."""
    manifest = models.find(model)
    if manifest.licence:
        call.console.note(f"Licence: {manifest.licence}. {manifest.licence_note}".strip())
    downloads, latest = Downloads(), Fetching(model=manifest.original, state="asking")
    try:
        with call.console.progress(f"Downloading {manifest.name}") as bar:
            downloads.start(manifest.id)
            while latest.state in RUNNING and not call.interrupt.wanted():
                latest = downloads.wait(manifest.original, 0.2) or latest
                bar.at(latest.done, latest.total, latest.file)
    finally:
        downloads.close()
    if latest.trouble is not None:
        raise latest.trouble
    if latest.state != "done":
        call.console.say("Stopped. The same command goes on with it.")
        call.console.result({"ok": False, "done": latest.done, "total": latest.total})
        return FAILED
    call.console.say(f"{manifest.name} is here.")
    call.console.result({"ok": True, **plain(models.model(manifest))})
    return DONE


def verify(call: Call, model: str) -> int:
    with call.console.progress("Verifying") as bar:
        found = models.verify(model, bar.at, call.interrupt.wanted)
    unknown = found.files - found.checked
    if found.bad:
        call.console.say(f"Damaged: {', '.join(found.bad)}")
        if found.put_aside:
            call.console.say(f"They were put aside. Get them again: models download {found.model}")
    else:
        call.console.say(f"Nothing is wrong with the {found.files} files of {found.model}.")
    if unknown:
        call.console.note(f"No checksum is known of {unknown} of them: their length was compared.")
    call.console.result(
        {
            "ok": not found.bad,
            "files": found.files,
            "checked": found.checked,
            "bad": list(found.bad),
            "put_aside": found.put_aside,
        }
    )
    return FAILED if found.bad else DONE


def remove(call: Call, model: str, *, yes: bool) -> int:
    removed = models.remove(model, confirmed=yes)
    if removed.folder is not None:
        call.console.say(f"{removed.folder} is no longer used; nothing in it was touched.")
    else:
        call.console.say(f"Removed {removed.model}, {removed.bytes / GIGABYTE:.1f} GB.")
    call.console.result(
        {
            "ok": True,
            "freed": removed.bytes,
            "folder": str(removed.folder) if removed.folder else None,
        }
    )
    return DONE


def speed(call: Call, attention: str | None, compiles: OnOff | None, tiling: Tiles | None) -> int:
    """Without a choice, what was chosen before."""
    now = chosen()
    if attention is not None:
        if attention not in ("auto", *ATTENTIONS):
            raise WrongCall(
                say(QT_TRANSLATE_NOOP("words", "There is no attention {name}."), name=attention),
                remedy=say(
                    QT_TRANSLATE_NOOP("words", "Known are: auto, {names}."),
                    names=", ".join(ATTENTIONS),
                ),
            )
        now = replace(now, attention="" if attention == "auto" else attention)
    if compiles is not None:
        now = replace(now, compile=None if compiles is OnOff.auto else compiles is OnOff.on)
    if tiling is not None:
        now = replace(now, tiling=tiling is Tiles.always)
    if (attention, compiles, tiling) != (None, None, None):
        choose(now)
    words = {
        "attention": now.attention or "auto",
        "compile": "auto" if now.compile is None else "on" if now.compile else "off",
        "tiling": "always" if now.tiling else "auto",
    }
    for name, value in words.items():
        call.console.say(f"{name}: {value}")
    call.console.result({"ok": True, **words})
    return DONE


def kept_work(call: Call, *, clear: bool) -> int:
    freed = kept.clear() if clear else 0
    if clear:
        call.console.say(f"Freed {freed / 1e6:.1f} MB.")
    sizes = kept.sizes()
    for name, size in sizes.items():
        call.console.say(f"{name}: {size / 1e6:.1f} MB of at most {kept.MOST[name] / 1e6:.0f} MB")
    call.console.result({"ok": True, "freed": freed, "bytes": sizes})
    return DONE


def _row(model: Model) -> tuple[object, ...]:
    manifest = model.manifest
    return (manifest.id, manifest.makes, _state(model), _size(model), manifest.licence)


def plain(model: Model) -> dict[str, object]:
    """One model as JSON values."""
    manifest, state = model.manifest, model.state
    found: dict[str, object] = {
        "id": manifest.id,
        "name": manifest.name,
        "makes": manifest.makes,
        "takes": sorted(manifest.inputs),
        "state": _state(model),
        "bytes": model.bytes,
        "licence": manifest.licence,
        "licence_note": manifest.licence_note,
        "unchecked": list(manifest.unchecked),
        "repo": manifest.repo,
        "folder": str(state.folder) if manifest.wants_weights and state.folder else None,
        "files": [] if isinstance(state, Present) else list(state.files),
    }
    if model.fetching is not None:
        trouble: Trouble | None = model.fetching.trouble
        found["download"] = {
            "state": model.fetching.state,
            "done": model.fetching.done,
            "total": model.fetching.total,
            **({"trouble": told(trouble)} if trouble else {}),
        }
    return found


def _state(model: Model) -> str:
    if isinstance(model.state, Present):
        return "ready"
    if model.fetching is not None:
        return model.fetching.state
    if isinstance(model.state, Damaged):
        return "damaged"
    return "incomplete" if model.state.files else "missing"


def _size(model: Model) -> str:
    if not model.manifest.wants_weights:
        return ""
    return f"{model.bytes / GIGABYTE:.1f}" if model.bytes else "?"
