"""Shots with a checkpoint, on the processor: the same bits as the bare pipeline, and what our whole
path costs on top of it; how soon it is ready, stops, and is back after a kill; and what it keeps.

The checkpoints are tiny, of random weights and of true architectures; the app's own queue, lanes
and render process draw with one of them, added as a person adds a model. Prints one JSON line;
seconds unless a name says otherwise.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import rerender  # noqa: E402  # the path has to be set first
from benchmarks.worker import App  # noqa: E402
from generation.compile import plan  # noqa: E402
from generation.contract import ShotRequest  # noqa: E402
from generation.events import JobEvent  # noqa: E402
from generation.memory import resident  # noqa: E402
from generation.worker import _step_back  # noqa: E402

TINY = ShotRequest(
    frames=9, width=32, height=32, rate=(16, 1), model="tiny", prompt="a fox", steps=4, guidance=3.0
)
BARE = replace(TINY, frames=17, width=96, height=96)
"""What is made to take two seconds, by its steps."""
SECONDS = 2.0
BY_HAND = ("qwen-edit", "h3")
"""Families that take more than `from_pretrained` to be called bare; their tests do so."""
ROUNDS, CANCELS, JOBS, EARLY = 7, 20, 200, 20
MANIFEST = """
id = "tiny"
name = "Tiny Wan"
backend = "generation.backends.diffusion.backend:Diffusion"
version = "1"
family = "wan"
pipeline = "WanPipeline"
rate = [16, 1]
inputs = {words = 1, negative = 1, seed = 1, steps = 1, guidance = 1}
limits = {frames_step = 4, frames_offset = 1, multiple = 16, steps_high = 1000}
defaults.final = {steps = 4, guidance = 3.0}
"""


def build(name: str, folder: Path) -> Path:
    """The checkpoint of that name, as the tests build it."""
    conftest: Any = importlib.import_module("tests.generation.diffusion.conftest")
    conftest._builder(name)().save_pretrained(folder)
    return folder


# -- in a process of its own, for torch is large


def identity(folder: Path) -> dict[str, bool]:
    """Every architecture: our frames against those of the pipeline called by itself."""
    import diffusers
    import numpy as np
    import torch

    torch.set_num_threads(1)
    sights = importlib.import_module("tests.generation.diffusion.sights").Sights(folder)
    subjects: Any = importlib.import_module("tests.contracts.backends").SUBJECTS
    same = {}
    for subject in subjects.values():
        if not subject.family or subject.family in BY_HAND:
            continue
        place = build(subject.name, folder / subject.name)
        drawn = np.stack(
            [
                frame.copy()
                for frame in subject.made(lambda _, place=place: place).frames(
                    subject.request, sights, lambda _: None
                )
            ]
        )
        bare = _bare(diffusers, torch, subject, place, sights)
        same[subject.name] = bool(np.array_equal(drawn, bare))
    return same


def _bare(diffusers: Any, torch: Any, subject: Any, place: Path, sights: Any) -> Any:
    import numpy as np

    from generation.backends.diffusion.backend import eight_bits  # late: it imports torch
    from generation.backends.diffusion.registry import family_of
    from generation.backends.diffusion.shot import Shot

    order = subject.order(lambda _: place)
    family, shot = family_of(order.manifest), Shot(subject.request, order, sights)
    family.load(order, lambda _: None)  # some look at their checkpoint before they are called
    pipe = diffusers.DiffusionPipeline.from_pretrained(place, local_files_only=True)
    call = family.call(shot)
    if call.pipeline and type(pipe).__name__ != call.pipeline:
        pipe = getattr(diffusers, call.pipeline).from_pretrained(place, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    noise = torch.Generator().manual_seed(subject.request.seed)
    output = pipe(**call.arguments, **family.words(shot), generator=noise, output_type="np")
    return np.stack([eight_bits(frame) for frame in family.pictures(output)])


def bare_runs(folder: Path) -> None:
    """Say how many steps a bare run of two seconds has; then make one for every line that comes,
    and say what it took."""
    import diffusers
    import torch

    _step_back()  # as far as the render process does, or the rest of the machine decides
    torch.set_num_threads(1)
    kind: Any = diffusers.DiffusionPipeline
    pipe = kind.from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)

    def one(steps: int) -> float:
        began = time.perf_counter()
        pipe(
            prompt=BARE.prompt,
            negative_prompt="",
            height=BARE.height,
            width=BARE.width,
            num_frames=BARE.frames,
            num_inference_steps=steps,
            guidance_scale=BARE.guidance,
            generator=torch.Generator().manual_seed(1),
            output_type="np",
        )
        return time.perf_counter() - began

    one(4)
    few, more = one(4), one(24)
    steps = max(4, round(4 + (SECONDS - few) / max((more - few) / 20, 1e-4)))
    sys.stdout.write(f"{steps}\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        sys.stdout.write(f"{one(steps)}\n")
        sys.stdout.flush()


def by_turns(app: App, folder: Path) -> tuple[float, float]:
    """Bare and through our whole path, in turn, so that both meet the same machine."""
    command = [sys.executable, str(Path(__file__)), "bare", str(folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        whole = replace(BARE, steps=int(child.stdout.readline()))
        took(app, replace(whole, seed=1))
        bare, ours = [], []
        for round_ in range(ROUNDS):
            child.stdin.write("\n")
            child.stdin.flush()
            bare.append(float(child.stdout.readline()))
            ours.append(took(app, replace(whole, seed=10 + round_)))
        child.stdin.close()
    return median(bare), median(ours)


def alone(work: str, folder: Path) -> Any:
    """The answer of a process of its own."""
    command = [sys.executable, str(Path(__file__)), work, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


# -- through the app's own path


def rendering(event: JobEvent) -> bool:
    return event.progress is not None and event.progress.phase == "rendering"


def decoding(event: JobEvent) -> bool:
    return event.progress is not None and event.progress.phase == "decoding"


def took(app: App, request: ShotRequest) -> float:
    """From the wish to the clip in the store."""
    began, job = app.render(request)
    return app.end(job) - began


def cold(app: App) -> float:
    """From nothing to a checkpoint that draws: process, libraries, weights. The machine's devices
    are known by then, as in an app that has been open for a while."""
    app.supervisor.devices.look()
    if not app.supervisor.devices.wait(300):
        raise SystemExit("the devices of this machine are not found")
    began, job = app.render(TINY)
    at = app.wait(job, rendering)
    app.end(job)
    return at - began


def given_up(app: App, request: ShotRequest, when: Callable[[JobEvent], bool]) -> float:
    """The 95th percentile, from the wish to the end."""
    times = []
    chance = random.Random(5)
    for seed in range(CANCELS):
        _, job = app.render(replace(request, seed=1000 + seed))
        app.wait(job, when)
        time.sleep(chance.uniform(0.0, 0.1))
        began = time.perf_counter()
        app.supervisor.cancel(job.id)
        times.append(app.end(job) - began)
    return sorted(times)[round(0.95 * (CANCELS - 1))]


def killed(app: App) -> float:
    """From SIGKILL in the middle of a shot to the end of the next, with a process of its own."""
    _, job = app.render(replace(BARE, steps=1000, seed=77))
    app.wait(job, rendering)
    began = time.perf_counter()
    os.kill(max(app.supervisor.workers()), signal.SIGKILL)
    app.wait(job, lambda event: event.job.tries == 2 and rendering(event))
    app.supervisor.cancel(job.id)
    app.end(job)
    _, job = app.render(replace(TINY, seed=78))
    return app.end(job) - began


def growth(app: App) -> tuple[float, float]:
    """Megabytes of the render process after a few jobs, and by how much it grew in many more."""

    def held() -> int:
        return resident(max(app.supervisor.workers())) or 0

    for seed in range(EARLY):
        took(app, replace(TINY, seed=2000 + seed))
    before = held()
    for seed in range(EARLY, JOBS):
        took(app, replace(TINY, seed=2000 + seed))
    return before / 1e6, held() / max(before, 1) - 1


@contextmanager
def at_home() -> Iterator[Path]:
    """A home with the tiny model in it, as a person adds one."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ.update(SHOTWEAVE_HOME=name, OMP_NUM_THREADS="1", HF_HUB_OFFLINE="1")
        place = home / "models" / "tiny"
        place.mkdir(parents=True)
        alone("build", place)
        (place / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
        yield home


def measured(home: Path) -> dict[str, object]:
    result: dict[str, object] = {}
    work = home / "work"
    work.mkdir()
    app = App(work)
    try:
        result["ready"] = cold(app)
        warm = [took(app, replace(TINY, seed=seed)) for seed in range(2, 9)]
        result["warm_job"] = median(warm)
        bare, ours = by_turns(app, home / "models" / "tiny")
        result["bare_run"], result["our_path"] = bare, ours
        result["overhead_percent"] = 100 * (ours / bare - 1)
        result["cancel_denoising_p95"] = given_up(app, replace(BARE, steps=1000), rendering)
        large = replace(BARE, width=256, height=256, frames=49, steps=1)
        result["cancel_decoding_p95"] = given_up(app, large, decoding)
        result["cache_hit_ms"] = 1000 * median(took(app, TINY) for _ in range(9))
        result["kill_to_next_job"] = killed(app)
        megabytes, grown = growth(app)
        result["process_mb"], result["growth_200_jobs_percent"] = megabytes, 100 * grown
    finally:
        app.close()
    return result


def main() -> None:
    result: dict[str, object] = {"benchmark": "generation"}
    with at_home() as home:
        result |= measured(home)
        pictures = home / "identity"
        pictures.mkdir()
        same = alone("identity", pictures)
        result["bit_identical"] = f"{sum(same.values())} of {len(same)}"
        result["not_identical"] = [name for name, alike in same.items() if not alike]
    board = rerender.film(rerender.LARGE)
    plan(board)  # once cold
    rerender.render_all(board)
    result["decide_1000_ms"] = rerender.edited(board)[1]
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in result.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")


def work_alone(work: str, folder: Path) -> object:
    match work:
        case "build":
            return str(build("wan", folder))
        case _:
            return identity(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        bare_runs(Path(sys.argv[2]))
    elif len(sys.argv) > 1:
        sys.stdout.write(json.dumps(work_alone(sys.argv[1], Path(sys.argv[2]))) + "\n")
    else:
        main()
