"""The durable queue: order, needs, joining, and what a crash leaves of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.timing import Rate
from canvas.document.words import say
from generation.contract import OutOfDisk, ShotRequest
from generation.jobs import Jobs, Result, Wanted

SHOT = ShotRequest(frames=24, prompt="push in")
RESULT = Result(
    asset="a" * 64,
    proxy="b" * 64,
    thumbnail="c" * 64,
    frames=24,
    rate=Rate(24000, 1001),
    width=1280,
    height=720,
    bytes=1234,
    seconds=0.5,
)


def keys_in_order(jobs: Jobs) -> list[str]:
    return [job.key for job in jobs.listing(("queued",))]


def test_jobs_run_in_the_order_in_which_they_came(jobs: Jobs) -> None:
    for key in "abc":
        jobs.add(key, "n", SHOT)
    assert [job.key for job in iter(lambda: jobs.next(()), None)] == ["a", "b", "c"]


def test_a_job_is_as_it_was_queued(jobs: Jobs) -> None:
    added = jobs.add("k", "n1", SHOT, needs=("before",), priority=3)
    assert jobs.find(added.id) == added
    assert (added.key, added.nodes, added.needs) == ("k", ("n1",), ("before",))
    assert (added.priority, added.state, added.tries) == (3, "queued", 0)


def test_an_equal_request_joins_the_unfinished_one(jobs: Jobs) -> None:
    first = jobs.add("k", "n1", SHOT)
    assert jobs.add("k", "n2", SHOT, priority=5).id == first.id
    assert jobs.add("k", "n2", SHOT).nodes == ("n1", "n2")
    assert jobs.listing()[0].priority == 5
    jobs.next(())
    assert jobs.add("k", "n3", SHOT).id == first.id
    jobs.finish(first.id, RESULT)
    assert jobs.add("k", "n1", SHOT).id != first.id


def test_a_job_waits_for_what_it_needs(jobs: Jobs) -> None:
    jobs.add("after", "n1", SHOT, needs=("before",))
    assert jobs.next(()) is None
    taken = jobs.next({"before"})
    assert taken is not None
    assert (taken.key, taken.state) == ("after", "running")


def test_front_puts_a_job_and_its_needs_before_all_others(jobs: Jobs) -> None:
    jobs.add_all(
        [
            Wanted(node="n", key="a", request=SHOT),
            Wanted(node="n", key="before", request=SHOT),
            Wanted(node="n", key="b", request=SHOT),
            Wanted(node="n", key="after", request=SHOT, needs=("before",)),
        ]
    )
    jobs.front(jobs.listing()[-1].id)
    assert keys_in_order(jobs) == ["before", "after", "a", "b"]
    jobs.add_all([Wanted(node="n", key="b", request=SHOT)], front=True)
    assert keys_in_order(jobs)[0] == "b"


def test_abandoning_carries_through_a_chain(jobs: Jobs) -> None:
    jobs.add("a", "n1", SHOT, needs=("gone",))
    jobs.add("b", "n2", SHOT, needs=("a",))
    jobs.add("c", "n3", SHOT)
    failed = jobs.abandon(())
    assert [(job.key, job.state) for job in failed] == [("a", "failed"), ("b", "failed")]
    assert keys_in_order(jobs) == ["c"]


def test_a_trouble_is_told_on_another_day(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    job = jobs.add("k", "n", SHOT)
    what = say("The disk that holds {place} is full.", place="D:")
    jobs.fail(job.id, OutOfDisk(what, remedy=say("Free some space."), log="line 1"))
    jobs.close()
    reopened = Jobs(tmp_path / "jobs.sqlite")
    trouble = reopened.listing()[0].trouble
    reopened.close()
    assert isinstance(trouble, OutOfDisk)
    assert trouble.what == what
    assert (str(trouble.remedy), trouble.meaning, trouble.log) == (
        "Free some space.",
        None,
        "line 1",
    )


def test_the_result_of_a_key_is_found_again(jobs: Jobs) -> None:
    assert jobs.result("k") is None
    jobs.finish(jobs.add("k", "n", SHOT).id, RESULT)
    assert jobs.result("k") == RESULT


def test_cancelling_what_has_ended_changes_nothing(jobs: Jobs) -> None:
    done = jobs.finish(jobs.add("k", "n", SHOT).id, RESULT)
    assert jobs.cancel(done.id) == done


def test_retrying_joins_one_that_is_already_queued_again(jobs: Jobs) -> None:
    old = jobs.cancel(jobs.add("k", "n", SHOT).id)
    new = jobs.add("k", "n", SHOT)
    assert jobs.retry(old.id).id == new.id
    assert jobs.count("queued") == 1


def test_clearing_forgets_only_what_has_ended(jobs: Jobs) -> None:
    jobs.finish(jobs.add("done", "n", SHOT).id, RESULT)
    jobs.add("waiting", "n", SHOT)
    jobs.clear()
    assert [job.key for job in jobs.listing()] == ["waiting"]


def test_one_export_to_a_file_at_a_time(jobs: Jobs, tmp_path: Path) -> None:
    first = jobs.add_export(tmp_path / "film.mp4")
    assert jobs.add_export(tmp_path / "film.mp4").id == first.id
    assert jobs.add_export(tmp_path / "film.gif").id != first.id
    assert jobs.next(()) is None  # an export is no render
    jobs.finish(first.id, None)
    assert jobs.add_export(tmp_path / "film.mp4").id != first.id


def run(script: str, queue: Path) -> subprocess.CompletedProcess[str]:
    """A program of its own, from the folder of the project."""
    return subprocess.run(
        [sys.executable, "-c", script, str(queue)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


_CRASHING = """
import os, signal, sys
from pathlib import Path
from generation.contract import ShotRequest
from generation.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]))
for key in "abc":
    jobs.add(key, "n" + key, ShotRequest(frames=24, prompt=key))
