"""Numbers, rates and sentences: the small change of the document."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document import forms, schema, values
from canvas.document.records import PARAMS, Edge, Node, NodeKind, Shot, Transition
from canvas.document.timing import (
    RATES,
    Rate,
    frames_from,
    rate_from,
    rescaled,
    seconds_from,
    timecode,
)
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from tests.document.boards import a_node, relaxed


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("23.976", Rate(24000, 1001)),
        (29.97, Rate(30000, 1001)),
        (59.94, Rate(60000, 1001)),
        (24, Rate(24)),
        (Fraction(25), Rate(25)),
        (12.5, Rate(25, 2)),
    ],
)
def test_a_rate_is_what_a_person_means(written: float | str | Fraction, rate: Rate) -> None:
    assert rate_from(written) == rate


def test_a_rate_reads_back_as_a_person_writes_it() -> None:
    assert [str(rate) for rate in RATES] == ["23.976", "24", "25", "29.97", "30", "60"]


def test_a_rate_is_two_positive_integers() -> None:
    for bad in ((0, 1), (24, 0), (-24, 1)):
        with pytest.raises(ValueError, match="positive"):
            Rate(*bad)


@relaxed
@given(st.integers(0, 10**6), st.sampled_from(RATES))
def test_frames_to_seconds_and_back_is_exact(frames: int, rate: Rate) -> None:
    assert frames_from(seconds_from(frames, rate), rate) == frames


@relaxed
@given(st.integers(0, 10**5), st.sampled_from(RATES), st.sampled_from(RATES))
def test_a_rescaled_frame_is_the_nearest_in_time(frames: int, old: Rate, new: Rate) -> None:
    moved = seconds_from(rescaled(frames, old, new), new) - seconds_from(frames, old)
    assert abs(moved) * 2 <= 1 / new.fraction


def test_timecode_counts_with_the_nominal_rate() -> None:
    assert timecode(24 * 61 + 5, Rate(24000, 1001)) == "01:01.05"
    assert timecode(24 * 3600, Rate(24)) == "1:00:00.00"
    assert timecode(-5, Rate(24)) == "00:00.00"


def test_a_trouble_says_what_it_means_and_what_to_do() -> None:
    trouble = Trouble(
        say(QT_TRANSLATE_NOOP("words", "{name} is gone."), name="a.png"),
        remedy=say(QT_TRANSLATE_NOOP("words", "Import it again.")),
    )
    assert str(trouble) == "a.png is gone. Import it again."


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert str(Sentence("a {b}")) == "a {b}"


def test_a_link_is_known_by_its_four_ends() -> None:
    one = Edge(source="a", out="words", target="b", into="words")
    assert one.id == Edge(source="a", out="words", target="b", into="words", deleted=True).id
    others = [("b", "words", "a", "words"), ("aw", "ords", "b", "words")]
    for source, out, target, into in others:
        assert Edge(source=source, out=out, target=target, into=into).id != one.id


def test_every_default_of_a_parameter_may_be_written() -> None:
    for kind, params in PARAMS.items():
        for name, param in params.items():
            assert values.parameter(kind, name, param.default) == param.default


def test_every_node_reads_back_as_written() -> None:
    for kind in NodeKind:
        node = a_node(
            "n",
            kind.value,
            pos=(1.5, -2.0),
            title="T",
            color="#123456",
            locked=True,
            parent="f",
            refs=("a" * 64,),
            take="t",
        )
        assert forms.read(schema.NODE, "n", forms.write(schema.NODE, node)) == node


def test_a_record_leaves_its_defaults_out() -> None:
    shot = Shot(id="s", node="n", seq="V")
    assert forms.write(schema.SHOT, shot) == {"node": "n", "seq": "V"}
    dissolve = Shot(id="s", node="n", seq="V", transition=Transition("dissolve", 8), in_=2)
    assert forms.read(schema.SHOT, "s", forms.write(schema.SHOT, dissolve)) == dissolve


def test_a_check_gives_typed_values() -> None:
    node = forms.check(schema.NODE, Node(id="n", kind="clip", pos=[1, 2]))  # type: ignore[arg-type]
    assert node.kind is NodeKind.clip
    assert node.pos == (1.0, 2.0)


@relaxed
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=12,
    )
)
def test_plain_json_is_the_same_however_often_it_is_read(value: object) -> None:
    try:
        once = values.plain(value)
    except Unfit:
        return
    assert values.plain(once) == once
    assert repr(values.plain(once)) == repr(once)


def test_a_reason_shows_little_of_a_long_or_odd_value() -> None:
    for value in ("x" * 10_000, 10**5000, object(), "\x00\u202e", [0] * 1000):
        with pytest.raises(Unfit) as caught:
            values.position(value)
        assert len(str(caught.value.reason)) < 140
        assert str(caught.value.reason).isprintable()
