"""A peer's device as something that draws: a room, somebody who asks, and a machine that lends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.notices import NodeState, Notice
from canvas.document.records import NodeKind
from collab.server.serving import Options
from generation.contract import Backend, BadRequest, Media, Progress, RenderTrouble, ShotRequest
from generation.fingerprint import content_key
from generation.job import Wanted
from tests.app.lenders import STUDIO, LenderProcess, describe_studio
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.contracts.backends import Subject

PATIENCE = 90.0
Report = Callable[[Progress], None]


class Company:
    """Ann, whose computer has no such model, and a rig that has."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with self._stack as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            data = self._place / "data"
            server = stack.enter_context(ServedHere(data, Options(data, room="film")))
            self.table = stack.enter_context(Table(self._place, patch))
            self.ann = self.table.owner("ann", server)
            models = describe_studio(self._place / "models of rig")
            stack.enter_context(LenderProcess(self._place / "rig", server, models=models))
            self.table.until(lambda: self.ann.lending.lenders, PATIENCE)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


class PeersDevice:
    """Draws nothing here: every frame comes from the rig, by way of the board."""

    name, version = "peer", "1"

    def __init__(self, company: Company) -> None:
        self._table, self._ann = company.table, company.ann

    def frames(
        self, request: ShotRequest, media: Callable[[Media], Path], report: Report
    ) -> Iterator[NDArray[np.uint8]]:
        self._table.sit("ann")  # each test has another home, and what is lent to Ann lies in hers
        asked = replace(request, model=STUDIO, keyframes=tuple(self._brought(request, media)))
        key = content_key(asked)
        if key not in self._ann.board.renders:
            self._ask(Wanted(node=self._node(), key=key, request=asked), report)
        path = self._fetched(self._ann.board.renders[key].asset)
        with av.open(str(path)) as clip:
            for count, frame in enumerate(clip.decode(video=0), 1):
                report(Progress(phase="decoding", done=count, total=request.frames))
                yield np.ascontiguousarray(frame.to_ndarray(format="rgb24"))

    def _brought(self, request: ShotRequest, media: Callable[[Media], Path]) -> Iterator[object]:
        """The pictures of a shot, as files of the board."""
        for one in request.keyframes:
            brought = import_files(self._ann, [media(one.picture)], clips=False)
            for _, trouble in brought.troubles:
                raise BadRequest(trouble.what)
            (node,) = brought.nodes
            yield replace(one, picture=Media(asset=self._ann.board.nodes[node].refs[0]))

    def _node(self) -> str:
        return add_node(self._ann, NodeKind.clip, (0, 0))

    def _ask(self, wanted: Wanted, report: Report) -> None:
        told: list[NodeState] = []

        def hear(notice: Notice) -> None:
            if isinstance(notice, NodeState) and notice.node == wanted.node:
                told.append(notice)

        stop = self._ann.listen(hear)
        self._ann.rendering.submit([wanted])
        job = self._ann.jobs.listing(("queued",))[-1]
        try:
            self._watch(wanted.node, told, report)
        except BaseException:
            self._ann.rendering.cancel_jobs([job.id])
            raise
        finally:
            stop()

    def _watch(self, node: str, told: list[NodeState], report: Report) -> None:
        share = 0.0
        deadline = time.monotonic() + PATIENCE
        while wanted := self._ann.state(node):
            assert time.monotonic() < deadline, wanted
            self._table.drain()
            for state in told:
                if state.state == "running":
                    assert state.by.startswith("Rig"), "it is drawn here"
                    share = max(share, state.progress)
                    report(Progress(phase="rendering", done=0, total=1, share=min(share, 1.0)))
            told.clear()
            if wanted.state == "failed":
                assert isinstance(wanted.trouble, RenderTrouble)
                raise wanted.trouble
            if wanted.state not in ("queued", "running"):
                return
            time.sleep(0.005)

    def _fetched(self, asset: str) -> Path:
        store = self._ann.store
        self._ann.fetching.fetch([asset])
        self._table.until(lambda: store.find(asset), PATIENCE)
        return store.path(asset)


@dataclass(frozen=True)
class PeerSubject(Subject):
    """Its company is made by the fixture of that name."""

    def made(self, checkpoint: Callable[[str], Path], cache: Path | None = None) -> Backend:
        return PeersDevice(_here[-1])


_here: list[Company] = []


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with Company(tmp_path_factory.mktemp("company")) as company:
        _here.append(company)
        yield company
        _here.clear()
