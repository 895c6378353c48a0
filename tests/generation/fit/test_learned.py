"""What renders took is remembered, and changes what is said of the next."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from generation.contract import Spent
from generation.fit.ladder import Fit, fit
from generation.fit.learned import Learned, Measure, learn, learn_failure
from generation.fit.predict import RUNGS, estimate
from tests.generation.fit.cards import GB, card, model, processor, shot

WAN = model("wan2.1-t2v-1.3b")
SHOT = shot(WAN)
CARD = card(48)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "measured.sqlite"


def drawn(learned: Learned | None, *, device: object = CARD, **more: object) -> Fit:
    request = replace(SHOT, **more)  # type: ignore[arg-type]  # fields by name
    found = fit(WAN, request, device, learned)  # type: ignore[arg-type]  # a Device
    assert isinstance(found, Fit), found
    return found


def spent(times: float, bytes_times: float = 1.0) -> Spent:
    """So many times what the arithmetic says."""
    plain = estimate(WAN, SHOT, CARD, "resident", tiling=False)
    assert plain.seconds is not None
    assert plain.bytes is not None
    return Spent(bytes=round(plain.bytes * bytes_times), denoising=plain.seconds * times)


def test_what_was_measured_corrects_what_is_said_of_a_like_shot(path: Path) -> None:
    learned, plain = Learned(path), drawn(None)
    assert (drawn(learned).seconds, drawn(learned).basis) == (plain.seconds, "computed")
    learn(learned, WAN, SHOT, CARD, "resident", spent(2.0, 1.1))
    found = drawn(learned)
    assert found.basis == "measured"
    assert found.seconds == pytest.approx(2.0 * (plain.seconds or 0))
    assert found.bytes == pytest.approx(1.1 * (plain.bytes or 0), rel=0.001)


def test_a_shot_of_another_length_is_corrected_in_proportion(path: Path) -> None:
    learned = Learned(path)
    learn(learned, WAN, SHOT, CARD, "resident", spent(1.5))
    plain, found = drawn(None, frames=41), drawn(learned, frames=41)
    assert found.seconds == pytest.approx(1.5 * (plain.seconds or 0))


def test_the_median_counts_and_not_the_one_that_was_disturbed(path: Path) -> None:
    learned, plain = Learned(path), drawn(None)
    for times in (1.2, 1.2, 9.0):
        learn(learned, WAN, SHOT, CARD, "resident", spent(times))
    assert drawn(learned).seconds == pytest.approx(1.2 * (plain.seconds or 0))


def test_a_card_that_is_slow_with_one_model_is_thought_slow_with_another(path: Path) -> None:
    learned, other = Learned(path), model("wan2.1-vace-1.3b")
    before = fit(other, shot(other), CARD, learned)
    learn(learned, WAN, SHOT, CARD, "resident", spent(3.0))
    after = fit(other, shot(other), CARD, learned)
    assert isinstance(before, Fit)
    assert isinstance(after, Fit)
    assert after.seconds == pytest.approx(3.0 * (before.seconds or 0))
    assert after.basis == "computed"


def test_another_card_another_rung_and_another_version_learn_nothing_of_it(path: Path) -> None:
    learned = Learned(path)
    learn(learned, WAN, SHOT, CARD, "resident", spent(2.0))
    other = card(24)
    assert drawn(learned, device=other).basis == "computed"
    below = fit(WAN, SHOT, CARD, learned, below="resident")
    assert isinstance(below, Fit)
    assert below.basis == "computed"
    newer = fit(replace(WAN, version="2"), SHOT, CARD, learned)
    assert isinstance(newer, Fit)
    assert newer.basis == "computed"


def test_after_an_out_of_memory_a_like_shot_starts_lower(path: Path) -> None:
    learned = Learned(path)
    before = drawn(learned)
    learn_failure(learned, WAN, SHOT, CARD, before.rung, tiling=before.tiling)
    after = drawn(learned)
    assert RUNGS.index(after.rung) > RUNGS.index(before.rung)
    small = drawn(learned, frames=5, width=256, height=256)
    assert small.rung == before.rung, "a much smaller shot is another matter"


def test_failures_lead_down_the_ladder_to_its_foot_and_end_there(path: Path) -> None:
    learned, seen = Learned(path), []
    while isinstance(found := fit(WAN, SHOT, CARD, learned), Fit):
        seen.append(found.rung)
        assert len(seen) <= len(RUNGS), f"it goes round: {seen}"
        learn_failure(learned, WAN, SHOT, CARD, found.rung, tiling=found.tiling)
    assert seen == ["resident", "model", "fp8", "stream"]


def test_an_out_of_memory_is_forgiven_after_a_day(path: Path) -> None:
    learned = Learned(path)
    learn_failure(learned, WAN, SHOT, CARD, "resident")
    assert drawn(learned).rung == "model"
    with sqlite3.connect(path) as sql:
        sql.execute("UPDATE measures SET made = made - 90000")
    sql.close()
    assert drawn(Learned(path)).rung == "resident"


def test_a_shot_that_was_only_decoded_again_says_nothing_of_the_whole(path: Path) -> None:
    learned = Learned(path)
    learn(learned, WAN, SHOT, CARD, "resident", Spent(bytes=GB, decoding=1.0))
    assert drawn(learned).basis == "computed"


def test_a_model_that_nobody_counted_learns_by_size_and_steps(path: Path) -> None:
    own = replace(WAN, id="own", work="", weight_bytes={"transformer": GB})
    learned, request = Learned(path), replace(SHOT, steps=20, guidance=1.0)
    learn(learned, own, request, CARD, "resident", Spent(bytes=3 * GB, denoising=60.0))
    found = fit(own, replace(request, steps=40), CARD, learned)
    assert isinstance(found, Fit)
    assert found.seconds == pytest.approx(120.0)
    assert found.bytes == 3 * GB
    assert found.basis == "measured"
    far = fit(own, replace(request, frames=5, width=256, height=256), CARD, learned)
    assert isinstance(far, Fit)
    assert far.seconds is None, "one render says nothing of a shot a hundred times smaller"


def test_a_model_that_nobody_counted_learns_on_a_processor_too(path: Path) -> None:
    """Its memory is the machine's, and of a card that tells none nothing is made up."""
    own = replace(WAN, id="own", work="", weight_bytes={})
    learned, request = Learned(path), replace(SHOT, steps=20, guidance=1.0)
    learn(learned, own, request, processor(), "resident", Spent(ram=2 * GB, denoising=60.0))
    found = fit(own, request, processor(), learned)
    assert isinstance(found, Fit)
    assert str(found.sentence) == "About 60 s on the processor, 2 GB of memory."
    learn(learned, own, request, CARD, "resident", Spent(denoising=6.0))
    told = fit(own, request, CARD, learned)
    assert isinstance(told, Fit)
    assert str(told.sentence) == "About 6 s on Card 48."


