"""Whose device draws what, on real boards in a real room with real render processes: SPEC.md,
section 12."""

from __future__ import annotations

from pathlib import Path

import pytest

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.commands.render import cancel_renders, render
from canvas.app.notices import LeaseNews, NodeState
from canvas.app.room_troubles import MayNotEdit, NotTogether
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.document.words import Trouble
from collab.roles import Role
from tests.app.lenders import STUDIO, LenderProcess, describe_studio
from tests.app.rooms import Cable, Table
from tests.collab.serving import Served, ServedHere

LONG = 100_000
"""Frames: nobody is ever done with it."""
SLOW = 90.0
"""Seconds that render processes may take to start and draw on a machine that is busy."""


def owner(table: Table, server: ServedHere | Served) -> Session:
    """Ann, whose board is drawn in a blink."""
    return table.owner("ann", server, width=64, height=36)


def clip(session: Session, title: str, frames: int = 4, **params: object) -> str:
    """A card of words, small enough to be drawn in a blink."""
    made = add_node(
        session, NodeKind.clip, (0, 0), title=title, params={"frames": frames, "burn_in": True}
    )
    add_shot(session, made)
    return made


def refused(trouble: Trouble) -> None:
    pytest.fail(str(trouble))


def lend(table: Table, session: Session, *others: Session) -> None:
    table.until(lambda: session.lending.possible)
    session.lending.lend(True)
    table.until(lambda: all(other.lending.lenders for other in others))


def is_busy(table: Table, session: Session) -> str:
    """Its own device draws something that never ends."""
    long = clip(session, "long", LONG)
    render(session, [long])
    table.until(lambda: session.state(long).state == "running", SLOW)
    assert not session.state(long).by
    return long


def test_a_shot_goes_to_a_lender_while_our_own_device_is_busy(
    table: Table, server: ServedHere
) -> None:
    """R12.21 R12.23 R12.24"""
    ann = owner(table, server)
    bob = table.guest("bob", server)
    eve = table.guest("eve", server, Role.viewer)
    lend(table, bob, ann, eve)
    first = clip(ann, "first")
    render(ann, [first])
    table.until(lambda: ann.state(first).state == "done", SLOW)
    assert [take.person for take in ann.board.takes_of(first)] == ["ann"], "ours was idle"
    is_busy(table, ann)
    shot = clip(ann, "short")
    render(ann, [shot])
    table.until(lambda: ann.state(shot).state == "done", SLOW)
    (take,) = ann.board.takes_of(shot)
    assert (take.person, take.recipe["for"]) == ("bob", "ann")
    table.until(lambda: bob.state(shot).state == eve.state(shot).state == "done")
    for session in (ann, eve):
        seen = [n for n in table.heard[session] if isinstance(n, NodeState) and n.node == shot]
        drawn = [state for state in seen if state.state == "running"]
        assert {state.by for state in drawn} == {"Bob · CPU"}
    table.until(lambda: bob.jobs.count("running", "queued") == 0)
    assert (ann.jobs.count("done"), bob.jobs.count("done")) == (2, 1)


def test_a_shot_of_a_model_that_only_a_lender_has_is_drawn_there(
    table: Table, server: ServedHere, tmp_path: Path, pictures: Path
) -> None:
    """R12.21 R12.22 R12.23 R12.27"""
    ann = owner(table, server)
    (picture,) = import_files(ann, [pictures / "cat.jpg"], clips=False).nodes
    shot = clip(ann, "short")
    connect(ann, picture, "picture", shot, "first")
    after = clip(ann, "after")
    connect(ann, shot, "video", after, "previous")
    for node in (shot, after):
        set_param(ann, [node], "model", STUDIO)
    render(ann, [shot])
    table.until(lambda: ann.state(shot).state == "failed", SLOW)
    assert STUDIO in str(ann.state(shot).trouble)

    models = describe_studio(tmp_path / "models of rig")
    with LenderProcess(tmp_path / "rig", server, models=models) as rig:
        table.until(lambda: ann.lending.lenders, SLOW)
        (lender,) = ann.lending.lenders
        assert STUDIO in lender.models
        assert not any(model.startswith("wan") for model in lender.models), "it has no files"
        render(ann, [after])
        table.until(lambda: {ann.state(node).state for node in (shot, after)} == {"done"}, SLOW)
        assert rig.stop() in (0, 130)
    for node in (shot, after):
        (take,) = ann.board.takes_of(node)
        assert take.person == lender.person != "ann"
        assert take.model == STUDIO
        assert take.recipe["for"] == "ann"
    table.until(lambda: not ann.lending.lenders)
    assert ann.state(shot).state == ann.state(after).state == "done"
    set_param(ann, [shot], "seed", 5)
    render(ann, [shot])
    table.until(lambda: ann.state(shot).state == "failed", SLOW)


