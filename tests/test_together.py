"""Three people at one board: two windows on one machine, a third on another, which is a network
namespace with a cable that can be pulled. Real servers, real certificates, real mouse and keys.

Issue 4, Shows. Ann shares her board with a key, the others come by the link from her clipboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from canvas.app import settings as kept
from canvas.app.session import Session
from canvas.document.codec import to_json
from tests.desktop import Desktop, until
from tests.hands.conftest import lay_out
from tests.hands.steps import Hands, Screen
from tests.hosts import Host, NoHosts, two_hosts
from tests.watched import ask

PROGRAM = ("-m", "tests.watched")
AWAY = (1450, 640)
"""In the inspector: a pointer that nobody sees on the canvas, and that hovers over nothing."""

DEAD = 20
"""Seconds within which a window knows that nobody answers any more."""


class Neighbour(Hands):
    """One of the three, at their own screen on some host."""

    def __init__(
        self, name: str, host: Host, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.home, self.host = folder / name, host
        monkeypatch.setenv("SHOTWEAVE_HOME", str(self.home))
        still = replace(kept.load().settings, toured=True, motion="reduced", language="en")
        self.settings = replace(still, name=name.capitalize())
        kept.save(self.settings)
        super().__init__(Desktop(self.home, within=host.prefix), self.home)

    @property
    def screen(self) -> Screen:
        return Screen(ask(self.desktop.process, self.host))

    def sits_down(self, board: Path) -> None:
        self.path = board
        self.desktop.start(str(board), program=PROGRAM)
        self.settle()

    def comes(self, link: str) -> None:
        """Start the program with a link, as the system does when one is pressed, and join."""
        self.desktop.start(link, program=PROGRAM)
        dialog = ("search", "--onlyvisible", "--name", "Join a board")
        until(lambda: self.desktop.tell(*dialog), what="a question whether to join")
        self.desktop.tell("windowfocus", "--sync", self.desktop.tell(*dialog).splitlines()[-1])
        self.desktop.key("Return")
        until(lambda: ask(self.desktop.process, self.host), what="a window", seconds=2 * DEAD)
        (self.path,) = self.home.rglob("*.shotweave")
        self.settle()

    def invites(self) -> str:
        """Close the dialog of the links, and take one from the clipboard as one writes a mail."""
        self.sees(lambda screen: screen.front == "ShareDialog", "the dialog of the links")
        self.key("Escape")
        self.sees(lambda screen: "ShareDialog" not in screen.visible, "the dialog gone")
        self.desktop.fill_screen()
        self.sees(lambda screen: screen.focus == "CanvasView", "the board in front")
        self.key("ctrl+alt+l")
        return self.desktop.clipboard(3 * DEAD)

    def settle(self) -> None:
        self.desktop.fill_screen()
        self.sees(lambda screen: screen.said and screen.view[2] > 900, "a window that fills")

    def looks(self) -> None:
        """See all of the board, with nothing selected and the pointer out of the way."""
        self.desktop.fill_screen()
        self.key("Escape", "Escape")
        self.key("shift+1")
        self.point(AWAY)
        self.sees(lambda screen: screen.at_rest and not screen.selection, "the whole board")

    def drags(self, title: str, by: tuple[int, int]) -> None:
        x, y = self.screen.corner(title)
        start = (x + 60, y + 14)
        self.pull(start, (start[0] + by[0], start[1] + by[1]))
        self.point(AWAY)

    @property
    def canvas(self) -> NDArray[np.int16]:
        """The middle of the canvas as it is on the screen."""
        picture = self.desktop.picture(self.home / "screen.png")
        x, y, wide, high = self.screen.view
        with Image.open(picture) as image:
            whole = np.asarray(image.convert("RGB"), np.int16)
        return whole[y + 60 : y + high - 90, x + 60 : x + wide - 10]

    def together(self, state: str = "live") -> None:
        def stands(screen: Screen) -> bool:
            with_room = screen.together
            return with_room["state"] == state and not (state == "live" and with_room["unsaved"])

        self.sees(stands, f"{self.home.name} is {state}", seconds=2 * DEAD)


Three = tuple[Neighbour, Neighbour, Neighbour]


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host]]:
    with ExitStack() as stack:
        try:
            hosts = stack.enter_context(two_hosts())
        except NoHosts as why:
            pytest.skip(f"no second machine: {why}")
        yield hosts


@pytest.fixture
def three(
    tmp_path: Path, hosts: tuple[Host, Host], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Three]:
    """Ann, who shares, Bo beside her, and Cid on the other machine; all of them in the room."""
    here, there = hosts
    people = [("ann", here), ("bo", here), ("cid", there)]
    ann, bo, cid = (Neighbour(name, host, tmp_path, monkeypatch) for name, host in people)
    board = tmp_path / "Film.shotweave"
    with Session.create(board, settings=ann.settings, title="Film", width=64, height=36) as session:
        lay_out(session)
    try:
        ann.sits_down(board)
        ann.key("ctrl+alt+i")
        ann.together()
        link = ann.invites()
        for guest in (bo, cid):
            guest.comes(link)
            guest.together()
        for one in (ann, bo, cid):
            one.sees(lambda screen: screen.together["people"] == 2, "two others")
        yield ann, bo, cid
        for one in (ann, bo, cid):
            assert one.desktop.running, one.desktop.log.read_text("utf-8")
    finally:
        for one in (cid, bo, ann):
            one.desktop.close()


def agree(three: Three) -> None:
    """All three have the same board on their disks and the same picture of it on their screens."""
    for one in three:
        one.together()
    until(lambda: len({_written(one) for one in three}) == 1, what="three equal boards", seconds=80)
    for one in three:
        one.looks()
    until(lambda: _alike(three), what="three equal pictures", seconds=60)


def _written(one: Neighbour) -> str:
    return str(sorted(to_json(one.board).items()))


def _alike(three: Three) -> bool:
    """Nothing but the edges of letters may differ."""
    first, *others = (one.canvas for one in three)
    return all(
        first.shape == other.shape and (np.abs(first - other).max(axis=2) > 48).mean() < 0.0005
        for other in others
    )


def places(one: Neighbour) -> dict[str, tuple[float, float]]:
    return {node.title: node.pos for node in one.board.nodes.values()}


def moved(one: Neighbour, title: str, before: dict[str, tuple[float, float]]) -> None:
    one.saved(
        lambda board: any(n.title == title and n.pos != before[title] for n in board.nodes.values())
    )


def cut_and_restore(three: Three, hosts: tuple[Host, Host], seconds: float) -> None:
    """Everybody works while Cid's cable is out; then they agree, and each takes back their own."""
    ann, bo, cid = three
    start = places(ann)
    hosts[1].cable(plugged=False)
    ann.looks()
    cid.looks()
    ann.drags("Free", (60, 40))
    bo.looks()
    bo.drags("Other", (-50, 30))
    cid.drags("Note", (30, -60))
    moved(ann, "Free", start)
    moved(cid, "Note", start)
    cid.desktop.wait(seconds)
    if seconds > DEAD:
        cid.together("offline")
    assert places(cid)["Free"] == start["Free"], "the cable was not out"
    hosts[1].cable(plugged=True)
    agree(three)
    now = places(ann)
    changed = {title for title in now if now[title] != start[title]}
    assert changed == {"Free", "Other", "Note"}
    for one, title in ((cid, "Note"), (bo, "Other"), (ann, "Free")):
        one.key("ctrl+z")
        one.saved(lambda board, title=title: _at(board, title) == start[title], "an undo")
        now = {**now, title: start[title]}
        agree(three)
        assert places(ann) == now, f"{one.home.name} took back more than their own"


def _at(board: object, title: str) -> tuple[float, float]:
    (node,) = [n for n in board.nodes.values() if n.title == title]
    return node.pos


@pytest.mark.timeout(180)
def test_three_windows_on_two_machines_agree_after_the_cable_was_out(
    three: Three, hosts: tuple[Host, Host]
) -> None:
    """R1.2: they see the same before and after, and each undo takes back only one's own."""
    agree(three)
    cut_and_restore(three, hosts, seconds=3)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_three_windows_on_two_machines_agree_after_a_minute_without_the_cable(
    three: Three, hosts: tuple[Host, Host]
) -> None:
    agree(three)
    cut_and_restore(three, hosts, seconds=60)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_a_computer_that_shares_may_get_another_address(
    three: Three, hosts: tuple[Host, Host]
) -> None:
    """R8.35: who works on another machine is offline for a moment, and back by themselves."""
    ann, bo, cid = three
    start = places(ann)
    hosts[0].move("10.77.0.9")
    cid.together("offline")
    cid.looks()
    cid.drags("Note", (30, -60))
    ann.looks()
    ann.drags("Free", (60, 40))
    moved(cid, "Note", start)
    moved(ann, "Free", start)
    for one in (ann, bo, cid):
        one.together()
    agree(three)
