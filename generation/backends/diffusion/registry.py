"""Which class draws which family of a manifest; loaded when the first of its shots comes."""

from __future__ import annotations

import importlib

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.backends.diffusion.family import Family
from generation.backends.diffusion.troubles import NOT_RENDERED
from generation.contract import ModelMissing
from generation.manifest import Manifest

_FAMILIES = "generation.backends.diffusion.families"
FAMILIES = {
    "wan": f"{_FAMILIES}.wan:Wan",
    "wan-vace": f"{_FAMILIES}.vace:Vace",
    "ltx": f"{_FAMILIES}.ltx:Ltx",
    "ltx2": f"{_FAMILIES}.ltx2:Ltx2",
    "ltx-larger": f"{_FAMILIES}.larger:LtxLarger",
    "ltx2-larger": f"{_FAMILIES}.larger:Ltx2Larger",
    "h3": f"{_FAMILIES}.h3:H3",
    "svd": f"{_FAMILIES}.svd:Svd",
    "animatediff": f"{_FAMILIES}.animatediff:AnimateDiff",
    "qwen-edit": f"{_FAMILIES}.qwen_edit:QwenEdit",
    "z-image": f"{_FAMILIES}.z_image:ZImage",
}


def family_of(manifest: Manifest) -> Family:
    """Raises ModelMissing for one that this version does not know."""
    place = FAMILIES.get(manifest.family)
    if place is None:
        text = QT_TRANSLATE_NOOP("words", "This version cannot draw with models like {model} yet.")
        raise ModelMissing(
            say(text, model=manifest.name),
            meaning=NOT_RENDERED,
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
            log=manifest.family,
        )
    module, _, name = place.partition(":")
    found: Family = getattr(importlib.import_module(module), name)()
    return found
