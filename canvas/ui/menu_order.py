"""What the menus hold, in which order, with which rules and menus below."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from canvas.document.words import QT_TRANSLATE_NOOP

MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("commands", "File")),
    ("edit", QT_TRANSLATE_NOOP("commands", "Edit")),
    ("insert", QT_TRANSLATE_NOOP("commands", "Insert")),
    ("arrange", QT_TRANSLATE_NOOP("commands", "Arrange")),
    ("film", QT_TRANSLATE_NOOP("commands", "Film")),
    ("render", QT_TRANSLATE_NOOP("commands", "Render")),
    ("view", QT_TRANSLATE_NOOP("commands", "View")),
    ("people", QT_TRANSLATE_NOOP("commands", "People")),
    ("help", QT_TRANSLATE_NOOP("commands", "Help")),
)


@dataclass(frozen=True, slots=True)
class Below:
    """A menu in a menu."""

    title: str
    """English, in the translation context "commands"."""
    names: tuple[str, ...]


Item = str | Below
"""The name of a verb, an empty one for a rule, or a menu below."""

ORDER: Mapping[str, tuple[Item, ...]] = {
    "file": (
        "window.new",
        "window.open",
        "window.close",
        "",
        "media.import",
        "media.fetch",
        "media.fetch_stop",
        "film.export",
        "",
        "history.name_now",
        "",
        "board.check",
        "",
        "window.settings",
    ),
    "edit": (
        "board.undo",
        "board.redo",
        "",
        "node.cut",
        "node.copy",
        "node.paste",
        "node.paste_linked",
        "node.duplicate",
        "node.delete",
        "",
        "node.rename",
        "node.extract",
        "",
        Below(
            QT_TRANSLATE_NOOP("commands", "Selection"),
            (
                "view.select_all",
                "view.select_none",
                "view.select_inverse",
                "view.select_same",
                "",
                "view.select_upstream",
                "view.select_downstream",
            ),
        ),
        "",
        "find.open",
        "find.next",
        "find.before",
        "",
        "window.palette",
    ),
    "insert": ("window.insert", "", "media.clip"),
    "arrange": (
        Below(
            QT_TRANSLATE_NOOP("commands", "Align"),
            (
                "arrange.left",
                "arrange.centre",
                "arrange.right",
                "",
                "arrange.top",
                "arrange.middle",
                "arrange.bottom",
            ),
        ),
        Below(
            QT_TRANSLATE_NOOP("commands", "Distribute"),
            ("arrange.across", "arrange.down"),
        ),
        "arrange.tidy",
        "",
        "arrange.group",
        "arrange.ungroup",
        "arrange.frame",
        "",
        "node.raise",
        "node.lower",
        "",
        "node.lock",
        "node.pin",
        "node.collapse",
        "node.mute",
        "node.bypass",
    ),
    "film": (
        "window.play",
        "play.selected",
        "play.in_sight",
        "play.stop",
        "",
        "film.add_selected",
        "film.remove",
        "film.renumber",
    ),
    "render": (
        "render.start",
        "render.front",
        "",
        "window.queue",
        "queue.pause",
        "",
        "render.cancel_current",
        "render.cancel",
        "render.retry",
        "queue.clear",
        "",
        "window.models",
    ),
    "view": (
        "view.fit_all",
        "view.fit_selection",
        "view.zoom_100",
        "view.zoom_in",
        "view.zoom_out",
        "",
        Below(
            QT_TRANSLATE_NOOP("commands", "Tools"),
            (
                "window.select",
                "window.hand",
                "",
                "tool.text",
                "tool.note",
                "tool.arrow",
                "tool.ink",
                "pen.thin",
                "pen.medium",
                "pen.thick",
                "tool.eraser",
                "tool.laser",
            ),
        ),
        "",
        "view.grid",
        "view.snap",
        "view.minimap",
        "",
        Below(
            QT_TRANSLATE_NOOP("commands", "Comments"),
            (
                "tool.comment",
                "comment.here",
                "",
                "window.comments",
                "view.pins",
                "",
                "comment.next",
                "comment.read_all",
                "",
                "comment.undo",
                "comment.redo",
            ),
        ),
        "",
        "window.outline",
        "window.history",
        "pane.inspector",
        "pane.strip",
        Below(
            QT_TRANSLATE_NOOP("commands", "Panes"),
            ("pane.next", "pane.before"),
        ),
        "window.fold",
        "",
        "view.back",
        "view.forward",
        "bookmark.add",
    ),
    "people": (
        "share.open",
        "share.copy_link",
        "share.join",
        "share.leave",
        "people.lend",
        "",
        "people.next",
        "people.alone",
        "people.go",
        "people.call",
        "people.chat",
        "",
        "people.me",
    ),
    "help": ("help.keys", "help.shortcuts", "help.tour", "", "help.about"),
}


def items(menu: str, offered: Collection[str]) -> Iterator[Item]:
    """What a menu holds of the verbs that it is offered; one that has no place yet comes last."""
    placed: set[str] = set()
    kept: list[Item] = []
    for item in ORDER.get(menu, ()):
        if isinstance(item, Below):
            names = _ruled_names([name for name in item.names if not name or name in offered])
            placed.update(names)
            kept += [Below(item.title, names)] if names else []
        elif not item or item in offered:
            placed.add(item)
            kept.append(item)
    rest = [name for name in offered if name not in placed]
    yield from ruled([*kept, "", *rest])


def _ruled_names(names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in ruled([*names]) if isinstance(name, str))


def ruled(names: list[Item]) -> list[Item]:
    """No rule at an end or beside another."""
    kept: list[Item] = []
    for name in names:
        if name or (kept and kept[-1]):
            kept.append(name)
    while kept and not kept[-1]:
        kept.pop()
    return kept
