"""Several devices at work on one queue, by real processes: each draws what it can, with as little
loading as may be, and beside what needs no card at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from assets.store import Store
from canvas.document.words import say
from generation import lanes
from generation.catalogue import Catalogue
from generation.contract import ModelOrder, ShotRequest, Spent, UnsupportedInput
from generation.devices import Devices, Found
from generation.fit.device import Device
from generation.jobs import Job, Jobs
from generation.machine import Machine
from generation.manifest import Manifest
from generation.orders import Orders
from generation.supervisor import Supervisor
from tests.generation.conftest import App

SMALL = "cuda:0"
BOTH = ("cuda:0", "cuda:1")


class Cards(Orders):
    """Two cards, of which the first is too small for the model called large; rungs are two."""

    def __init__(self, place: Path, cards: tuple[str, ...]) -> None:
        found = [Device(id="cpu", kind="cpu", name="CPU")]
        found += [Device(id=id, kind="cuda", name=f"Card {id}", memory=1) for id in cards]
        devices = Devices(lambda: Found("2", tuple(found), ()))
        devices.look()
        assert devices.wait(20)
        super().__init__(Machine(devices))
        self._place = place
        self.learned: list[tuple[str, bool]] = []
        """Rungs, and whether there was enough memory."""

    def able(self, manifest: Manifest, request: ShotRequest) -> frozenset[str]:
        cards = {device.id for device in self.devices.listing()} - {"cpu"}
        return frozenset(cards - ({SMALL} if manifest.id == "large" else set()))

    def order(
        self, manifest: Manifest, request: ShotRequest, device: str, *, below: str = ""
    ) -> ModelOrder:
        rungs = ("resident", "model")
        left = rungs[rungs.index(below) + 1 :] if below else rungs
        if not left or device not in self.able(manifest, request):
            raise UnsupportedInput(say("There is no room on any card."))
        return ModelOrder(manifest=manifest, folder=self._place, device=device, rung=left[0])

    def learn(self, order: ModelOrder, request: ShotRequest, spent: Spent | None) -> None:
        self.learned.append((order.rung, spent is not None))


@pytest.fixture
def models(catalogue: Catalogue) -> Catalogue:
    """The rehearsal's, and three checkpoints."""
    made = {
        id: Manifest(
            id=id,
            name=id,
            backend="tests.generation.carded:Carded",
            version="1",
            family="wan",
            inputs=MappingProxyType({"words": 1, "seed": 1}),
        )
        for id in ("red", "blue", "large")
    }
    return Catalogue(MappingProxyType({**catalogue.models, **made}))


Start = Callable[..., App]


@pytest.fixture
def start(
    jobs: Jobs, store: Store, models: Catalogue, tmp_path: Path
) -> Iterator[Callable[..., App]]:
    """An app with these cards."""
    begun: list[App] = []

    def begin(cards: tuple[str, ...] = BOTH, elsewhere: Callable[[Job], bool] | None = None) -> App:
        app = App(jobs, store, models)
        app.supervisor.close()
        app.supervisor = Supervisor(
            jobs,
            store,
            find_render=app.renders.get,
            notify=app._hear,
            catalogue=models,
            orders=Cards(tmp_path, cards),
            **({"elsewhere": elsewhere} if elsewhere else {}),
        )
        begun.append(app)
        return app

    yield begin
    for app in begun:
        app.supervisor.close()


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return tmp_path / "drawn"


def lines(drawn: Path) -> list[list[str]]:
    """Process, device, model and rung of each render, in the order in which they began."""
    return [line.split() for line in drawn.read_text().splitlines()]


def queue(app: App, drawn: Path, *models: str, slow: float = 0.0) -> list[Job]:
    """Queue a shot for each of these models before any of them is begun."""
    app.jobs.pause()
    jobs = [
        app.render(f"drawn {drawn}", f"slow {slow}", model=model, seed=seed)
        for seed, model in enumerate(models)
    ]
    app.jobs.resume()
    app.supervisor.wake()
    return jobs


def test_two_cards_draw_at_once_and_each_with_a_process_of_its_own(
    start: Start, drawn: Path
) -> None:
    app = start()
    jobs = queue(app, drawn, "red", "red", slow=0.1)
    for job in jobs:
        app.drawing(job)  # neither waits for the other's end
    ended = [app.end_of(job) for job in jobs]
    assert [job.state for job in ended] == ["done", "done"]
    assert {job.device for job in ended} == set(BOTH)
    assert len({line[0] for line in lines(drawn)}) == 2


def test_what_needs_no_card_is_drawn_beside_what_does(start: Start, drawn: Path) -> None:
    app = start(("cuda:0",))
    slow = app.render(f"drawn {drawn}", "slow 0.2", model="red", frames=400)
    app.drawing(slow)
    light = app.end_of(app.render(seed=1))
    assert (light.state, light.device) == ("done", lanes.LIGHT)
    assert app.jobs.listing(("running",))[0].id == slow.id
    app.supervisor.cancel(slow.id)
    assert app.end_of(slow).state == "cancelled"


def test_a_shot_waits_for_the_card_that_has_room_for_it(start: Start, drawn: Path) -> None:
    app = start()
    ended = [app.end_of(job) for job in queue(app, drawn, "large", "large", "large")]
    assert {job.device for job in ended} == {"cuda:1"}


