"""What a render takes on this machine, said in the window before it begins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node, set_param
from canvas.app.fitting import Fitting
from canvas.document.words import say
from canvas.ui.main_window import MainWindow
from canvas.ui.shot_model import GetsSection
from generation.devices import Devices, Found
from generation.fit.device import Device
from generation.fit.learned import Learned
from generation.machine import Machine
from tests.generation.fit.cards import card, processor

PATIENCE = 20_000


def with_card(window: MainWindow, device: Device, folder: Path) -> Machine:
    """Let the window believe in this card."""
    devices = Devices(lambda: Found("2.13", (processor(), device), ()))
    machine = Machine(devices, Learned(folder / "measured.sqlite"))
    session = window.session
    session.fitting = Fitting(tell=session.tell, woken=session._woken, machine=machine)
    return machine


def shot_with(window: MainWindow, model: str) -> str:
    session = window.session
    words = add_node(session, "prompt", (0, 0), text="A cat on a roof.")
    clip = add_node(session, "clip", (400, 0), params={"frames": 72, "model": model})
    connect(session, words, "words", clip, "words")
    add_shot(session, clip)
    window.editor.select([clip])
    window.inspector.refresh()
    return clip


def said(window: MainWindow) -> str:
    found = (gets.findChildren(QLabel) for gets in window.findChildren(GetsSection))
    return " | ".join(label.text() for labels in found for label in labels if label.text())


def test_the_inspector_says_time_and_memory_once_the_card_is_known(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with_card(window, card(24), tmp_path)
    shot_with(window, "wan2.1-t2v-1.3b")
    qtbot.waitUntil(lambda: "on Card 24" in said(window), timeout=PATIENCE)
    assert "About " in said(window)
    assert " GB" in said(window)
    assert "more for the frames in between." in said(window)


def test_a_shot_in_parts_is_counted_whole(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    with_card(window, card(24), tmp_path)
    clip = shot_with(window, "wan2.2-ti2v-5b")
    set_param(window.session, [clip], "frames", 24 * 12)
    window.inspector.refresh()
    qtbot.waitUntil(lambda: "for its 3 renders" in said(window), timeout=PATIENCE)
    assert " at most at one moment" in said(window)


def test_a_shot_that_fits_nowhere_is_refused_with_what_would(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with_card(window, card(1.4, ram=32, fp8=False), tmp_path)
    shot_with(window, "wan2.2-ti2v-5b")
    qtbot.waitUntil(lambda: "are free on Card 1.4" in said(window), timeout=PATIENCE)
    assert "fit" in said(window)


def test_the_button_says_how_long_all_of_them_take(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with_card(window, card(48), tmp_path)
    shot_with(window, "wan2.1-t2v-1.3b")
    shot_with(window, "wan2.1-t2v-1.3b")
    tip = window.top.render_button.toolTip
    qtbot.waitUntil(lambda: "min in all" in tip(), timeout=PATIENCE)


def test_a_shot_of_animatic_asks_for_no_card(window: MainWindow, tmp_path: Path) -> None:
    machine = with_card(window, card(24), tmp_path)
    shot_with(window, "animatic")
    assert "Card 24" not in said(window)
    assert not machine.devices.looking
    assert not machine.devices.looked


def test_a_window_that_closes_while_the_card_is_looked_for_is_told_no_more(
    window: MainWindow, tmp_path: Path
) -> None:
    machine = with_card(window, replace(card(24), name="Late"), tmp_path)
    shot_with(window, "wan2.1-t2v-1.3b")
    window.session.fitting.close()
    assert machine.devices.wait(PATIENCE / 1000)
    assert window.session.fitting.machine is machine


def test_a_driver_that_is_too_old_is_told_beside_what_the_processor_takes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    old = say("The driver of the graphics card is too old.")
    devices = Devices(lambda: Found("2.13", (processor(64),), (old,)))
    session = window.session
    machine = Machine(devices, Learned(tmp_path / "measured.sqlite"))
    session.fitting = Fitting(tell=session.tell, woken=session._woken, machine=machine)
    shot_with(window, "wan2.1-t2v-1.3b")
    qtbot.waitUntil(lambda: "on the processor" in said(window), timeout=PATIENCE)
    assert "too old" in said(window)


def test_looking_again_tells_what_it_found(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with_card(window, card(24), tmp_path)
    window.actions_.run("render.look_again")

    def told() -> str:
        return " | ".join(str(banner.key) for banner in window.banners.shown())

    qtbot.waitUntil(lambda: "Card 24" in told() or "Models draw on" in told(), timeout=PATIENCE)
