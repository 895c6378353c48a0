"""The durable queue: order, needs, joining, and what a crash leaves of it."""

from __future__ import annotations

import sqlite3
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
from generation.ledger import peeked

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


def person(jobs: Jobs, name: str, *keys: str) -> None:
    for key in keys:
        jobs.add(key, "n", SHOT, person=name)


def test_people_are_served_one_after_the_other(jobs: Jobs) -> None:
    person(jobs, "ann", "a1", "a2", "a3")
    person(jobs, "bob", "b1", "b2")
    person(jobs, "cy", "c1")
    assert keys_in_order(jobs) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_newcomer_goes_before_who_is_being_served(jobs: Jobs) -> None:
    person(jobs, "ann", "a1", "a2", "a3", "a4")
    jobs.next(())
    person(jobs, "bob", "b1", "b2")
    assert keys_in_order(jobs) == ["b1", "a2", "b2", "a3", "a4"]


def test_nobody_saves_up_turns_while_they_ask_for_nothing(jobs: Jobs) -> None:
    person(jobs, "ann", *(f"a{number}" for number in range(9)))
    for _ in range(6):
        taken = jobs.next(())
        assert taken is not None
        jobs.finish(taken.id, RESULT)
    person(jobs, "bob", "b0", "b1", "b2")
    assert keys_in_order(jobs) == ["a6", "b0", "a7", "b1", "a8", "b2"]


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.sampled_from(["ann", "bob", "cy", "next", "next", "end"]), max_size=60),
)
def test_nobody_waits_while_two_others_have_more_than_two_turns_each(steps: list[str]) -> None:
    jobs, waited = Jobs(Path(":memory:")), {"ann": 0, "bob": 0, "cy": 0}
    for number, step in enumerate(steps):
        if step in waited:
            person(jobs, step, f"{step}{number}")
        elif step == "next" and (job := jobs.next(())):
            waiting = {other.person for other in jobs.listing(("queued",))} - {job.person}
            waited = {one: waited[one] + 1 if one in waiting else 0 for one in waited}
            assert max(waited.values()) <= 4
        elif step == "end" and (running := jobs.listing(("running",))):
            jobs.finish(running[0].id, RESULT)
    jobs.close()


def test_jobs_are_put_in_order_by_hand(jobs: Jobs) -> None:
    for key in "abcde":
        jobs.add(key, "n", SHOT)
    ids = {job.key: job.id for job in jobs.listing()}
    jobs.move([ids["d"], ids["e"]], ids["b"])
    assert keys_in_order(jobs) == ["a", "d", "e", "b", "c"]
    jobs.move([ids["a"]], None)
    assert keys_in_order(jobs) == ["d", "e", "b", "c", "a"]
    jobs.move([ids["c"]], ids["c"])
    jobs.add("f", "n", SHOT)
    assert keys_in_order(jobs)[-1] == "f"


def test_what_a_moved_job_needs_goes_along_with_it(jobs: Jobs) -> None:
    for key in "abc":
        jobs.add(key, "n", SHOT)
    jobs.add("before", "n", SHOT, needs=("start",))
    jobs.add("start", "n", SHOT)
    last = jobs.add("after", "n", SHOT, needs=("before",))
    jobs.move([last.id], jobs.listing()[0].id)
    assert keys_in_order(jobs) == ["start", "before", "after", "a", "b", "c"]


def test_a_job_moved_among_urgent_ones_is_urgent_too(jobs: Jobs) -> None:
    low = jobs.add("low", "n", SHOT)
    jobs.add_all([Wanted(node="n", key=key, request=SHOT) for key in "ab"], front=True)
    second = jobs.listing()[1]
    jobs.move([low.id], second.id)
    assert keys_in_order(jobs) == ["a", "low", "b"]
    jobs.add("later", "n", SHOT)
    assert keys_in_order(jobs)[-1] == "later"


