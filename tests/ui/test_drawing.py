"""What the tools for text, notes, arrows, ink and the eraser do: a real hand on a real board."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from canvas.app.commands.clipboard import copy, paste
from canvas.app.commands.nodes import add_node, delete_nodes, duplicate, move_nodes
from canvas.app.commands.sketch import draw, draw_arrow
from canvas.app.session import Session
from canvas.document.records import Node, NodeKind
from canvas.editor import strokes
from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Pointer
from canvas.ui.hands import BoardHand

Spot = tuple[float, float]


class Easel:
    """An editor at 100 % whose pixels are world units, and a hand with a clock of its own."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.editor = Editor(session.board)
        self.editor.camera = Camera(x=500, y=400, width=1000, height=800)
        self.hand = BoardHand(session, self._refuse)
        self.written: list[tuple[str, str]] = []
        self.hand.begin_writing = lambda node, gesture: self.written.append((node, gesture))
        self.hand.select = self.editor.select
        self.now = 0.0
        self.hand.clock = lambda: self.now

    def use(self, tool: str, *way: Spot, up: bool = True, **held: object) -> None:
        """Take a tool, press at the first spot, go along the others and let go."""
        self.editor.take(tool, keep=self.editor.tool_kept and self.editor.tool == tool)
        self.go(*way, up=up, **held)

    def go(self, *way: Spot, up: bool = True, **held: object) -> None:
        press = Pointer(*way[0], **held)  # type: ignore[arg-type]  # what is held, by name
        gesture = gesture_for(self.editor, self.hand, press)
        if gesture is None:
            return
        self.editor.begin(gesture)
        for spot in way[1:]:
            self.editor.feed(Pointer(*spot, **held))  # type: ignore[arg-type]  # as above
        if up:
            self.editor.feed(Pointer(*way[-1], up=True, **held))  # type: ignore[arg-type]

    def of(self, kind: NodeKind) -> list[Node]:
        return [node for node in self.session.board.nodes.values() if node.kind is kind]

    def _refuse(self, trouble: Exception) -> None:
        raise AssertionError(trouble)


@pytest.fixture
def easel(session: Session) -> Iterator[Easel]:
    easel = Easel(session)
    yield easel
    easel.editor.close()


def circle(x: float, y: float, points: int = 40) -> list[Spot]:
    turns = (number / points * 2 * math.pi for number in range(points + 1))
    return [(x + 40 * math.cos(turn), y + 40 * math.sin(turn)) for turn in turns]


# -- text and notes


def test_a_click_writes_there_and_the_tool_is_put_down(easel: Easel) -> None:
    """features 5.2: T, then a click; one use."""
    easel.use("text", (300, 200))
    [text] = easel.of(NodeKind.text)
    assert easel.written[0][0] == text.id
    assert text.pos[0] == 300
    assert abs(text.pos[1] + text.size[1] / 2 - 200) < 4, "the first line stands under the pointer"
    assert text.param("wrap") is False
    assert easel.editor.tool == "select"


def test_a_drag_says_how_wide_the_lines_are(easel: Easel) -> None:
    easel.use("text", (500, 200), (300, 260))
    [text] = easel.of(NodeKind.text)
    assert (text.pos[0], text.size[0], text.param("wrap")) == (300, 200, True)


def test_a_click_on_a_text_writes_in_it(easel: Easel) -> None:
    easel.use("text", (300, 200))
    easel.use("text", (310, 205))
    assert len(easel.of(NodeKind.text)) == 1
    assert easel.written[1] == (easel.of(NodeKind.text)[0].id, "")


def test_a_tool_that_is_kept_stays_in_the_hand(easel: Easel) -> None:
    easel.editor.take("note", keep=True)
    easel.go((100, 100))
    easel.go((400, 100))
    assert len(easel.of(NodeKind.note)) == 2
    assert easel.editor.tool == "note"


def test_what_is_written_in_a_new_text_is_one_step_with_it(easel: Easel, session: Session) -> None:
    easel.use("text", (300, 200))
    node, gesture = easel.written[0]
    assert session.give_up(gesture) is not None, "left empty it goes, and leaves no step of undo"
    assert node not in session.board.nodes
    assert session.board.can_undo is None


# -- arrows


def test_an_arrow_from_node_to_node_holds_on_to_both(easel: Easel, session: Session) -> None:
    a = add_node(session, "note", (100, 100))
    b = add_node(session, "prompt", (600, 300))
    easel.use("arrow", (150, 150), (400, 200), (650, 350))
    [arrow] = easel.of(NodeKind.arrow)
    assert (arrow.param("from"), arrow.param("to")) == (a, b)
    before = easel.editor.sketches.line(arrow.id)
    move_nodes(session, [b], 0, 200)
    after = easel.editor.sketches.line(arrow.id)
    assert before is not None
    assert after is not None
    assert after.end[1] > before.end[1] + 50


