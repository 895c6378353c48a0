"""Whether a shot fits, how, and what would fit if it does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from canvas.document.words import Sentence
from generation.fit.ladder import Fit, fit, next_rung, total_time
from generation.fit.predict import RUNGS, estimate, rungs
from generation.fit.words import duration, size
from generation.manifest import File, Manifest
from generation.match import Note
from tests.generation.fit.cards import GB, card, model, processor, shot

WAN = "wan2.1-t2v-1.3b"
LARGE = "wan2.2-i2v-a14b"


def drawn(found: Fit | Note) -> Fit:
    assert isinstance(found, Fit), found
    return found


def refused(found: Fit | Note) -> str:
    assert isinstance(found, Note), found
    assert found.what == "memory"
    return str(found.sentence)


def test_a_backend_without_weights_always_fits() -> None:
    animatic = model("animatic")
    found = drawn(fit(animatic, shot(animatic), card(0.1)))
    assert (found.rung, found.seconds) == ("resident", None)


def test_a_large_card_holds_all_of_the_model() -> None:
    found = drawn(fit(model(WAN), shot(model(WAN)), card(48)))
    assert (found.rung, found.basis) == ("resident", "computed")
    assert found.seconds is not None
    assert found.bytes is not None
    assert found.bytes > 14 * GB, "the encoder of words is there beside what draws"


def test_the_smaller_the_card_the_lower_the_rung() -> None:
    a14b = model(LARGE)
    found = [
        drawn(fit(a14b, shot(a14b), card(memory, ram=128))).rung for memory in (141, 80, 40, 24, 12)
    ]
    assert found == sorted(found, key=RUNGS.index)
    assert found[0] == "resident"
    assert found[-1] == "stream"


def test_an_encoder_of_words_that_goes_when_it_has_read_takes_no_memory_beside_what_draws() -> None:
    h3, device = model("minimax-h3"), card(80, ram=96)
    request = shot(h3, frames=124, width=960, height=544)
    assert drawn(fit(h3, request, device)).rung == "model"
    assert estimate(h3, request, device, "model", tiling=False).ram < 75 * GB
    qwen = model("qwen-image-edit-plus")  # which asks its own while it draws
    kept = estimate(qwen, shot(qwen), device, "model", tiling=False)
    assert kept.ram > 50 * GB


def test_a_rung_lower_never_takes_more_of_the_card() -> None:
    a14b = model(LARGE)
    device = card(80)
    peaks = [
        estimate(a14b, shot(a14b), device, rung, tiling=True).bytes or 0
        for rung in rungs(a14b, device)
    ]
    assert all(upper >= lower for upper, lower in pairwise(peaks)), peaks


def test_more_frames_and_more_pixels_take_more_time_and_memory() -> None:
    wan, device = model(LARGE), card(141)

    def told(**more: object) -> tuple[float, int]:
        found = drawn(fit(wan, shot(wan, **more), device))
        return found.seconds or 0.0, found.bytes or 0

    little, longer, larger = told(frames=41), told(), told(width=1280, height=720)
    assert little[0] < longer[0]
    assert little[1] <= longer[1]
    assert longer[0] < larger[0]


def test_steps_and_guidance_cost_what_they_draw() -> None:
    wan, device = model(WAN), card(48)
    request = shot(wan)

    def seconds(**more: object) -> float:
        one = replace(request, **more)  # type: ignore[arg-type]  # fields by name
        return drawn(fit(wan, one, device)).seconds or 0.0

    few = seconds(steps=10, guidance=5.0)
    many = seconds(steps=20, guidance=5.0)
    plain = seconds(steps=20, guidance=1.0)
    assert many - few == pytest.approx(few, rel=0.5)
    assert plain < 0.6 * many


def test_what_others_hold_of_the_card_is_not_counted_on() -> None:
    wan = model(WAN)
    alone = drawn(fit(wan, shot(wan), card(24)))
    beside = drawn(fit(wan, shot(wan), card(24, free=11)))
    assert RUNGS.index(beside.rung) > RUNGS.index(alone.rung)


def test_a_machine_without_memory_cannot_hold_what_waits_for_its_turn() -> None:
    a14b = model(LARGE)
    text = refused(fit(a14b, shot(a14b), card(24, ram=16)))
    assert "the machine's memory" in text
    assert "No size fits" in text


def test_a_refusal_names_a_size_and_a_length_that_fit() -> None:
    wan, device = model(WAN), card(6, ram=64, fp8=False)
    request = replace(shot(wan), width=1920, height=1088, frames=81 * 8 + 1)
    found = fit(wan, request, device)
    assert "x" in refused(found)
    assert isinstance(found, Note)
    values = found.sentence.values
    width, height, frames = (int(str(values[k])) for k in ("width", "height", "frames"))
    if width:
        drawn(fit(wan, replace(request, width=width, height=height), device))
        wider = replace(
            request, width=width + 16, height=round((width + 16) * 1088 / 1920) // 16 * 16 + 16
        )
        refused(fit(wan, wider, device))
    if frames:
        drawn(fit(wan, replace(request, frames=frames), device))
        refused(fit(wan, replace(request, frames=frames + 4), device))
    assert width or frames


def test_a_shot_asked_for_as_it_is_is_refused_before_its_weights_are_cut_down() -> None:
    small = {"transformer": 30 * GB, "vae": GB, "quantised": 2 * GB}
    wan = replace(model(WAN), weight_bytes=small, work="")
    request, device = shot(wan), card(12, ram=24)
    assert drawn(fit(wan, request, device)).rung == "quantised"
    text = refused(fit(wan, replace(request, exact=True), device))
    assert "With its weights in fewer bits it would fit." in text
    assert "fewer bits" not in refused(fit(wan, replace(request, exact=True), card(1, ram=1)))


def test_no_rung_is_left_below_the_lowest() -> None:
    wan, device = model(WAN), card(24)
    seen, rung = ["resident"], next_rung(model(WAN), "resident", device)
    while rung is not None:
        seen.append(rung)
        rung = next_rung(wan, rung, device)
    assert tuple(seen) == rungs(wan, device)
    assert len(seen) == len(set(seen))


def test_after_an_out_of_memory_only_lower_rungs_are_looked_at() -> None:
    wan = model(WAN)
    found = drawn(fit(wan, shot(wan), card(80), below="resident"))
    assert found.rung == "model"
    lowest = rungs(wan, card(80))[-1]
    refused(fit(wan, shot(wan), card(80), below=lowest))


def test_a_card_that_cannot_keep_eight_bits_is_not_asked_to() -> None:
    assert "fp8" not in rungs(model(WAN), card(24, fp8=False))
    assert "fp8" in rungs(model(WAN), card(24))


def test_small_weights_are_a_rung_of_models_that_have_them() -> None:
    wan = replace(model(WAN), weight_bytes={"transformer": 3 * GB, "vae": GB, "quantised": GB})
    assert rungs(wan, card(24))[-1] == "quantised"
    assert rungs(wan, card(24, kind="mps")) == ("resident", "quantised")
    file = File(path="transformer/wan-q4.gguf", bytes=2 * GB)
    assert rungs(replace(model(WAN), files=(file,)), card(24))[-1] == "quantised"


def test_the_processor_is_told_of_in_hours_and_with_advice() -> None:
    found = drawn(fit(model(WAN), shot(model(WAN)), processor(64)))
    assert found.rung == "resident"
    assert " h on the processor" in str(found.sentence) or " days on" in str(found.sentence)
    assert "Animatic" in str(found.sentence)


def test_the_processor_counts_its_numbers_twice_as_wide() -> None:
    wan = model(WAN)
    on_card = drawn(fit(wan, shot(wan), card(80)))
    on_cpu = drawn(fit(wan, shot(wan), processor(128)))
    assert (on_cpu.bytes or 0) > 1.5 * (on_card.bytes or 0)


def test_a_model_that_nobody_counted_says_that_it_is_not_known() -> None:
    own = replace(model(WAN), work="", weight_bytes={"transformer": 2 * GB, "vae": GB})
    found = drawn(fit(own, shot(own), card(24)))
    assert (found.seconds, found.bytes, found.basis) == (None, None, "unknown")
    assert str(found.sentence) == "Not known yet on Card 24: the first render will tell."
    assert drawn(fit(own, shot(own), card(2.5))).rung == "model", "its weights are known"
    refused(fit(own, shot(own), card(0.1)))


def test_a_card_whose_speed_nobody_measured_promises_no_time() -> None:
    device = replace(card(48), speeds=replace(card(48).speeds, matmul=0.0))
    found = drawn(fit(model(WAN), shot(model(WAN)), device))
    assert found.seconds is None
    assert "how long is not known yet" in str(found.sentence)


def test_every_model_fits_somewhere_and_is_refused_somewhere() -> None:
    """And nothing raises in between, whatever the card."""
    for manifest in weighty():
        request = shot(manifest)
        drawn(fit(manifest, request, card(160, ram=512)))
        refused(fit(manifest, request, card(0.2, ram=512)))
        for memory in (1, 4, 8, 16, 32):
            fit(manifest, request, card(memory, ram=32))


def weighty() -> list[Manifest]:
    from generation.catalogue import installed

    return [one for one in installed().models.values() if one.wants_weights and one.work]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (7.4, "7 s"), (33, "35 s"), (240, "4 min"), (7200, "2 h"), (9e5, "10 days")],
)
def test_time_is_told_as_coarsely_as_it_is_known(seconds: float, said: str) -> None:
    assert str(duration(seconds)) == said


@pytest.mark.parametrize(
    ("bytes", "said"), [(3 * 2**20, "3 MB"), (int(1.25 * GB), "1.2 GB"), (11 * GB, "11 GB")]
)
def test_memory_is_told_in_what_cards_are_sold_by(bytes: int, said: str) -> None:
    assert str(size(bytes)) == said


def test_several_renders_are_told_in_one_sum() -> None:
    known = Fit(device="cuda:0", rung="resident", seconds=120.0, sentence=Sentence(""))
    assert str(total_time([known, known])) == "About 4 min in all."
    open_ = replace(known, seconds=None)
    assert str(total_time([known, open_])).startswith("At least 2 min")
    assert total_time([open_]) is None
