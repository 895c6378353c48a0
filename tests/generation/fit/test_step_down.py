"""Out of memory: one step down the ladder with a fresh process, and never a loop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assets.store import Store
from generation.catalogue import Catalogue
from generation.contract import OutOfMemory, ShotRequest
from generation.devices import Devices, Found
from generation.events import JobEvent
from generation.fingerprint import content_key
from generation.fit.ladder import Fit, fit
from generation.fit.learned import Learned
from generation.job import ENDED
from generation.jobs import Job, Jobs, Wanted
from generation.machine import Machine
from generation.match import fitted
from generation.orders import Orders
from generation.supervisor import Supervisor
from tests.generation.checkpoints import laid_out
from tests.generation.fit.cards import GB, card, model, processor

PATIENCE = 90.0
CARD = card(60)


class Theatre:
    """A supervisor over one card that is not there: the backend only pretends to use it."""

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        wan = model("wan2.1-t2v-1.3b")
        self.manifest = replace(
            wan,
            backend="tests.generation.fit.tight:Tight",
            folder=laid_out(folder / "checkpoint"),
            repo="",
            patience=60.0,
        )
        self.tally = folder / "tally"
        self.learned = Learned(folder / "measured.sqlite")
        self.catalogue = Catalogue({wan.id: self.manifest})
        devices = Devices(lambda: Found("2.13", (processor(), CARD), ()))
        self._heard = threading.Condition()
        self.events: list[JobEvent] = []
        self.supervisor = Supervisor(
            jobs,
            Store(folder / "media"),
            find_render=lambda _key: None,
            notify=self._hear,
            catalogue=self.catalogue,
            orders=Orders(Machine(devices, self.learned)),
        )

    def request(self, tight: str, seed: int = 0, *, exact: bool = False) -> ShotRequest:
        return ShotRequest(
            model=self.manifest.id,
            exact=exact,
            frames=5,
            width=256,
            height=256,
            seed=seed,
            prompt=f"tally {self.tally}\ntight {tight}",
        )

    def render(self, tight: str, seed: int = 0, *, exact: bool = False) -> Job:
        """Wait for the end of one shot."""
        asked = self.request(tight, seed, exact=exact)
        wanted = Wanted(node="n", key=content_key(asked, self.catalogue), request=asked)
        job = self.supervisor.submit([wanted])[0]

        def ended() -> list[Job]:
            told = [event.job for event in self.events]
            return [one for one in told if one.id == job.id and one.state in ENDED]

        with self._heard:
            assert self._heard.wait_for(ended, PATIENCE), self.events[-3:]
            return ended()[0]

    def tries(self) -> list[list[str]]:
        return [line.split() for line in self.tally.read_text().splitlines()]

    def fit(self) -> Fit:
        request = fitted(self.request(""), self.manifest)
        found = fit(self.manifest, request, CARD, self.learned)
        assert isinstance(found, Fit)
        return found

    def _hear(self, event: JobEvent) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()


@pytest.fixture
def theatre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theatre]:
    # the rung is what is at stake here, not whether the extra is installed on this machine
    monkeypatch.setattr("generation.engine.lacking", lambda: ())
    jobs = Jobs(tmp_path / "jobs.sqlite")
    made = Theatre(tmp_path, jobs)
    yield made
    made.supervisor.close()
    jobs.close()


def test_a_shot_that_fits_is_drawn_at_once_and_learned_from(theatre: Theatre) -> None:
    before = theatre.fit()
    assert theatre.render("").state == "done"
    assert [rung for _, rung, _ in theatre.tries()] == ["resident"]
    after = theatre.fit()
    assert (before.basis, after.basis) == ("computed", "measured")
    assert after.seconds == pytest.approx(9.0), "loading is not part of it"
    assert after.bytes == pytest.approx(3 * GB, rel=0.01)


def test_out_of_memory_steps_down_once_with_a_fresh_process(theatre: Theatre) -> None:
    assert theatre.render("resident").state == "done"
    (first, *upper), (second, *lower) = theatre.tries()
    assert (upper[0], lower[0]) == ("resident", "model")
    assert first != second, "what the first process holds must be gone"


def test_the_next_shot_starts_where_the_last_one_had_room(theatre: Theatre) -> None:
    theatre.render("resident")
    assert theatre.render("resident", seed=1).state == "done"
    assert [rung for _, rung, _ in theatre.tries()] == ["resident", "model", "model"]
    theatre.learned = Learned(theatre.learned.path)
    assert theatre.fit().rung == "model", "and another program knows it"


def test_a_shot_drawn_in_fewer_bits_says_so_and_one_asked_for_as_it_is_never_is(
    theatre: Theatre,
) -> None:
    whole = theatre.render("resident")
    small = theatre.render("model", seed=1)
    assert [rung for _, rung, _ in theatre.tries()][2:] == ["model", "fp8"]
    assert whole.result is not None
    assert small.result is not None
    assert (whole.result.precision, small.result.precision) == ("", "fp8")
    exact = theatre.render("model", seed=2, exact=True)
    assert theatre.tries()[-1][1] == "stream"
    assert exact.result is not None
    assert exact.result.precision == ""


def test_a_second_out_of_memory_fails_and_does_not_go_on(theatre: Theatre) -> None:
    job = theatre.render("resident,model,fp8,stream")
    assert job.state == "failed"
    assert isinstance(job.trouble, OutOfMemory)
    assert [rung for _, rung, _ in theatre.tries()] == ["resident", "model"]
