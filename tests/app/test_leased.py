"""What a room says of leases is read with as little faith as what a peer says."""

from __future__ import annotations

import base64
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvas.app import leased
from canvas.app.session import Session

_JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
_KEY = st.sampled_from(["a" * 64, "b" * 64]) | _JSON
_ID = st.integers(0, 3) | _JSON
_SAID: Any = st.fixed_dictionaries(
    {
        "of": st.sampled_from(
            ["anew", "lender", "busy", "gone", "want", "preview", "over", "lease", "stop"]
        )
        | _JSON
    },
    optional={
        "key": _KEY,
        "id": _ID,
        "lender": _ID,
        "busy": _ID,
        "slots": _ID,
        "window": _ID,
        "models": st.dictionaries(st.text(max_size=5), st.text(max_size=5)) | _JSON,
        "manifests": st.dictionaries(st.text(max_size=5), st.text(max_size=20)) | _JSON,
        "nodes": st.lists(st.text(max_size=5), max_size=3) | _JSON,
        "request": st.sampled_from(["{}", '{"frames":4}', "["]) | _JSON,
        "share": _JSON,
        "left": _JSON,
        "jpeg": st.just(base64.b64encode(b"\xff\xd8\xff").decode()) | _JSON,
        "why": st.sampled_from(["made", "failed", "dropped", "lost"]) | _JSON,
        "trouble": st.just({"what": {"text": "{a.b}", "values": {"a": 1}}}) | _JSON,
    },
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(_SAID, max_size=12))
def test_whatever_a_room_says_a_board_stays_whole(session: Session, said: list[Any]) -> None:
    """R12.19"""
    for body in said:
        session.lending._take_in(body)
    session.drain()
    assert all(one.slots >= 1 and one.label is not None for one in session.lending.lenders)
    assert all(0 <= one.share <= 1 for one in session.lending.waits)
    assert not session.lending.drawing
    assert not session.board.renders


def test_a_preview_that_is_none_is_nothing() -> None:
    assert leased.jpeg({"jpeg": "%%%"}) == b""
    assert leased.jpeg({"jpeg": base64.b64encode(b"\xff\xd8\xff").decode()}) == b"\xff\xd8\xff"
    assert leased.jpeg({"jpeg": "A" * (1 << 18)}) == b""
