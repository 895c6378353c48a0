"""When renders will be done, as earlier ones tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generation.contract import ShotRequest
from generation.estimate import Due, Paces, forecast
from generation.job import Job
from generation.jobs import Jobs

LIGHT, CARDS = frozenset({"light"}), frozenset({"cuda:0", "cuda:1"})


def job(jobs: Jobs, **asked: object) -> Job:
    request = replace(ShotRequest(frames=24), **asked)  # type: ignore[arg-type]  # fields by name
    return jobs.add(str(asked), "n", request)


def test_a_shot_takes_as_long_as_others_of_its_model_by_its_size(jobs: Jobs) -> None:
    paces = Paces([("wan", "final", 100.0, 10.0), ("wan", "final", 200.0, 22.0)])
    small = job(jobs, model="wan", width=10, height=10, frames=3)
    assert paces.seconds(small) == pytest.approx(300 * 0.105)
    assert paces.seconds(job(jobs, model="wan", quality="draft")) is None
    assert paces.seconds(job(jobs, model="ltx")) is None


def test_one_slow_render_long_ago_tells_little(jobs: Jobs) -> None:
    latest = [("wan", "final", 100.0, 1.0)] * 20
    paces = Paces([*latest, *[("wan", "final", 100.0, 90.0)] * 50])
    assert paces.seconds(job(jobs, model="wan", width=10, height=10, frames=1)) == 1.0


def test_what_waits_is_done_one_after_the_other_on_its_lane() -> None:
    due = [Due(2, LIGHT, 3.0), Due(3, LIGHT, 4.0)]
    found = forecast([(1, "light", 5.0)], due)
    assert found.ends == {1: 5.0, 2: 8.0, 3: 12.0}
    assert (found.whole, found.more) == (12.0, False)


def test_two_cards_share_what_waits() -> None:
    due = [Due(number, CARDS, 10.0) for number in range(3, 7)]
    found = forecast([(1, "cuda:0", 2.0), (2, "cuda:1", 9.0)], due)
    assert found.ends == {1: 2.0, 2: 9.0, 3: 12.0, 4: 19.0, 5: 22.0, 6: 29.0}


def test_behind_what_nobody_can_judge_nobody_knows_more() -> None:
    due = [Due(1, LIGHT, 2.0), Due(2, LIGHT, None), Due(3, LIGHT, 2.0)]
    found = forecast([], due)
    assert found.ends == {1: 2.0, 2: None, 3: None}
    assert (found.whole, found.more) == (2.0, True)


def test_an_empty_queue_takes_no_time() -> None:
    assert forecast([], []).whole is None
