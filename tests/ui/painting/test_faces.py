"""What cards say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node, rename, set_param, set_text
from canvas.app.notices import NodeState
from canvas.app.session import Session
from canvas.document.edits import AddTake, set_node
from canvas.document.records import NodeKind, Take, new_id
from canvas.document.timing import Rate
from canvas.document.words import Trouble, say
from canvas.ui.painting.faces import Face, Faces, cover_of, duration

pytestmark = pytest.mark.usefixtures("app")


def face(session: Session, node: str, **state: object) -> Face:
    """The face of a node whose render is in this state."""
    known = NodeState(node, **state) if state else None  # type: ignore[arg-type]  # as given
    return Faces(session.board, lambda id: known or session.state(id)).of(node)


def take(session: Session, node: str, asset: str, made: str, **recipe: str) -> str:
    record = Take(
        id=new_id(),
        node=node,
        key=new_id().ljust(64, "0"),
        asset=asset,
        model="animatic",
        frames=96,
        rate=Rate(24),
        made=made,
        recipe=recipe,
    )
    session.board.apply(AddTake(record))
    return record.id


def test_a_node_without_a_title_is_called_by_its_kind(session: Session) -> None:
    node = add_node(session, NodeKind.prompt, (0, 0))

    assert face(session, node).title == "Words"
    assert face(session, node).hint


def test_a_clip_bears_the_number_of_its_shot(session: Session) -> None:
    clip = add_node(session, NodeKind.clip, (0, 0), title="Countdown")
    add_shot(session, clip)
    number = session.board.film[0].number

    assert face(session, clip).title == (f"{number} · Countdown" if number else "Countdown")


def test_a_picture_tells_its_size(session: Session, film: dict[str, str]) -> None:
    asset = session.board.assets[session.board.nodes[film["picture"]].refs[0]]

    assert face(session, film["picture"]).facts == f"{asset.width}×{asset.height}"
    assert face(session, film["picture"]).pictures == (asset.thumbnail,)


def test_an_element_tells_its_role_and_shows_its_pictures(
    session: Session, film: dict[str, str]
) -> None:
    shown = face(session, film["cast"])

    assert shown.facts == "character · 3"
    assert len(shown.pictures) == 3
    assert shown.words == "a tabby"


def test_a_clip_shows_the_picture_that_feeds_it_until_it_is_rendered(
    session: Session, film: dict[str, str]
) -> None:
    shown = face(session, film["second"])

    assert shown.facts == "2.5 s · still"
    assert shown.pictures == face(session, film["picture"]).pictures
    assert shown.slate is None


def test_a_clip_with_words_only_is_a_slate(session: Session, film: dict[str, str]) -> None:
    shown = face(session, film["card"])

    assert shown.facts.endswith("card")
    assert shown.slate is not None
    assert shown.slate[0] == "Orbit"
    assert "push in" in shown.slate[1]


def test_a_clip_with_nothing_says_what_it_wants(session: Session, film: dict[str, str]) -> None:
    shown = face(session, film["empty"])

    assert (shown.slate, shown.pictures) == (None, ())
    assert shown.hint


def test_takes_are_counted_and_the_chosen_one_starred(
    session: Session, film: dict[str, str]
) -> None:
    clip, asset = film["first"], session.board.nodes[film["picture"]].refs[0]
    chosen = take(session, clip, asset, "2026-01-01T00:00:00Z")
    assert face(session, clip).facts == "4.0 s · final"
    assert face(session, clip).take == ""

    take(session, clip, asset, "2026-01-02T00:00:00Z")
    assert face(session, clip).take == "take 2"

    session.board.apply(set_node(clip, take=chosen))
    assert face(session, clip).take == "take 1 ★"
    assert face(session, clip).facts == "4.0 s · 2 takes"


def test_a_draft_is_called_a_draft(session: Session, film: dict[str, str]) -> None:
    asset = session.board.nodes[film["picture"]].refs[0]
    take(session, film["first"], asset, "2026-01-01T00:00:00Z", quality="draft")

    assert face(session, film["first"]).facts.endswith("draft")


def test_a_running_render_tells_how_far_it_is(session: Session, film: dict[str, str]) -> None:
    shown = face(session, film["first"], state="running", progress=0.614, seconds_left=70.0)

    assert shown.state is not None
    assert shown.state.text == "Animatic · 61 %"
    assert shown.time == "1 min 10 s"
    assert shown.progress == 0.614


def test_a_failed_render_tells_why(session: Session, film: dict[str, str]) -> None:
    trouble = Trouble(say("The disk is full."))

    shown = face(session, film["first"], state="failed", trouble=trouble)

    assert shown.state is not None
    assert shown.state.bad
    assert shown.reason == "The disk is full."
    assert shown.progress is None


@pytest.mark.parametrize("state", ["queued", "lost"])
def test_waiting_and_interrupted_renders_say_so(
    session: Session, film: dict[str, str], state: str
) -> None:
    badge = face(session, film["first"], state=state).state

    assert badge is not None
    assert badge.text


def test_a_clip_that_is_done_wears_no_badge(session: Session, film: dict[str, str]) -> None:
    assert face(session, film["first"], state="done").state is None


def test_a_face_is_kept_until_it_is_forgotten(session: Session, film: dict[str, str]) -> None:
    faces = Faces(session.board, session.state)
    before = faces.of(film["note"])
    rename(session, film["note"], "Other")
    assert faces.of(film["note"]) is before

    faces.forget((film["note"],))
    assert faces.of(film["note"]).title == "Other"


def test_the_cover_seen_from_afar_is_the_picture_of_the_card(
    session: Session, film: dict[str, str]
) -> None:
    for node in film.values():
        pictures = face(session, node).pictures
        assert cover_of(session.board, node) == (pictures[0] if pictures else None)


@pytest.mark.parametrize(
    ("left", "text"), [(0.2, "1 s"), (59.4, "59 s"), (70, "1 min 10 s"), (1234, "20 min")]
)
def test_a_time_to_wait_is_no_finer_than_it_is_known(
    app: QApplication, left: float, text: str
) -> None:
    assert duration(left) == text


def test_the_length_follows_the_parameter(session: Session, film: dict[str, str]) -> None:
    set_param(session, [film["first"]], "frames", 36)
    set_text(session, film["words"], "")

    assert face(session, film["first"]).facts.startswith("1.5 s")
    assert replace(face(session, film["card"]), title="").slate is None