jobs.add_export(Path("film.mp4"))
assert jobs.next(()).key == "a"
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_after_a_crash_what_ran_is_lost_and_the_queue_waits_for_a_word(tmp_path: Path) -> None:
    queue = tmp_path / "jobs.sqlite"
    crashed = run(_CRASHING, queue)
    assert crashed.returncode != 0
    jobs = Jobs(queue)
    states = {job.key.split(":")[0]: job.state for job in jobs.listing()}
    assert states == {"a": "lost", "b": "queued", "c": "queued", "export": "lost"}
    assert jobs.paused
    assert jobs.next(()) is None
    resumed = {job.kind: job.state for job in jobs.resume()}
    assert resumed == {"render": "queued", "export": "failed"}
    assert [job.key for job in iter(lambda: jobs.next(()), None)] == ["a", "b", "c"]
    jobs.close()


def test_asking_again_for_a_lost_shot_queues_it(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    jobs.add("a", "n", SHOT)
    jobs.next(())
    jobs.close()  # without a word to the queue: as a crash leaves it
    reopened = Jobs(tmp_path / "jobs.sqlite")
    assert reopened.add("a", "n", SHOT).state == "queued"
    reopened.close()


def test_a_queue_left_in_good_order_is_not_paused(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    jobs.add("a", "n", SHOT)
    taken = jobs.next(())
    assert taken is not None
    jobs.requeue(taken.id)
    jobs.close()
    reopened = Jobs(tmp_path / "jobs.sqlite")
    assert not reopened.paused
    again = reopened.next(())
    reopened.close()
    assert again is not None


_FULL = """
import resource, signal, sys
from pathlib import Path
from generation.contract import RenderTrouble, ShotRequest
from generation.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]))
jobs.add("small", "n", ShotRequest(frames=24))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    jobs.add("large", "n", ShotRequest(frames=24, prompt="x" * 1_000_000))
except RenderTrouble as trouble:
    print(trouble, "|", [job.key for job in jobs.listing()])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_queue_that_cannot_be_written_says_so_and_keeps_what_it_has(tmp_path: Path) -> None:
    told = run(_FULL, tmp_path / "jobs.sqlite").stdout
    assert told.startswith("The list of renders cannot be written.")
    assert told.strip().endswith("['small']")


def test_a_torn_queue_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite").write_bytes(b"no queue at all" * 1000)
    jobs = Jobs(tmp_path / "jobs.sqlite")
    jobs.add("k", "n", SHOT)
    jobs.close()
    assert (tmp_path / "jobs.broken").exists()


def test_only_so_many_old_jobs_are_kept(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    wanted = [Wanted(node="n", key=str(number), request=SHOT) for number in range(600)]
    for job in jobs.add_all(wanted):
        jobs.cancel(job.id)
    jobs.close()
    reopened = Jobs(tmp_path / "jobs.sqlite")
    keys = [job.key for job in reopened.listing()]
    reopened.close()
    assert keys == [str(number) for number in range(100, 600)]


def test_several_threads_take_each_job_once(jobs: Jobs) -> None:
    jobs.add_all(Wanted(node="n", key=str(number), request=SHOT) for number in range(60))
    taken: list[str] = []

    def take() -> None:
        for job in iter(lambda: jobs.next(()), None):
            taken.append(job.key)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=int) == [str(number) for number in range(60)]


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "next", "end", "cancel", "front"]), st.integers(0, 5)),
        max_size=40,
    )
)
def test_whatever_happens_no_key_is_unfinished_twice(steps: list[tuple[str, int]]) -> None:
    jobs = Jobs(Path(":memory:"))
    for verb, number in steps:
        open_jobs = jobs.listing(("queued", "running"))
        job = open_jobs[number % len(open_jobs)] if open_jobs else None
        if verb == "add":
            jobs.add(str(number), f"n{number}", SHOT, needs=(str(number + 1),)[: number % 2])
        elif verb == "next":
            jobs.next({str(even) for even in range(0, 6, 2)})
        elif job and verb == "end":
            jobs.finish(job.id, RESULT)
        elif job and verb == "cancel":
            jobs.cancel(job.id)
        elif job:
            jobs.front(job.id)
        keys = [job.key for job in jobs.listing(("queued", "running", "lost"))]
        assert len(keys) == len(set(keys))
    jobs.close()
