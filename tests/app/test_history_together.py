"""The past of a board that two people write in one real room: who did what, and restores while the
other goes on. SPEC.md, section 11."""

from __future__ import annotations

import pytest

from canvas.app.acquaintances import Acquaintances
from canvas.app.commands.board import undo
from canvas.app.commands.history import restore_board, restore_nodes
from canvas.app.commands.nodes import delete_nodes, move_nodes, rename
from canvas.app.history import board_at, moments, steps
from canvas.app.session import Session
from tests.app.rooms import Cable, Table, note, said
from tests.collab.serving import ServedHere


def last(session: Session) -> int:
    return moments(session.journal)[-1].number


def done(session: Session) -> list[tuple[str, str]]:
    """Who did what, in steps, as the panel lists it."""
    return [(step.person, step.label) for step in steps(moments(session.journal))]


def looks(session: Session) -> dict[str, tuple[str, tuple[float, float]]]:
    return {id: (node.title, node.pos) for id, node in session.board.nodes.items()}


def two(table: Table, server: ServedHere, port: int = 0) -> tuple[Session, Session]:
    return table.owner("ann", server), table.guest("bob", server, port=port)


def test_both_read_who_did_what(table: Table, server: ServedHere) -> None:
    """R11.9"""
    ann, bob = two(table, server)
    names = [Acquaintances(each) for each in (ann, bob)]
    one = note(ann, "Ann's")
    table.until_equal(ann, bob)
    move_nodes(bob, [one], 50, 0)
    table.until_equal(ann, bob)
    rename(ann, one, "Hers still")
    table.until_equal(ann, bob)
    assert done(ann)[-3:] == done(bob)[-3:]
    assert [who for who, _ in done(bob)[-3:]] == ["ann", "bob", "ann"]
    both = {"Ann", "Bob"}
    for known in names:
        table.until(lambda known=known: {known.of(id).name for id in ("ann", "bob")} == both)
        known.close()


def test_the_whole_board_is_restored_while_the_other_goes_on(
    table: Table, server: ServedHere
) -> None:
    """R11.2, R11.12"""
    ann, bob = two(table, server)
    kept, gone = note(ann, "Kept"), note(ann, "Gone")
    table.until_equal(ann, bob)
    then, was = last(ann), looks(ann)
    move_nodes(bob, [kept], 300, 40)
    table.until_equal(ann, bob)
    delete_nodes(ann, [gone])
    table.until_equal(ann, bob)
    restore_board(ann, then)
    meanwhile = note(bob, "Meanwhile")  # of which Ann had not heard
    table.until_equal(ann, bob)
    assert looks(bob) == {**was, meanwhile: ("Meanwhile", (0, 0))}
    assert done(bob)[-2:] == [("bob", "Add note"), ("ann", "Restore the board")]
    undo(ann)
    table.until_equal(ann, bob)
    assert looks(bob).keys() == {kept, meanwhile}
    assert bob.board.nodes[kept].pos == (300, 40)
    undo(bob)  # takes back what Bob made last, and nothing of Ann's restore
    table.until_equal(ann, bob)
    assert looks(bob).keys() == {kept}


def test_nodes_are_restored_alone_and_undo_spares_what_the_other_wrote_since(
    table: Table, server: ServedHere
) -> None:
    """R11.2, R11.5"""
    ann, bob = two(table, server)
    one, other = note(ann, "One"), note(bob, "Other")
    table.until_equal(ann, bob)
    then = last(bob)
    move_nodes(ann, [one], 10, 0)
    rename(ann, one, "One, moved")
    table.until_equal(ann, bob)
    move_nodes(ann, [other], 20, 0)
    table.until_equal(ann, bob)
    restore_nodes(bob, [one], then)
    table.until_equal(ann, bob)
    assert looks(ann) == {one: ("One", (0, 0)), other: ("Other", (20, 0))}
    rename(ann, one, "One again")
    table.until_equal(ann, bob)
    undo(bob)
    table.until_equal(ann, bob)
    assert looks(ann) == {one: ("One again", (10, 0)), other: ("Other", (20, 0))}


@pytest.mark.parametrize("restores", ["who was away", "who was there"])
def test_a_restore_and_hours_without_a_connection_come_together(
    table: Table, server: ServedHere, restores: str
) -> None:
    """R11.2, R8.2"""
    with Cable(server.port) as cable:
        ann, bob = two(table, server, cable.port)
        one = note(ann, "One")
        table.until_equal(ann, bob)
        then = {session: last(session) for session in (ann, bob)}
        move_nodes(ann, [one], 90, 0)
        table.until_equal(ann, bob)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        back, writes = (bob, ann) if restores == "who was away" else (ann, bob)
        restore_board(back, then[back])
        rename(writes, one, "Renamed meanwhile")
        new = note(writes, "New")
        cable.mend()
        table.until_equal(ann, bob)
        assert looks(ann) == {one: ("Renamed meanwhile", (0, 0)), new: ("New", (0, 0))}
        undo(back)
        table.until_equal(ann, bob)
        assert looks(ann) == {one: ("Renamed meanwhile", (90, 0)), new: ("New", (0, 0))}
        # each journal tells its own way there, and both end at the same board
        ends = [board_at(each.journal, last(each)).registers() for each in (ann, bob)]
        assert ends[0] == ends[1] == said(ann)