def test_what_fits_on_no_card_fails_at_once_and_says_why(start: Start, drawn: Path) -> None:
    app = start((SMALL,))
    failed = app.end_of(queue(app, drawn, "large")[0])
    assert failed.trouble is not None
    assert failed.trouble.code == "unsupported_input"
    assert "no room" in str(failed.trouble)
    assert failed.tries == 0


def test_shots_of_one_checkpoint_go_together_and_a_second_one_takes_a_fresh_process(
    start: Start, drawn: Path
) -> None:
    """Loading takes longer than drawing: four loads would be paid for, two are."""
    app = start(("cuda:0",))
    for job in queue(app, drawn, "red", "blue", "red", "blue"):
        assert app.end_of(job).state == "done"
    found = lines(drawn)
    assert [line[2] for line in found] == ["red", "red", "blue", "blue"]
    assert found[0][0] == found[1][0] != found[2][0] == found[3][0]


def test_going_together_keeps_nobody_waiting_for_ever(
    start: Start, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "TOGETHER", 2)
    app = start(("cuda:0",))
    for job in queue(app, drawn, "red", "blue", "red", "red", "red"):
        assert app.end_of(job).state == "done"
    assert [line[2] for line in lines(drawn)][:3] == ["red", "red", "blue"]


def test_each_checkpoint_stays_on_the_card_that_holds_it(start: Start, drawn: Path) -> None:
    app = start()
    for job in queue(app, drawn, "red", "blue", slow=0.1):
        app.end_of(job)
    for model in ("blue", "red", "blue"):
        app.end_of(app.render(f"drawn {drawn}", model=model, seed=100 + len(lines(drawn))))
    where = {
        model: {line[1] for line in lines(drawn) if line[2] == model} for model in ("red", "blue")
    }
    assert where["red"] != where["blue"]
    assert all(len(cards) == 1 for cards in where.values())


def test_after_an_out_of_memory_a_fresh_process_tries_once_at_the_rung_below(
    start: Start, drawn: Path
) -> None:
    app = start(("cuda:0",))
    done = app.end_of(app.render(f"drawn {drawn}", "full resident", model="red"))
    assert (done.state, done.tries) == ("done", 2)
    first, second = lines(drawn)
    assert (first[3], second[3]) == ("resident", "model")
    assert first[0] != second[0]


def test_a_second_out_of_memory_is_the_end_of_it(start: Start, drawn: Path) -> None:
    """Never a loop: the machine would be busy with failing all night."""
    app = start(("cuda:0",))
    cues = (f"drawn {drawn}", "full resident", "memory")
    failed = app.end_of(app.render(*cues, model="red"))
    assert failed.trouble is not None
    assert (failed.trouble.code, failed.tries) == ("out_of_memory", 2)
    assert len(lines(drawn)) == 2
    assert app.end_of(app.render(f"drawn {drawn}", model="red", seed=1)).state == "done"


def test_a_card_that_is_lost_in_the_middle_fails_its_shot_and_gets_a_fresh_process(
    start: Start, drawn: Path
) -> None:
    """Whatever the old process still holds of the card answers nothing any more."""
    app = start(("cuda:0",))
    lost = app.end_of(app.render(f"drawn {drawn}", "lost", model="red"))
    assert lost.trouble is not None
    assert (lost.state, lost.trouble.code, lost.tries) == ("failed", "device_lost", 1)
    assert lost.trouble.remedy is not None
    assert app.files() == [], "nothing half made stays"
    assert app.end_of(app.render(f"drawn {drawn}", model="red", seed=1)).state == "done"
    first, second = lines(drawn)
    assert first[0] != second[0]


def test_a_process_that_keeps_growing_is_let_go(
    start: Start, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "SPARE", 64 << 20)
    app = start(("cuda:0",))
    for seed in range(4):
        cues = (f"drawn {drawn}", "eat 160" if seed else "eat 1")
        assert app.end_of(app.render(*cues, model="red", seed=seed)).state == "done"
    assert len({line[0] for line in lines(drawn)}) > 1


def test_what_somebody_else_draws_is_left_in_the_queue(start: Start, drawn: Path) -> None:
    app = start(("cuda:0",), elsewhere=lambda job: job.model == "blue")
    blue, red = queue(app, drawn, "blue", "red")
    assert app.end_of(red).state == "done"
    claimed = app.jobs.claim(blue.id, "Ann")
    assert claimed is not None
    assert (claimed.state, claimed.device) == ("running", "Ann")
    assert app.jobs.claim(blue.id) is None


def test_the_cards_are_looked_for_only_when_a_shot_needs_one(
    jobs: Jobs, store: Store, models: Catalogue
) -> None:
    looked: list[str] = []

    def look() -> Found:
        looked.append("looked")
        return Found("", (Device(id="cpu", kind="cpu", name="CPU"),), ())

    app = App(jobs, store, models)
    app.supervisor.close()
    app.supervisor = Supervisor(
        jobs,
        store,
        find_render=app.renders.get,
        notify=app._hear,
        catalogue=models,
        orders=Orders(Machine(Devices(look))),
    )
    try:
        assert app.end_of(app.render()).state == "done"
        assert looked == []
    finally:
        app.supervisor.close()
