"""Every command, entered: import this and read `registry.COMMANDS`."""

from __future__ import annotations

from canvas.app.commands import (
    arrange,
    board,
    check,
    clipboard,
    comments,
    export,
    film,
    grouping,
    history,
    links,
    marks,
    media,
    nodes,
    originals,
    render,
    rewire,
    scenes,
    selecting,
    sketch,
    takes,
    view,
)
from canvas.app.commands.registry import COMMANDS, Command

__all__ = [
    "COMMANDS",
    "Command",
    "arrange",
    "board",
    "check",
    "clipboard",
    "comments",
    "export",
    "film",
    "grouping",
    "history",
    "links",
    "marks",
    "media",
    "nodes",
    "originals",
    "render",
    "rewire",
    "selecting",
    "scenes",
    "sketch",
    "takes",
    "view",
]
