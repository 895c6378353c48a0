"""Where things go on the canvas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from canvas.app.layout import GAP, below, free, in_rows
from canvas.document.records import Node, NodeKind

BOXES = st.lists(
    st.builds(
        lambda x, y, w, h: Node(id="n", kind=NodeKind.note, pos=(x, y), size=(w, h)),
        *(st.floats(-1000, 1000) for _ in range(2)),
        *(st.floats(1, 500) for _ in range(2)),
    ),
    max_size=12,
)


@given(BOXES, st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
def test_a_free_place_covers_nothing(nodes: list[Node], corner: tuple[float, float]) -> None:
    x, y = free(nodes, corner, (304, 218))
    assert x == corner[0]
    assert y >= corner[1]
    for node in nodes:
        beside = node.pos[0] >= x + 304 or x >= node.pos[0] + node.size[0]
        assert beside or node.pos[1] >= y + 218 or y >= node.pos[1] + node.size[1]


@given(BOXES)
def test_newcomers_go_under_everything(nodes: list[Node]) -> None:
    _, top = below(nodes)
    assert all(node.pos[1] + node.size[1] + GAP <= top for node in nodes)


def test_rows_fill_from_the_left() -> None:
    places = in_rows([(100, 50)] * 5, (10, 20), 2)
    wide, high = 100 + GAP, 50 + GAP
    assert places == [
        (10, 20),
        (10 + wide, 20),
        (10, 20 + high),
        (10 + wide, 20 + high),
        (10, 20 + 2 * high),
    ]
    assert in_rows([], (0, 0), 4) == []