def test_control_keeps_an_arrow_free_of_the_nodes_under_it(easel: Easel, session: Session) -> None:
    add_node(session, "note", (100, 100))
    easel.use("arrow", (150, 150), (650, 350), ctrl=True)
    [arrow] = easel.of(NodeKind.arrow)
    assert (arrow.param("from"), arrow.param("to")) == ("", "")
    assert (arrow.pos, arrow.size) == ((150, 150), (500, 200))


def test_shift_keeps_an_arrow_to_round_angles(easel: Easel) -> None:
    easel.use("arrow", (100, 300), (500, 310), shift=True)
    [arrow] = easel.of(NodeKind.arrow)
    assert arrow.size[1] == 1, "level"


@pytest.mark.parametrize("end", [(500, 500), (100, 500), (100, 100), (500, 100)])
def test_an_arrow_points_where_the_hand_went(easel: Easel, end: Spot) -> None:
    easel.use("arrow", (300, 300), end)
    [arrow] = easel.of(NodeKind.arrow)
    line = easel.editor.sketches.line(arrow.id)
    assert line is not None
    assert (line.start, line.end) == ((300, 300), end)


def test_a_click_with_the_arrow_makes_none(easel: Easel) -> None:
    easel.use("arrow", (300, 300))
    assert easel.of(NodeKind.arrow) == []


def test_the_end_of_an_arrow_can_be_pulled_onto_a_node(easel: Easel, session: Session) -> None:
    b = add_node(session, "note", (600, 100))
    arrow = draw_arrow(session, (100, 100), (300, 300))
    easel.editor.select([arrow])
    easel.use("select", (300, 300), (500, 200), (650, 150))
    node = session.board.nodes[arrow]
    assert node.param("to") == b
    line = easel.editor.sketches.line(arrow)
    assert line is not None
    assert line.start == pytest.approx((100, 100))


def test_an_arrow_stays_where_it_is_when_its_node_is_deleted(
    easel: Easel, session: Session
) -> None:
    a = add_node(session, "note", (100, 100))
    b = add_node(session, "note", (600, 300))
    arrow = draw_arrow(session, (0, 0), (1, 1), source=a, target=b)
    before = easel.editor.sketches.line(arrow)
    delete_nodes(session, [b])
    after = easel.editor.sketches.line(arrow)
    assert before is not None
    assert after is not None
    assert after.end == pytest.approx(before.end)
    assert session.board.nodes[arrow].param("to") == ""
    session.undo()
    assert session.board.nodes[arrow].param("to") == b, "one step brings both back"


def test_a_copied_arrow_holds_on_to_the_copies(session: Session) -> None:
    a = add_node(session, "note", (100, 100))
    b = add_node(session, "note", (600, 300))
    arrow = draw_arrow(session, (0, 0), (1, 1), source=a, target=b)
    copies = duplicate(session, [a, b, arrow])
    made = {session.board.nodes[id].kind: id for id in copies}
    copied = session.board.nodes[made[NodeKind.arrow]]
    assert {copied.param("from"), copied.param("to")} == set(copies) - {copied.id}


def test_a_pasted_arrow_holds_on_to_what_was_pasted_with_it_and_to_nothing_else(
    session: Session,
) -> None:
    a = add_node(session, "note", (100, 100))
    b = add_node(session, "note", (600, 300))
    arrow = draw_arrow(session, (0, 0), (1, 1), source=a, target=b)
    both = [session.board.nodes[id] for id in paste(session, copy(session, [a, b, arrow]))]
    (copied,) = (node for node in both if node.kind is NodeKind.arrow)
    assert {copied.param("from"), copied.param("to")} == {node.id for node in both} - {copied.id}

    alone = [session.board.nodes[id] for id in paste(session, copy(session, [a, arrow]))]
    (copied,) = (node for node in alone if node.kind is NodeKind.arrow)
    (held,) = (node.id for node in alone if node.kind is NodeKind.note)
    assert (copied.param("from"), copied.param("to")) == (held, "")


# -- ink


def test_a_stroke_becomes_ink_with_few_points_close_to_the_hands_own(easel: Easel) -> None:
    way = circle(400, 300, 400)
    easel.use("ink", *way)
    [ink] = easel.of(NodeKind.ink)
    [line] = easel.editor.sketches.strokes(ink.id)
    assert len(line) < 120
    assert all(strokes.distance(line, x, y) < 0.5 for x, y in way)
    assert easel.editor.tool == "ink", "a pen is not put down after one stroke"