def test_when_a_lender_is_killed_our_own_device_takes_over(
    table: Table, server: ServedHere, tmp_path: Path
) -> None:
    """R12.25"""
    ann = owner(table, server)
    long = is_busy(table, ann)
    with LenderProcess(tmp_path / "rig", server) as rig:
        table.until(lambda: ann.lending.lenders, SLOW)
        shot = clip(ann, "shot", LONG)
        render(ann, [shot])
        table.until(lambda: ann.state(shot).progress > 0, SLOW)
        assert ann.state(shot).by.startswith("Rig · ")
        rig.kill()
    table.until(lambda: ann.state(shot).state == "queued")
    set_param(ann, [shot], "frames", 4)
    render(ann, [shot])
    cancel_renders(ann, [long])
    table.until(lambda: ann.state(shot).state == "done", SLOW)
    (take,) = ann.board.takes_of(shot)
    assert take.person == "ann"
    assert "for" not in take.recipe


def test_what_is_stopped_on_one_side_is_known_on_the_other(
    table: Table, server: ServedHere
) -> None:
    """R12.26 R12.25"""
    ann = owner(table, server)
    bob, cy = table.guest("bob", server), table.guest("cy", server)
    is_busy(table, ann)
    lend(table, bob, ann)
    shot = clip(ann, "shot", LONG)
    render(ann, [shot])
    table.until(lambda: ann.state(shot).by == "Bob · CPU", SLOW)
    lend(table, cy, ann)
    table.until(lambda: len(ann.lending.lenders) == 2)
    bob.rendering.cancel([shot])
    table.until(lambda: ann.state(shot).by == "Cy · CPU", SLOW)
    table.until(lambda: bob.jobs.count("running", "queued") == 0, SLOW)
    assert bob.lending.lends
    cancel_renders(ann, [shot])
    table.until(lambda: ann.state(shot).state == "empty")
    table.until(lambda: cy.jobs.count("running", "queued") == 0, SLOW)
    table.until(lambda: not any(s.lending.waits for s in (ann, bob, cy)))
    assert ann.state(shot).state == bob.state(shot).state == cy.state(shot).state == "empty"


def test_nothing_is_lent_before_somebody_says_so_and_no_more_when_they_may_not_edit(
    table: Table, server: ServedHere
) -> None:
    """R12.20"""
    alone = table.create("dee")
    with pytest.raises(NotTogether):
        alone.lending.lend(True)
    ann = owner(table, server)
    bob = table.guest("bob", server)
    eve = table.guest("eve", server, Role.viewer)
    table.until(lambda: ann.lending.possible and eve.lending.possible)
    assert not ann.lending.lenders
    with pytest.raises(MayNotEdit):
        eve.lending.lend(True)

    lend(table, bob, ann, eve)
    ann.together.ask("role", {"user": "bob", "role": "viewer"}, lambda _: None, refused)
    table.until(lambda: not ann.lending.lenders and not bob.lending.lends)
    ann.together.ask("role", {"user": "bob", "role": "editor"}, lambda _: None, refused)
    table.until(lambda: bob.together.may_edit)
    assert not bob.lending.lends
    lend(table, bob, ann)
    ann.together.ask("kick", {"user": "bob"}, lambda _: None, refused)
    table.until(lambda: bob.together.state == "refused" and not bob.lending.lends)
    table.until(lambda: not ann.lending.lenders)


