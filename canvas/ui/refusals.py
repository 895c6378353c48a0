"""Shots that a press on Render does not queue: why, what to do, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.bench import Bench
from canvas.ui.models_absent import open_models
from canvas.ui.search import Search
from generation.contract import ModelDamaged, ModelMissing, RenderTrouble

translate = QCoreApplication.translate


def tell_refused(bench: Bench, near: QWidget, refused: Mapping[str, RenderTrouble]) -> None:
    """One message for all of them; nothing where there are none."""
    if not refused:
        return
    node, first = next(iter(refused.items()))
    about: Trouble = first
    if len(refused) > 1:
        text = QT_TRANSLATE_NOOP(
            "words", "{n} shots cannot be rendered as they are. The first of them: {reason}"
        )
        about = Trouble(say(text, n=len(refused), reason=first.what), remedy=first.remedy)
    bench.banners.tell(about, action=_way(bench, near, node, first))


def _way(
    bench: Bench, near: QWidget, node: str, trouble: RenderTrouble
) -> tuple[str, Callable[[], None]] | None:
    """Where it can be put right; None where the person is already."""
    if isinstance(trouble, ModelMissing | ModelDamaged):
        model = str(bench.session.board.nodes[node].param("model"))
        return translate("Refusals", "Open Models"), partial(open_models, near, model)
    if bench.editor.selected == (node,):
        return None
    return translate("Refusals", "Show the shot"), partial(_show, near, node)


def _show(near: QWidget, node: str) -> None:
    for part in getattr(near.window(), "parts", ()):
        if isinstance(part, Search):
            part.reveal(node)
