"""The renders of one board: what is queued, how far it is, and how a finished one becomes a
take."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assets.store import Store
from assets.unfinished import PART, sweep_beside
from canvas.app.affected import Affected
from canvas.app.notices import ACTIVE, ExportProgress, NodeState, Notice, Told
from canvas.app.takes import finished_edits, is_step, recipe_from
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.records import Json
from canvas.document.sequence import Sequence as Film
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.compile import Planned, state_of, watch
from generation.jobs import NEEDS_GONE, Job, Jobs, never

if TYPE_CHECKING:
    from generation.contract import RenderTrouble
    from generation.supervisor import JobEvent, Supervisor

UNDONE = ("failed", "lost", "cancelled")
_PAUSED = QT_TRANSLATE_NOOP("words", "Rendering is paused. This waits until you resume it.")


class Rendering:
    """Lives on the thread that owns the board; only `_hear` is called from the supervisor's
    threads.

    The queue is opened with the first render, its process starts with it: a board that is only
    looked at costs neither.
    """

    def __init__(
        self,
        board: Board,
        queue: Path,
        store: Store,
        *,
        apply: Callable[..., object],
        tell: Callable[[Notice], None],
        woken: Callable[[], None],
        readonly: bool,
    ) -> None:
        self._board = board
        self._queue = queue
        self._store = store
        self._apply = apply
        self._tell = tell
        self._woken = woken
        self._events: deque[JobEvent] = deque()
        self.hearers: list[Callable[[JobEvent], None]] = []
        """Told of every event when it is taken in."""
        self.changed: Callable[[], None] = _nothing
        """Called when jobs were queued, or taken out."""
        self.elsewhere: Callable[[Job], bool] = never
        """Whether a job waits for a device of somebody else; asked on any thread."""
        self.let_go: Callable[[int], bool] = never_of
        """Stop a job that a lender draws; False if none does."""
        self.drawn_by: Callable[[int], str] = whose
        """Whose device draws a job, in words; empty for our own."""
        self._away: dict[str, NodeState] = {}
        """Nodes that others have drawn, for others."""
        self._live: dict[str, NodeState] = {}
        self._settled: dict[str, NodeState] = {}
        self._made: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        """Bytes of each asset made: also read on the supervisor's threads, as the board is not."""
        for key in board.renders:
            self._note_made(key)
        watch(board)  # before we listen: our listener asks for states
        self._affected = Affected(board)
        self._jobs: Jobs | None = None
        self._supervisor: Supervisor | None = None
        self._closing = False
        self._stopping: set[int] = set()
        """Jobs that a person has stopped and that have not ended yet."""
        self._again: dict[int, Sequence[Planned]] = {}
        """What was asked for once more while its job was being stopped."""
        self._stop_listening = board.listen(self._changed)
        if queue.exists() and not readonly:
            self._recover()

    # -- what others ask

    @property
    def jobs(self) -> Jobs:
        """The durable queue; made when first asked for."""
        if self._jobs is None:
            self._jobs = Jobs(self._queue)
        return self._jobs

    @property
    def has_jobs(self) -> bool:
        """Whether there is a queue: asking for `jobs` makes one."""
        return self._jobs is not None

    @property
    def busy(self) -> bool:
        """Whether anything is queued or running, or has ended and waits to be taken in."""
        if self._supervisor is None:
            return bool(self._events)
        return bool(self._events) or any(s.state in ACTIVE for s in self._live.values())

    def state(self, node: str) -> NodeState:
        found = self._live.get(node) or self._away.get(node) or self._settled.get(node)
        if found is None:
            found = self._settled[node] = NodeState(node, state_of(self._board, node))
        return found

    def has(self, asset: str) -> bool:
        """Whether a rendered file is here, and not cut short. Any thread."""
        return self._store.find(asset, self._sizes.get(asset)) is not None

    def undone(self) -> tuple[str, ...]:
        """Nodes whose last render failed, was cancelled or was lost in a crash."""
        return tuple(node for node, state in self._live.items() if state.state in UNDONE)

    def active(self) -> tuple[str, ...]:
        """Nodes that wait to be rendered, or are."""
        return tuple(node for node, state in self._live.items() if state.state in ACTIVE)

    def running(self) -> tuple[str, ...]:
        """Nodes that are being rendered at this moment."""
        return tuple(node for node, state in self._live.items() if state.state == "running")

    # -- what a person wants

    def submit(self, planned: Sequence[Planned], *, front: bool = False) -> None:
        """Queue renders, in an order in which each stands after what it needs."""
        if not planned:
            return
        if self.jobs.why_paused == "person":
            self._tell(Told(say(_PAUSED)))
        elif self.jobs.paused:
            self.jobs.resume()
        mine = self._board.person
        wanted = [replace(one, person=one.person or mine) for one in planned]
        for job in self.jobs.add_all(wanted, front=front):
            self._show_waiting(job)
            if job.id in self._stopping:
                self._again[job.id] = wanted
        self.go_on()
        self.changed()

    def refuse(self, troubles: Mapping[str, RenderTrouble]) -> None:
        """Show why these nodes are not rendered; nothing of them is queued."""
        for node, trouble in troubles.items():
            if self.state(node).state not in ACTIVE:
                self._show(NodeState(node, "failed", trouble=trouble))

    def draw_for_others(self, wanted: Sequence[Planned], priority: int) -> int:
        """Queue one render that somebody else has asked for; its job."""
        jobs = self.jobs.add_all(wanted, priority=priority)
        for job in jobs:
            self._show_waiting(job)
        self.go_on()
        self.changed()
        return jobs[0].id

    def go_on(self) -> None:
        """Work on what waits, also on what waited when the board was last closed."""
        if self._jobs is None or self._closing:  # what waits then waits for the next time
            return
        if not self._jobs.paused and self._jobs.count("queued"):
            self._running_supervisor().wake()

    def resume(self) -> None:
        """End a pause, whatever its reason."""
        for job in self.jobs.resume():
            if job.kind == "render":
                self._show_waiting(job)
        self.go_on()

    def device_name(self, device: str) -> str:
        """What a device of this machine is called."""
        found = self._supervisor.devices.find(device) if self._supervisor is not None else None
        return found.name if found is not None else device

    def is_light(self, model: str) -> bool:
        """Whether a model draws beside the cards, without a checkpoint."""
        from generation.catalogue import installed  # late: read when there is a queue

        manifest = installed().find(model)
        return manifest is None or not manifest.wants_weights

    def supersede(self, keys: Mapping[str, str]) -> None:
        """Drop what waits to be rendered for these nodes under another key: nobody wants it any
        more."""
        if self._jobs is None:
            return
        for job in self._jobs.listing(("queued", "lost")):
            if job.nodes and all(keys.get(node, job.key) != job.key for node in job.nodes):
                self._jobs.cancel(job.id)
                for node in job.nodes:
                    self._show(NodeState(node, "cancelled"))
                self.changed()

    def cancel_jobs(self, ids: Iterable[int]) -> None:
        """Stop these jobs within a step, exports too."""
        for id in ids:
            self._stop(id)

    def _stop(self, id: int) -> None:
        if not self.let_go(id) and not self._closing:
            self._stopping.add(id)
            self._again.pop(id, None)
            self._running_supervisor().cancel(id)

    def cancel(self, nodes: Iterable[str] | None = None) -> None:
        """Stop the renders of these nodes within a step, or all."""
        if self._jobs is None:
            return
        chosen = None if nodes is None else set(nodes)
        for job in self.jobs.listing(("queued", "running", "lost")):
            if job.kind == "render" and (chosen is None or chosen & set(job.nodes)):
                self._stop(job.id)

    def export(self, film: Film, out: Path) -> None:
        """Write the film in the render process; ExportProgress tells how far it is."""
        self._running_supervisor().run_export(film, out)

    def cancel_export(self, out: Path) -> None:
        for job in self.jobs.listing(("running",)):
            if job.kind == "export" and _target(job) == out.absolute():
                self._running_supervisor().cancel(job.id)

    # -- what the supervisor brings

    def drain(self, deadline: float) -> bool:
        """Take in events until `deadline` (time.monotonic); True if more wait."""
        while self._events:
            self._take_in(self._events.popleft())
            if time.monotonic() >= deadline:
                break
        return bool(self._events)

    def wait(self, drain: Callable[[float], bool], woken: threading.Event) -> None:
        """Drain until nothing is queued or running; `woken` is set when there is something to
        drain."""
        while True:
            woken.clear()
            if not drain(0.1):
                if not self.busy:
                    return
                woken.wait(0.5)  # not for ever: Windows hears Ctrl+C only between waits

    def close(self) -> None:
        """Stop the process; what was running is queued again for the next time."""
        self._closing = True
        self._stop_listening()
        if self._supervisor is not None:
            self._supervisor.close()
            self._supervisor = None
        while self._events:  # a render that ended while we closed
            self._take_in(self._events.popleft())
        if self._jobs is not None:
            self._jobs.close()
            self._jobs = None

    def hear(self, event: JobEvent) -> None:
        """Something happened to a job. On the supervisor's threads, and on ours where a lender
        draws."""
        if event.result is not None:
            self._made[event.key] = event.result.asset
            self._sizes[event.result.asset] = event.result.bytes
        self._events.append(event)
        self._woken()

    def _take_in(self, event: JobEvent) -> None:
        for hear in self.hearers:
            hear(event)
        if event.job.kind == "export":
            self._tell(_export_progress(event))
        elif event.state == "done":
            self._finish(event.job)
        else:
            drops = _drops_out(event)
            for node in event.job.nodes:
                if not (drops and self._goes_on(node)):  # another of its renders still runs
                    self._show(self._state_from(event, node))
        if event.state not in ACTIVE:
            self._stopping.discard(event.job.id)
            again = self._again.pop(event.job.id, ())
            if event.state == "cancelled":
                self.submit(again)

    def _finish(self, job: Job) -> None:
        if job.result is None:
            return
        edits = finished_edits(self._board, job.key, job.nodes, job.result, self._recipe(job))
        for node in job.nodes:
            self._live.pop(node, None)
            self._settled.pop(node, None)
        if edits:
            self._apply(*edits, label="Render")
        for node in job.nodes:
            if is_step(job.request) and self._goes_on(node):
                self._show(NodeState(node, "queued"))
            else:
                self._tell(self.state(node))

    def _goes_on(self, node: str) -> bool:
        """Whether more renders come for a node: a shot may take several, one after another."""
        return any(node in job.nodes for job in self.jobs.listing(("queued", "running")))

    def _recipe(self, job: Job) -> Mapping[str, Json]:
        """What a take keeps; of one that was drawn for somebody else also for whom."""
        recipe = recipe_from(job.request)
        mine = job.person in ("", self._board.person)
        return recipe if mine else {**recipe, "for": job.person}

    def _state_from(self, event: JobEvent, node: str) -> NodeState:
        old = self._live.get(node, NodeState(node))
        if event.state == old.state == "failed":
            return old  # of several renders the first that failed says why
        if event.state != "running":
            return NodeState(node, event.state, trouble=event.trouble)
        share = old.progress
        left = old.seconds_left
        if event.progress is not None and event.progress.total:
            share = (event.progress.done + event.progress.share) / event.progress.total
            left = event.progress.seconds_left
        preview = event.preview.jpeg if event.preview else old.preview
        return replace(
            old,
            state="running",
            progress=share,
            seconds_left=left,
            preview=preview,
            trouble=None,
            by=self.drawn_by(event.job.id),
        )

    def _show_waiting(self, job: Job) -> None:
        for node in job.nodes:
            if self.state(node).state != "running":
                self._show(NodeState(node, job.state))

    def _show(self, state: NodeState) -> None:
        if state.state == "cancelled":
            self._live.pop(state.node, None)
            self._settled.pop(state.node, None)
            state = self.state(state.node)
        else:
            self._live[state.node] = state
        self._tell(state)

    def show_away(self, node: str, state: NodeState | None) -> None:
        """Show how far somebody's device is with a node of somebody else's; None ends that."""
        if state is not None:
            self._away[node] = state
        elif self._away.pop(node, None) is None:
            return
        if node not in self._live:
            self._tell(self.state(node))

    # -- what the board says

    def _changed(self, change: Change) -> None:
        """Forget what was known of the clips whose picture this change touches, and of all that
        follow from them."""
        for key in change.touches("renders"):
            self._note_made(key)
        if self._live.keys() & change.removed.get("nodes", frozenset()):
            self._drop_deleted()
        for node in self._affected.by(change):
            self._settled.pop(node, None)
            live = self._live.get(node)
            if live is not None and live.state in UNDONE:
                del self._live[node]
            self._tell(self.state(node))

    def _drop_deleted(self) -> None:
        """What waits for clips that are there no more is drawn for nobody."""
        for job in self.jobs.listing(("queued", "lost")):
            if job.nodes and not any(node in self._board.nodes for node in job.nodes):
                self._stop(job.id)

    def _note_made(self, key: str) -> None:
        render = self._board.renders.get(key)
        if render is None:
            return
        self._made[key] = render.asset
        asset = self._board.assets.get(render.asset)
        if asset is not None:
            self._sizes[render.asset] = asset.bytes

    def _find_made(self, key: str) -> str | None:
        """On the supervisor's threads."""
        made = self._made.get(key)
        return made if made is not None and self.has(made) else None

    # -- starting

    def _running_supervisor(self) -> Supervisor:
        if self._supervisor is None:
            from generation.supervisor import Supervisor  # late: most boards are only looked at

            self._supervisor = Supervisor(
                self.jobs,
                self._store,
                find_render=self._find_made,
                notify=self.hear,
                elsewhere=lambda job: self.elsewhere(job),
            )
        return self._supervisor

    def _recover(self) -> None:
        """After a crash: take in what was rendered and never shown, and show what was cut off."""
        jobs = self.jobs.listing()
        last = {node: job.id for job in sorted(jobs, key=lambda job: job.id) for node in job.nodes}
        for job in jobs:
            nodes = [node for node in job.nodes if node in self._board.nodes]
            if job.kind == "export":
                if job.state == "lost":
                    sweep_beside(_target(job), PART)
            elif job.state == "done":
                self._adopt(job)
            elif job.state in ACTIVE or job.state in UNDONE:
                if not nodes or job.key in self._made:
                    self.jobs.cancel(job.id)
                    continue
                for node in nodes:
                    if job.state != "failed" or last[node] == job.id:  # else it was tried again
                        self._live[node] = NodeState(node, job.state, trouble=job.trouble)

    def _adopt(self, job: Job) -> None:
        result = job.result
        if result is None or job.key in self._made or self._store.find(result.asset) is None:
            return
        self._made[job.key] = result.asset
        self._finish(job)


def never_of(_id: int) -> bool:
    return False


def whose(_id: int) -> str:
    return ""


def _nothing() -> None:
    pass


def _drops_out(event: JobEvent) -> bool:
    """Whether one of a shot's several renders is over that never was what the shot waited for."""
    gone = event.trouble is not None and event.trouble.what.text == NEEDS_GONE
    return (event.state == "cancelled" or gone) and is_step(event.job.request)


def _target(job: Job) -> Path:
    """The file that an export writes."""
    return Path(job.key.removeprefix("export:"))


def _export_progress(event: JobEvent) -> ExportProgress:
    progress, written = event.progress, event.exported
    return ExportProgress(
        _target(event.job),
        written.frames if written else progress.done if progress else 0,
        written.frames if written else progress.total if progress else 0,
        event.state,
        progress.seconds_left if progress else None,
        event.trouble,
    )