@settings(max_examples=60, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8)), max_size=25))
def test_however_jobs_are_moved_they_stand_where_they_were_put(
    moves: list[tuple[int, int]],
) -> None:
    jobs = Jobs(Path(":memory:"))
    jobs.add_all(Wanted(node="n", key=str(key), request=SHOT) for key in range(4))
    jobs.add_all((Wanted(node="n", key=str(key), request=SHOT) for key in range(4, 8)), front=True)
    order = [job.id for job in jobs.listing()]
    for which, to in moves:
        job, before = order[which], order[to] if to < len(order) else None
        rest = [id for id in order if id != job]
        rest.insert(rest.index(before) if before in rest else len(rest), job)
        if before != job:
            order = rest
            jobs.move([job], before)
        assert [one.id for one in jobs.listing(("queued",))] == order
    jobs.close()


def test_a_checkpoint_that_is_loaded_goes_on_within_its_priority(jobs: Jobs) -> None:
    for key, model in (("a", "red"), ("b", "blue"), ("c", "red+look")):
        jobs.add(key, "n", ShotRequest(frames=1, model=model))
    urgent = ShotRequest(frames=1, model="blue")
    jobs.add_all([Wanted(node="n", key="now", request=urgent)], front=True)
    taken = [jobs.next((), keep="red") for _ in range(4)]
    assert [job.key for job in taken if job] == ["now", "a", "c", "b"]


def test_a_job_that_is_skipped_stays_for_others(jobs: Jobs) -> None:
    first = jobs.add("a", "n", SHOT)
    jobs.add("b", "n", SHOT)
    taken = jobs.next((), skip=lambda job: job.id == first.id, device="cuda:1")
    assert taken is not None
    assert (taken.key, taken.device) == ("b", "cuda:1")
    assert keys_in_order(jobs) == ["a"]


def test_a_persons_pause_outlives_the_program(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    jobs.add("a", "n", SHOT)
    jobs.pause()
    assert jobs.next(()) is None
    jobs.close()
    again = Jobs(tmp_path / "jobs.sqlite")
    assert again.why_paused == "person"
    again.resume()
    again.close()
    last = Jobs(tmp_path / "jobs.sqlite")
    assert not last.paused
    last.close()


def test_a_pause_lets_what_runs_run_on(jobs: Jobs) -> None:
    jobs.add("a", "n", SHOT)
    taken = jobs.next(())
    assert taken is not None
    jobs.pause()
    assert jobs.resume() == ()
    assert [job.state for job in jobs.listing()] == ["running"]


_OLD = """
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL,
    nodes TEXT NOT NULL, request TEXT NOT NULL, needs TEXT NOT NULL, priority INTEGER NOT NULL,
    state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, made REAL NOT NULL, ended REAL,
    trouble TEXT, result TEXT
);
CREATE UNIQUE INDEX once ON jobs (key) WHERE state IN ('queued', 'running', 'lost');
CREATE INDEX waiting ON jobs (state, priority DESC, id);
INSERT INTO jobs (kind, key, nodes, request, needs, priority, state, made) VALUES
    ('render', 'b', '["n"]', '{"frames":24,"model":"wan"}', '[]', 0, 'queued', 1),
    ('render', 'a', '["n"]', '{"frames":2,"width":10,"height":5}', '[]', 0, 'queued', 2),
    ('export', 'export:f.mp4', '[]', '', '[]', 0, 'done', 3);
"""


def test_the_queue_of_an_older_program_goes_on(tmp_path: Path) -> None:
    """As the first releases wrote it: no places, persons or devices."""
    old = sqlite3.connect(tmp_path / "jobs.sqlite")
    old.executescript(_OLD).close()
    old.close()
    jobs = Jobs(tmp_path / "jobs.sqlite")
    assert keys_in_order(jobs) == ["b", "a"]
    first, second = jobs.listing(("queued",))
    assert (first.model, first.quality, first.work) == ("wan", "final", 24 * 1280 * 720)
    assert (second.model, second.work) == ("animatic", 100)
    jobs.add("c", "n", SHOT)
    assert keys_in_order(jobs) == ["b", "a", "c"]
    jobs.close()


def test_a_queue_that_somebody_else_has_open_can_be_read(jobs: Jobs, tmp_path: Path) -> None:
    jobs.add("a", "n", SHOT)
    jobs.next(())
    jobs.add("b", "n", SHOT)
    found, paused = peeked(tmp_path / "jobs.sqlite")
    assert [(job.key, job.state) for job in found] == [("a", "running"), ("b", "queued")]
    assert not paused
    assert jobs.listing()[0].state == "running"
    assert peeked(tmp_path / "nothing.sqlite") == ((), False)


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