def test_another_program_on_this_machine_reads_what_was_learned(path: Path) -> None:
    learn(Learned(path), WAN, SHOT, CARD, "resident", spent(2.0))
    assert drawn(Learned(path)).basis == "measured"


@pytest.mark.parametrize("torn", [b"", b"not a database at all, just bytes" * 40])
def test_a_torn_file_is_moved_aside_and_begun_anew(path: Path, torn: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(torn)
    learned = Learned(path)
    assert drawn(learned).basis == "computed"
    learn(learned, WAN, SHOT, CARD, "resident", spent(2.0))
    assert drawn(Learned(path)).basis == "measured"
    assert path.with_suffix(".broken").exists() == bool(torn)


def test_a_file_cut_in_the_middle_is_survived(path: Path) -> None:
    learned = Learned(path)
    for _ in range(40):
        learn(learned, WAN, SHOT, CARD, "resident", spent(2.0))
    whole = path.read_bytes()
    for length in range(100, len(whole), 997):
        path.write_bytes(whole[:length])
        again = Learned(path)
        drawn(again)
        learn(again, WAN, SHOT, CARD, "resident", spent(2.0))
        assert drawn(again).basis == "measured"


def test_rows_that_nobody_can_have_measured_are_not_believed(path: Path) -> None:
    learned = Learned(path)
    learn(learned, WAN, SHOT, CARD, "resident", spent(2.0))
    with sqlite3.connect(path) as sql:
        sql.execute("UPDATE measures SET seconds = -1")
    sql.close()
    assert drawn(Learned(path)).basis == "computed"


def test_a_place_that_cannot_be_written_is_learned_from_until_the_end(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    learned = Learned(blocked / "measured.sqlite")
    learn(learned, WAN, SHOT, CARD, "resident", spent(2.0))
    assert drawn(learned).basis == "measured"


def test_measures_of_an_older_arithmetic_do_not_correct_this_one(path: Path) -> None:
    learned, plain = Learned(path), drawn(None)
    measure = Measure(
        device=CARD.name,
        model=f"{WAN.id} {WAN.version}",
        rung="resident",
        tiling=False,
        quality=SHOT.quality,
        amount=1e4,
        steps=1,
        seconds=1e6,
        bytes=0,
        ram=0,
        expected_seconds=1.0,
        expected_bytes=0,
        formula=0,
    )
    learned.add(measure)
    assert drawn(learned, device=replace(CARD, name="Other")).seconds == plain.seconds
