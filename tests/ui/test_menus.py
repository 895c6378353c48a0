"""What the menu under the right button offers."""

from __future__ import annotations

import itertools

from canvas.app.commands.film import remove_shots
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.ui import menus
from canvas.ui.menu_order import Below
from tests.ui.films import add_card


def test_a_clip_of_the_film_can_leave_it_and_only_then_join_it(session: Session) -> None:
    clip = add_card(session, 24, "One")
    offered = menus.for_nodes(session, {clip})
    assert "film.remove" in offered
    assert "film.add_selected" not in offered
    remove_shots(session, [shot.id for shot in session.board.film])
    offered = menus.for_nodes(session, {clip})
    assert "film.add_selected" in offered
    assert "film.remove" not in offered


def test_a_note_is_offered_nothing_of_film_and_render(session: Session) -> None:
    note = add_node(session, NodeKind.note, (0, 0), text="Remember the cat")
    offered = menus.for_nodes(session, {note})
    assert not {"render.start", "film.add_selected", "film.remove", "media.clip"} & set(offered)
    assert offered[0] == "node.rename", "no rule stands at an end"
    assert ("", "") not in itertools.pairwise(offered)


def test_every_verb_of_the_menus_is_there(window: object) -> None:
    from canvas.ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    submenus = {"node.paint"}
    items = (*menus.NODES, *menus.FIELD, *menus.LINKS)
    named = {name for item in items for name in (item.names if isinstance(item, Below) else [item])}
    named -= {"", *submenus}
    assert named <= set(window.actions_.actions)
