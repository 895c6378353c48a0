"""features.md 5.2, line by line, with real keys in a real window.

Cursor chat stands in test_mouse.py, with somebody who hears it. Not here, for their views belong to
later issues: the storyboard (prev/next, reorder, new, duplicate, delete, new-shot toggle, onion
skin, captions), I O and S in the timeline, recall and star in the takes viewer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from canvas.document.board import Board
from canvas.document.records import NodeKind
from tests.hands.steps import Hands, Place, Screen

EMPTY = (640.0, 770.0)
"""A place of the screen where nothing lies, and nothing floats."""


def choose(hands: Hands, *titles: str) -> tuple[str, ...]:
    """Select nodes by clicks, the first alone, and say their ids."""
    hands.nothing_selected()
    for at, title in enumerate(titles):
        hands.click(hands.screen.node(title)["title_at"], held="shift" if at else "")
    now = hands.sees(lambda screen: screen.selected == set(titles), f"{titles} selected")
    return tuple(now.id(title) for title in titles)


def pressed(hands: Hands, line: str, key: str, shows: Callable[[Screen], object]) -> Screen:
    """One line of the table: a key, and what the screen shows then."""
    with hands.line(f"{line}: {key}"):
        hands.key(*key.split())
        return hands.sees(shows)


def done(hands: Hands, line: str, key: str, shows: Callable[[Board], object]) -> Board:
    """One line of the table: a key, and what it has done to the board."""
    with hands.line(f"{line}: {key}"):
        hands.key(*key.split())
        return hands.saved(shows)


@pytest.mark.timeout(240)
def test_rendering(hands: Hands) -> None:
    """5.2: Run selected, front of queue, cancel current; Space plays what is selected."""
    (one,) = choose(hands, "One")
    done(hands, "Run selected", "ctrl+Return", lambda board: board.takes_of(one))
    with hands.line("Play / pause: on the canvas tap Space = play selected clip"):
        hands.sees(lambda screen: not screen.playing, "a fresh take that was shown once")
        hands.key("space")
        hands.sees(lambda screen: screen.playing == [one])
        hands.key("space")
        hands.sees(lambda screen: not screen.playing)
    with hands.line("Play / pause: hold Space = pan"):
        before = hands.screen
        start = before.middle("One")
        hands.pull(start, (start[0] + 40, start[1] + 20), held="space")
        x, y = before.corner("One")
        now = hands.sees(lambda screen: screen.corner("One") != (x, y))
        assert now.corner("One") == (x + 40, y + 20)
        assert not now.playing
        hands.key("shift+1")
        hands.sees(lambda screen: screen.corner("One") == (x, y))
    queue(hands)


def queue(hands: Hands) -> None:
    """One long render under way, one that waits, one that is put before it."""
    (two,) = choose(hands, "Two")
    pressed(hands, "Run", "ctrl+Return", lambda screen: screen.states[two] == "running")
    (free,) = choose(hands, "Free")
    done(hands, "Duplicate", "ctrl+d", lambda board: len(board.nodes) == 7)
    (copy,) = hands.screen.selection
    pressed(hands, "Run", "ctrl+Return", lambda screen: screen.states[copy] == "queued")
    with hands.line("a link, so that the clip and its copy are not one and the same render"):
        at = hands.screen
        hands.pull(at.port("Words", "out words"), at.nodes[free]["ports"]["in words"])
        hands.saved(lambda board: any(edge.target == free for edge in board.edges.values()))
    choose_id(hands, free)
    now = pressed(
        hands, "Run, front of queue", "ctrl+shift+Return", lambda screen: free in screen.queue
    )
    assert now.queue.index(free) < now.queue.index(copy)
    with hands.line("Interrupt / cancel current: ctrl+alt+Return"):
        assert hands.screen.states[two] == "running"
        hands.key("ctrl+alt+Return")
        hands.sees(lambda screen: screen.states[two] not in ("running", "queued"))
        hands.sees(lambda screen: screen.states[free] == "running")
    pressed(hands, "Cancel all", "ctrl+alt+shift+Return", lambda screen: not screen.queue)


def choose_id(hands: Hands, id: str) -> None:
    hands.nothing_selected()
    left, top, _, _ = hands.screen.nodes[id]["box"]
    hands.click((left + 10, top + 14))
    hands.sees(lambda screen: screen.selection == [id])


@pytest.mark.timeout(240)
def test_editing(hands: Hands) -> None:
    """5.2: from Undo to Rename, and Lock, Front, Align."""
    copies(hands)
    together(hands)
    switches(hands)
    names(hands)
    order(hands)
    lines(hands)
    grown(hands)


def copies(hands: Hands) -> None:
    (one,) = choose(hands, "One")
    done(hands, "Duplicate", "ctrl+d", lambda board: len(board.nodes) == 7)
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)
    done(hands, "Redo", "ctrl+shift+z", lambda board: len(board.nodes) == 7)
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)
    done(hands, "Redo", "ctrl+y", lambda board: len(board.nodes) == 7)
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)
    choose(hands, "One")
    hands.point(EMPTY)
    hands.key("ctrl+c")
    board = done(hands, "Copy / paste", "ctrl+v", lambda board: len(board.nodes) == 7)
    assert len(board.edges) == 2, "a bare paste takes no links along"
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)
    board = done(
        hands, "Paste with incoming links", "ctrl+shift+v", lambda board: len(board.nodes) == 7
    )
    (made,) = {id for id, node in board.nodes.items() if node.title == "One"} - {one}
    assert [edge.into for edge in board.edges.values() if edge.target == made] == ["words"]
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)


def together(hands: Hands) -> None:
    note, other = choose(hands, "Note", "Other")
    done(hands, "Group", "ctrl+g", lambda board: group(board, note) == group(board, other) != "")
    with hands.line("Group: a click selects it whole"):
        hands.nothing_selected()
        hands.click(hands.screen.middle("Note"))
        hands.sees(lambda screen: screen.selected == {"Note", "Other"})
    done(hands, "Ungroup", "ctrl+shift+g", lambda board: not group(board, note))
    choose(hands, "Words", "Note")
    board = done(
        hands,
        "Frame from selection",
        "ctrl+alt+g",
        lambda board: [node for node in board.nodes.values() if node.kind is NodeKind.scene],
    )
    (frame,) = [id for id, node in board.nodes.items() if node.kind is NodeKind.scene]
    assert {node.title for node in board.nodes.values() if node.parent == frame} == {
        "Words",
        "Note",
    }
    with hands.line("Frame from selection: and its name is asked for at once"):
        hands.sees(lambda screen: screen.focus == "TitleEditor")
        hands.type("Harbour")
        hands.key("Return")
        hands.saved(lambda board: board.nodes[frame].title == "Harbour")
        hands.sees(lambda screen: screen.focus == "CanvasView")
    done(hands, "Undo", "ctrl+z", lambda board: not board.nodes[frame].title)
    done(hands, "Undo", "ctrl+z", lambda board: frame not in board.nodes)


def group(board: Board, node: str) -> object:
    return board.nodes[node].params.get("group", "")


def switches(hands: Hands) -> None:
    (one,) = choose(hands, "One")
    for line, key, name, on in (
        ("Mute", "ctrl+m", "mode", "muted"),
        ("Bypass", "ctrl+b", "mode", "bypassed"),
        ("Collapse", "alt+c", "collapsed", True),
    ):
        done(hands, line, key, lambda board, n=name, v=on: board.nodes[one].params.get(n) == v)
        done(hands, line, key, lambda board, n=name, v=on: board.nodes[one].params.get(n) != v)
    for line, key in (("Pin", "p"), ("Lock", "ctrl+shift+l")):
        done(hands, line, key, lambda board: board.nodes[one].locked)
        done(hands, line, key, lambda board: not board.nodes[one].locked)


def names(hands: Hands) -> None:
    (free,) = choose(hands, "Free")
    two = hands.id("Two")
    with hands.line("Rename: F2"):
        hands.key("F2")
        rewrite(hands, free, "Free", "Loose")
    with hands.line("Rename: double-click title"):
        hands.click(hands.screen.node("Two")["title_at"], times=2)
        rewrite(hands, two, "Two", "Second")
        hands.click(hands.screen.node("Loose")["title_at"], times=2)
        rewrite(hands, free, "Loose", "Free")


def rewrite(hands: Hands, node: str, before: str, after: str) -> None:
    """A field with the old name, all of it selected; Enter keeps the new one and goes back."""
    hands.sees(lambda screen: screen.focus == "TitleEditor" and screen.typed == before)
    hands.type(after)
    hands.key("Return")
    hands.saved(lambda board: board.nodes[node].title == after)
    hands.sees(lambda screen: after in screen.titles and screen.focus == "CanvasView")


def order(hands: Hands) -> None:
    (one,) = choose(hands, "One")
    z = {id: node.z for id, node in hands.board.nodes.items()}
    assert z[one] < max(z.values())
    done(hands, "Front", "bracketright", lambda board: board.nodes[one].z > max(z.values()))
    done(hands, "Back", "bracketleft", lambda board: board.nodes[one].z < min(z.values()))


def lines(hands: Hands) -> None:
    note, other = choose(hands, "Note", "Other")
    for way, ends in (
        ("Left", lambda node: node.pos[0]),
        ("Right", lambda node: node.pos[0] + node.size[0]),
        ("Up", lambda node: node.pos[1]),
        ("Down", lambda node: node.pos[1] + node.size[1]),
    ):
        before = {id: hands.board.nodes[id].pos for id in (note, other)}
        most = (min if way in ("Left", "Up") else max)(
            ends(hands.board.nodes[id]) for id in (note, other)
        )
        done(
            hands,
            "Align",
            f"ctrl+shift+{way}",
            lambda board, ends=ends, most=most: (
                ends(board.nodes[note]) == ends(board.nodes[other]) == most
            ),
        )
        done(hands, "Undo", "ctrl+z", partial(_lie, before))


def _lie(places: dict[str, Place], board: Board) -> bool:
    return all(board.nodes[id].pos == pos for id, pos in places.items())


def grown(hands: Hands) -> None:
    (words,) = choose(hands, "Words")
    before = hands.board.edges
    board = done(
        hands, "Linked node from selected", "ctrl+Right", lambda board: len(board.nodes) == 7
    )
    (edge,) = [edge for edge in board.edges.values() if edge.id not in before]
    assert edge.source == words
    hands.sees(lambda screen: screen.selection == [edge.target])
    hands.key("Escape")
    done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)
    # one after another, or two clicks on one title would be a double click
    for key, title in (("ctrl+Left", "Second"), ("ctrl+Down", "Free"), ("ctrl+Up", "One")):
        (chosen,) = choose(hands, title)
        before = hands.board.edges
        board = done(hands, "Linked node from selected", key, lambda board: len(board.nodes) == 7)
        (edge,) = [edge for edge in board.edges.values() if edge.id not in before]
        assert (edge.target if key == "ctrl+Left" else edge.source) == chosen
        hands.key("Escape", "Escape")
        done(hands, "Undo", "ctrl+z", lambda board: len(board.nodes) == 6)


@pytest.mark.timeout(240)
def test_looking_and_finding(hands: Hands) -> None:
    """5.2: Fit, Tools, Grid, snap, Minimap, Palette, search, help, walking, panels."""
    walks(hands)
    fits(hands)
    tools(hands)
    shown(hands)
    finds(hands)
    plays(hands)
    panels(hands)


def walks(hands: Hands) -> None:
    choose(hands, "Words")
    for key, title in (
        ("alt+Right", "One"),
        ("alt+Right", "Two"),
        ("alt+Left", "One"),
        ("alt+Left", "Words"),
    ):
        pressed(hands, "Alt+arrow walks links", key, lambda screen, t=title: screen.selected == {t})


def fits(hands: Hands) -> None:
    whole = hands.screen
    choose(hands, "Note")
    for key in ("f", "shift+2"):
        now = pressed(hands, "Fit selection", key, lambda screen: screen.zoom == 1)
        left, top, wide, high = now.view
        x, y = now.middle("Note")
        assert abs(x - left - wide / 2) <= 2
        assert abs(y - top - high / 2) <= 2
        pressed(hands, "Fit all", "shift+1", lambda screen: screen.camera == whole.camera)
    pressed(hands, "100 %", "ctrl+0", lambda screen: screen.zoom == 1)
    pressed(hands, "Fit all", "shift+1", lambda screen: screen.camera == whole.camera)
    pressed(hands, "100 %", "shift+0", lambda screen: screen.zoom == 1)
    pressed(hands, "Fit all", "shift+1", lambda screen: screen.camera == whole.camera)


def tools(hands: Hands) -> None:
    hands.nothing_selected()
    for key, tool in (("h", "hand"), ("v", "select")):
        pressed(hands, "Tools", key, lambda screen, t=tool: screen.tool == t)
    for key, tool, kind in (
        ("t", "text", NodeKind.text),
        ("n", "note", NodeKind.note),
        ("a", "arrow", NodeKind.arrow),
    ):
        with hands.line(f"Tools: {key}"):
            many = sum(node.kind is kind for node in hands.board.nodes.values())
            hands.key(key)
            hands.sees(lambda screen, t=tool: screen.tool == t)
            hands.pull(EMPTY, (EMPTY[0] + 90, EMPTY[1] + 40))
            if tool != "arrow":
                hands.sees(lambda screen: screen.writing)
                hands.type("hello")
                hands.key("Escape")
            hands.saved(
                lambda board, k=kind, many=many: (
                    sum(node.kind is k for node in board.nodes.values()) == many + 1
                )
            )
            hands.sees(lambda screen: screen.tool == "select" and screen.focus == "CanvasView")
            hands.key("ctrl+z")
            hands.sees(lambda screen: len(screen.nodes) == 6)
    with hands.line("Tools: c"):
        hands.key("c")
        hands.sees(lambda screen: screen.tool == "comment")
        hands.click(hands.screen.middle("Other"))
        hands.sees(lambda screen: screen.focus == "CommentField")
        hands.type("brighter")
        hands.key("Return")
        hands.sees(lambda screen: screen.comments == ["brighter"])
        hands.key("Escape", "Escape")
        hands.sees(lambda screen: screen.tool == "select" and screen.focus == "CanvasView")
    with hands.line("Tools: k"):
        hands.key("k")
        hands.sees(lambda screen: screen.tool == "laser")
        hands.pull(EMPTY, (EMPTY[0] + 60, EMPTY[1]), midway=lambda screen: screen.laser)
        hands.sees(lambda screen: not screen.laser, "a trail that has faded")
        hands.key("v")
        hands.sees(lambda screen: screen.tool == "select")
        assert len(hands.screen.nodes) == 6, "it leaves nothing on the board"


def shown(hands: Hands) -> None:
    for line, key, name in (
        ("Grid", "ctrl+apostrophe", "grid"),
        ("Snap", "alt+s", "snapping"),
        ("Minimap", "alt+m", "minimap"),
    ):
        pressed(hands, line, key, lambda screen, n=name: screen.said[n] is False)
        pressed(hands, line, key, lambda screen, n=name: screen.said[n] is True)


def finds(hands: Hands) -> None:
    for key in ("ctrl+k", "ctrl+shift+p", "ctrl+slash"):
        pressed(hands, "Palette", key, lambda screen: screen.popup == "CommandPalette")
        with hands.line(f"Palette: {key}, and it does what is chosen"):
            hands.type("select all")
            hands.sees(lambda screen: screen.rows[0].startswith("Select all"))
            hands.key("Return")
            hands.sees(lambda screen: len(screen.selection) == 6 and not screen.popup)
        hands.nothing_selected()
    with hands.line("Search: ctrl+f"):
        hands.key("ctrl+f")
        hands.sees(lambda screen: "SearchBar" in screen.visible and screen.focus != "CanvasView")
        hands.type("Othe")
        hands.key("Return")
        hands.sees(lambda screen: screen.selected == {"Other"})
        hands.key("Escape")
        hands.sees(lambda screen: "SearchBar" not in screen.visible)
        hands.sees(lambda screen: screen.focus == "CanvasView")
    hands.key("shift+1")
    for key in ("question", "F1"):
        pressed(hands, "Shortcuts help", key, lambda screen: "CheatSheet" in screen.visible)
        pressed(hands, "Shortcuts help", "Escape", lambda s: "CheatSheet" not in s.visible)


def plays(hands: Hands) -> None:
    """Over the canvas, where the film is played until it has a view of its own."""
    pressed(hands, "Play", "F5", lambda screen: screen.film.get("playing"))
    pressed(hands, "Play / pause", "space", lambda screen: screen.film.get("playing") is False)
    pressed(hands, "Start", "Home", lambda screen: screen.film.get("frame") == 0)
    pressed(hands, "Next frame", "Right", lambda screen: screen.film.get("frame") == 1)
    pressed(hands, "L", "l", lambda screen: screen.film["playing"] and screen.film["frame"] > 2)
    pressed(hands, "K", "k", lambda screen: screen.film.get("playing") is False)
    far = hands.screen.film["frame"]
    pressed(hands, "J", "j", lambda screen: screen.film["frame"] < far)
    pressed(hands, "back to the canvas", "Escape", lambda screen: not screen.film)
    hands.sees(lambda screen: screen.focus == "CanvasView")


def panels(hands: Hands) -> None:
    hands.sees(lambda screen: screen.focus == "CanvasView")
    for key, pane in (
        ("ctrl+1", "QDockWidget"),
        ("ctrl+2", "Inspector"),
        ("ctrl+3", "FilmStrip"),
    ):
        was = pane in hands.screen.visible
        pressed(hands, "Panels", key, lambda screen, p=pane, w=was: (p in screen.visible) != w)
        pressed(hands, "Panels", key, lambda screen, p=pane, w=was: (p in screen.visible) == w)
    for key, dock in (("ctrl+4", "commentsdock"), ("ctrl+5", "queuedock")):
        pressed(hands, "Panels", key, lambda screen, d=dock: d in screen.docks)
        pressed(hands, "Panels", key, lambda screen, d=dock: d not in screen.docks)
        hands.sees(lambda screen: screen.focus == "CanvasView")
    before = set(hands.screen.visible)
    for key in ("F11", "ctrl+period"):
        now = pressed(hands, "focus mode", key, lambda s: "Inspector" not in s.visible)
        assert not {"TopBar", "FilmStrip", "ToolRail", "ZoomBox"} & set(now.visible)
        pressed(hands, "focus mode", key, lambda screen: set(screen.visible) == before)
    with hands.line("F6 / Shift+F6 moves between panes"):
        hands.key("F6")
        hands.sees(lambda screen: screen.pane not in ("", "CanvasView"))
        hands.key("shift+F6")
        hands.sees(lambda screen: screen.pane == "CanvasView")