def test_a_lender_draws_nothing_under_a_key_that_is_not_its_own(
    table: Table, server: ServedHere
) -> None:
    """R12.22"""
    ann = owner(table, server)
    bob = table.guest("bob", server)
    lend(table, bob, ann)
    model = "animatic"
    false = {
        "key": "f" * 64,
        "request": '{"frames":4}',
        "model": model,
        "version": ann.lending.lenders[0].models[model],
        "nodes": ["n"],
    }
    over: list[object] = []
    ann.listen(
        lambda notice: (
            over.append(notice.body["trouble"])
            if isinstance(notice, LeaseNews) and notice.body["of"] == "over"
            else None
        )
    )
    ann.together.ask("lease.want", false, lambda _: None, refused)
    table.until(lambda: over)
    assert "another version" in str(over[0])
    assert not bob.board.renders
    assert not bob.rendering.has_jobs


def test_a_result_that_was_drawn_behind_a_cut_cable_is_taken_when_it_comes(
    table: Table, server: ServedHere
) -> None:
    """R12.25 R12.12 R12.14"""
    ann = owner(table, server)
    with Cable(server.port) as cable:
        bob = table.guest("bob", server, port=cable.port)
        is_busy(table, ann)
        lend(table, bob, ann)
        shot = clip(ann, "short")
        render(ann, [shot])
        table.until(lambda: ann.state(shot).by, SLOW)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        table.until(lambda: ann.state(shot).state in ("queued", "done"), SLOW)
        cable.mend()
        table.until(lambda: ann.state(shot).state == "done", SLOW)
        table.until(lambda: bob.lending.possible and not bob.lending.drawing)
    (take,) = ann.board.takes_of(shot)
    assert (take.person, take.recipe["for"]) == ("bob", "ann")
    table.until(lambda: bob.jobs.count("running", "queued") == 0, SLOW)
    assert len(ann.board.renders) == 1, "it is rendered once"
    assert bob.lending.lends


def test_what_is_being_drawn_is_drawn_to_its_end_when_who_asked_has_left(
    table: Table, server: ServedHere
) -> None:
    """R12.17"""
    ann = owner(table, server)
    bob = table.guest("bob", server)
    is_busy(table, ann)
    lend(table, bob, ann)
    shot = clip(ann, "short")
    render(ann, [shot])
    table.until(lambda: ann.state(shot).by, SLOW)
    path = ann.path
    table.close(ann)
    table.until(lambda: bob.state(shot).state == "done", SLOW)
    again = table.open("ann", path)
    table.until(lambda: again.state(shot).state == "done", SLOW)
    assert [take.person for take in again.board.takes_of(shot)] == ["bob"]
    assert not again.jobs.count("lost"), "a board that was closed in good order lost nothing"


@pytest.mark.soak
def test_a_room_that_dies_and_comes_back_is_told_again_who_lends_and_who_waits(
    table: Table, tmp_path: Path
) -> None:
    """R12.18 R12.25"""
    with Served(tmp_path / "data", room="film", lineage="") as server:
        ann = owner(table, server)
        bob = table.guest("bob", server)
        long = is_busy(table, ann)
        lend(table, bob, ann)
        away = clip(ann, "away", LONG)
        render(ann, [away])
        table.until(lambda: ann.state(away).by, SLOW)
        server.kill()
        table.until(lambda: not ann.lending.lenders and ann.state(away).state == "queued")
        server.start()
        table.until(lambda: ann.lending.lenders, SLOW)
        table.until(lambda: ann.state(away).by, SLOW)
        assert bob.jobs.count("running") == 1, "what was being drawn is drawn on"
        cancel_renders(ann, [away, long])
        table.until(lambda: bob.jobs.count("running", "queued") == 0, SLOW)