def test_strokes_within_a_second_and_near_are_one_drawing(easel: Easel) -> None:
    easel.use("ink", *circle(300, 300))
    easel.now = 0.8
    easel.use("ink", *circle(380, 300))
    assert len(easel.of(NodeKind.ink)) == 1
    easel.now = 4.0
    easel.use("ink", *circle(400, 320))
    assert len(easel.of(NodeKind.ink)) == 2, "a second later it is another one"
    easel.now = 4.2
    easel.use("ink", *circle(800, 600))
    assert len(easel.of(NodeKind.ink)) == 3, "and so it is far away"


def test_a_stroke_that_joins_others_moves_none_of_them(easel: Easel) -> None:
    easel.use("ink", *circle(400, 400))
    [ink] = easel.of(NodeKind.ink)
    [before] = easel.editor.sketches.strokes(ink.id)
    easel.use("ink", *circle(340, 330))
    first, second = easel.editor.sketches.strokes(ink.id)
    assert abs(first - before).max() < 1e-9
    assert all(strokes.distance(second, x, y) < 0.5 for x, y in circle(340, 330))


def test_each_stroke_is_a_step_of_undo(easel: Easel, session: Session) -> None:
    easel.use("ink", *circle(400, 400))
    easel.use("ink", *circle(440, 400))
    session.undo()
    [ink] = easel.of(NodeKind.ink)
    assert len(easel.editor.sketches.strokes(ink.id)) == 1


def test_an_endless_stroke_goes_on_in_another_node(session: Session) -> None:
    """Bad input: at most 2,000 points a node, and nothing is lost between two of them."""
    points = [(t * 3.0, 40 * math.sin(t * 1.3), 1.0) for t in range(5000)]
    made = draw(session, points)
    assert len(made) > 2
    for id in made:
        kept = strokes.decoded(str(session.board.nodes[id].param("strokes")))
        assert 0 < strokes.counted(kept) <= strokes.MOST_POINTS
    session.undo()
    assert not session.board.nodes


def test_the_pressure_of_the_pen_is_kept(easel: Easel) -> None:
    easel.editor.take("ink")
    press = Pointer(100, 100, pressure=0.25)
    gesture = gesture_for(easel.editor, easel.hand, press)
    assert gesture is not None
    easel.editor.begin(gesture)
    for x in range(110, 300, 10):
        easel.editor.feed(Pointer(x, 100, pressure=0.25 if x < 200 else 1.0))
    easel.editor.feed(Pointer(300, 100, up=True))
    [ink] = easel.of(NodeKind.ink)
    [line] = easel.editor.sketches.strokes(ink.id)
    assert line[0, 2] == pytest.approx(0.25, abs=0.01)
    assert line[-1, 2] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("tool", ["eraser", "ink"])
def test_the_eraser_takes_whole_strokes_and_only_what_it_touches(
    easel: Easel, session: Session, tool: str
) -> None:
    """The eraser tool, or the other end of a pen."""
    easel.use("ink", *circle(300, 300))
    easel.use("ink", *circle(400, 300))
    [ink] = easel.of(NodeKind.ink)
    easel.use(tool, (250, 280), (270, 330), eraser=True)
    [left] = easel.editor.sketches.strokes(ink.id)
    assert all(strokes.distance(left, x, y) < 0.5 for x, y in circle(400, 300))
    easel.use(tool, (430, 280), (450, 320), eraser=True)
    assert easel.of(NodeKind.ink) == [], "without strokes there is no ink"
    session.undo()
    session.undo()
    assert len(easel.editor.sketches.strokes(ink.id)) == 2


def test_escape_gives_back_what_the_eraser_has_touched(easel: Easel) -> None:
    easel.use("ink", *circle(300, 300))
    easel.use("eraser", (250, 280), (270, 330), up=False)
    assert easel.editor.cancel()
    assert len(easel.of(NodeKind.ink)) == 1


def test_a_quick_sweep_of_the_eraser_slips_by_no_stroke(easel: Easel) -> None:
    easel.use("ink", (300, 100), (300, 500))
    easel.use("eraser", (100, 300), (900, 310))
    assert easel.of(NodeKind.ink) == []


# -- the laser


def test_the_laser_leaves_nothing_on_the_board_and_fades(easel: Easel, session: Session) -> None:
    before = session.board.encode()
    easel.use("laser", (100, 100), (200, 100), (300, 140))
    assert easel.editor.laser
    assert [round(x) for x, _, _ in easel.editor.laser.trail()][-1] >= 200
    assert session.board.encode() == before
    easel.editor.laser._clock = lambda: 1e9  # a long while later
    assert not easel.editor.laser
