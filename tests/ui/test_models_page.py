"""The Models page: what it shows of each model, and its buttons over real files and connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from canvas.app import models
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.models import Model
from canvas.document.words import Sentence
from canvas.ui import models_words as words
from canvas.ui.banner import Banner
from canvas.ui.controls import Button
from canvas.ui.main_window import MainWindow
from canvas.ui.models_absent import AbsentModel
from canvas.ui.models_page import ModelsPage
from canvas.ui.models_part import Models
from generation import downloads
from generation.catalogue import refresh
from generation.devices import Devices, Found
from generation.downloads import Downloads
from generation.fit.device import Device
from generation.machine import Machine
from generation.places import own
from generation.speed import Speed, chosen
from tests.generation.checkpoints import files, laid_out, safetensors
from tests.generation.hub_server import Hub, serving

PATIENCE = 60_000
CARDS = (
    Device(id="cpu", kind="cpu", name="processor", memory=32 << 30, ram=32 << 30),
    Device(id="cuda:0", kind="cuda", name="Card", memory=24 << 30, free=23 << 30, ram=64 << 30),
)
"""No child program looks for devices here, nor imports torch."""
SMALL = "wan2.1-t2v-1.3b"
REPO = "Wan-AI/Wan2.1-T2V-1.3B-Diffusers"
BIG = "transformer/diffusion_pytorch_model-00001-of-00002.safetensors"


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Downloads]:
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Downloads()
    monkeypatch.setattr(downloads, "_shared", made)
    yield made
    made.close()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving({REPO: files() | {BIG: safetensors(64_000)}}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Callable[[str], ModelsPage]:
    def at(model: str = "") -> ModelsPage:
        window.session.fitting._machine = Machine(Devices(lambda: Found("2.13", CARDS, ())))
        window.actions_.run("window.models")
        [part] = [one for one in window.parts if isinstance(one, Models)]
        page = part.page
        assert page is not None
        qtbot.waitUntil(lambda: page.list.count() > 5, timeout=PATIENCE)
        if model:
            page.choose(model)
        return page

    return at


Opened = Callable[..., ModelsPage]


def said(page: ModelsPage) -> str:
    labels = page.detail.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if label.isVisibleTo(page.detail))


def press(page: ModelsPage, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(page.detail.buttons[name], Qt.MouseButton.LeftButton)


def now(page: ModelsPage, id: str = SMALL) -> Model:
    found = page.list.model_at(id)
    assert found is not None
    return found


def test_a_model_that_is_not_here_says_all_that_matters_before_it_is_fetched(
    opened: Opened,
) -> None:
    page = opened("wan2.2-i2v-a14b")
    text = said(page)
    for part in (
        "Wan 2.2 I2V A14B",
        "Not on this computer",
        "Apache-2.0",
        "commercially",
        "Wan-AI/",
    ):
        assert part in text
    assert "The first picture" in text or "the first picture" in text
    assert "The newest revision" in text, "what could not be checked"
    assert list(page.detail.buttons) == ["download", "folder"]


def test_the_page_says_whether_a_shot_fits_this_card(opened: Opened, qtbot: QtBot) -> None:
    page = opened(SMALL)
    qtbot.waitUntil(lambda: "on Card" in said(page), timeout=PATIENCE)
    assert page.list.verdicts[SMALL][0] == "Fits"
    assert page.list.verdicts["animatic"] == ("", "")
    assert "Fits" in page.list.currentItem().toolTip()
    page.choose("minimax-h3")
    qtbot.waitUntil(lambda: "needs" in said(page) or "on Card" in said(page), timeout=PATIENCE)


def test_the_page_opens_and_closes_with_its_shortcut(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    page = opened()
    assert page.isVisible()
    window.actions_.run("window.models")
    assert not page.isVisible()


def test_a_download_is_started_paused_resumed_and_ready(
    hub: Hub, opened: Opened, qtbot: QtBot
) -> None:
    import threading

    hub.hold = threading.Event()
    page = opened(SMALL)
    press(page, qtbot, "download")
    qtbot.waitUntil(lambda: "pause" in page.detail.buttons, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.detail.bar.value() > 0, timeout=PATIENCE)
    press(page, qtbot, "pause")
    qtbot.waitUntil(lambda: "Paused at" in said(page), timeout=PATIENCE)
    assert next(iter(page.detail.buttons)) == "download"
    hub.hold.set()
    press(page, qtbot, "download")
    qtbot.waitUntil(lambda: now(page).ready, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "verify" in page.detail.buttons, timeout=PATIENCE)
    assert "Ready" in said(page)


def test_a_download_that_is_refused_says_why_and_what_to_do(
    hub: Hub, opened: Opened, qtbot: QtBot
) -> None:
    hub.gated = 403
    page = opened(SMALL)
    press(page, qtbot, "download")
    qtbot.waitUntil(lambda: "accept their terms" in said(page), timeout=PATIENCE)
    assert "HF_TOKEN" in said(page)
    assert list(page.detail.buttons) == ["download", "folder"]
    assert "Not downloaded" in said(page)
    assert not page.detail.bar.isVisible()
    assert not own(SMALL).exists(), "nothing is left behind"


def test_a_folder_of_the_disk_is_used_and_let_go_and_that_is_undone(
    tmp_path: Path, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(SMALL)
    page.add_from(laid_out(tmp_path / "mine"), as_model=SMALL)
    qtbot.waitUntil(lambda: now(page).ready, timeout=PATIENCE)
    page.choose(SMALL)
    press(page, qtbot, "remove")
    qtbot.waitUntil(lambda: not now(page).ready, timeout=PATIENCE)
    [banner] = [one for one in page.banners.shown() if "no longer used" in one.key.what]
    page._undo(models.Removed(SMALL, 0, tmp_path / "mine"))
    qtbot.waitUntil(lambda: now(page).ready, timeout=PATIENCE)
    assert banner


def test_removing_files_asks_with_their_size_and_keeps_them_if_told_so(
    opened: Opened, qtbot: QtBot, app: QApplication
) -> None:
    laid_out(own(SMALL))
    page = opened(SMALL)
    asked: list[str] = []

    def answer(word: str) -> None:
        box = app.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            [button] = [one for one in box.buttons() if one.text() == word]
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: "remove" in page.detail.buttons, timeout=PATIENCE)
    for word, stays in (("Keep", True), ("Remove", False)):
        QTimer.singleShot(0, partial(answer, word))
        press(page, qtbot, "remove")
        assert own(SMALL).is_dir() is stays
    assert "MB" in asked[0]


def test_verifying_tells_what_is_wrong(opened: Opened, qtbot: QtBot) -> None:
    laid_out(own(SMALL))
    page = opened(SMALL)
    qtbot.waitUntil(lambda: "verify" in page.detail.buttons, timeout=PATIENCE)
    press(page, qtbot, "verify")
    qtbot.waitUntil(
        lambda: any("Nothing is wrong" in one.key.what for one in page.banners.shown()),
        timeout=PATIENCE,
    )
    assert "verify" in page.detail.buttons


def test_a_damaged_file_is_named(opened: Opened, qtbot: QtBot) -> None:
    laid_out(own(SMALL), files() | {BIG: safetensors()[:-4]})
    page = opened(SMALL)
    qtbot.waitUntil(lambda: "00001-of-00002" in said(page), timeout=PATIENCE)
    assert "Download again" in [one.text() for one in page.detail.buttons.values()]


def test_what_was_being_fetched_goes_on_at_the_next_start_and_is_told(
    hub: Hub, window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    from generation import fetch_plan
    from generation.fetch_plan import Item

    items = [
        Item(repo=REPO, commit="5" * 40, path=name, to=name, bytes=len(data))
        for name, data in (files() | {BIG: safetensors(64_000)}).items()
    ]
    fetch_plan.write(SMALL, items)
    [part] = [one for one in window.parts if isinstance(one, Models)]
    part.go_on()
    qtbot.waitUntil(
        lambda: any("goes on" in one.key.what for one in window.banners.shown()), timeout=PATIENCE
    )
    qtbot.waitUntil(
        lambda: any("is here" in one.key.what for one in window.banners.shown()), timeout=PATIENCE
    )


def test_without_the_engine_the_page_says_how_to_add_it(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engine.LIBRARIES", ("a_library_that_is_not_there",))
    page = opened(SMALL)
    assert page.lacking.isVisible()
    assert "shotweave[gpu]" in said(page)


def test_a_description_that_is_wrong_is_told(opened: Opened) -> None:
    own("odd").mkdir(parents=True)
    (own("odd") / "manifest.toml").write_text("id = 3")
    refresh()
    page = opened()
    assert any("odd" in one.key.what for one in page.banners.shown())


def test_every_model_has_words_for_what_it_makes_and_takes(app: QApplication) -> None:
    for each in models.listing():
        assert words.makes(each.manifest)
        assert words.takes(each.manifest), each.id
        request = words.sample(each.manifest)
        assert request.width >= each.manifest.limits.side_low
        assert request.frames <= each.manifest.limits.frames_high


def test_a_shot_whose_model_is_not_here_leads_to_the_page(
    window: MainWindow, qtbot: QtBot, opened: Opened
) -> None:
    page = opened()
    page.close()
    session = window.session
    clip = add_node(session, "clip", (0, 0), params={"model": SMALL})
    window.editor.select([clip])
    window.inspector.refresh()
    [absent] = [one for one in window.findChildren(AbsentModel) if one.isVisible()]
    assert "is not on this computer" in absent.what.text()
    qtbot.mouseClick(absent.button, Qt.MouseButton.LeftButton)
    assert page.isVisible()
    assert page.list.current() == SMALL
    laid_out(own(SMALL))
    page.look_again()
    qtbot.waitUntil(lambda: now(page).ready, timeout=PATIENCE)
    window.inspector.refresh()
    assert not absent.isVisible()


def test_a_shot_without_the_engine_says_how_to_add_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engine.LIBRARIES", ("a_library_that_is_not_there",))
    clip = add_node(window.session, "clip", (0, 0), params={"model": SMALL})
    window.editor.select([clip])
    window.inspector.refresh()
    [absent] = [one for one in window.findChildren(AbsentModel) if one.isVisible()]
    assert "shotweave[gpu]" in absent.remedy.text()


def test_why_no_card_is_used_is_said(window: MainWindow, qtbot: QtBot, opened: Opened) -> None:
    words_ = Sentence("The driver of the graphics card is too old.")
    page = opened(SMALL)
    window.session.fitting._machine = Machine(Devices(lambda: Found("2.13", CARDS[:1], (words_,))))
    window.session.fitting.machine.devices.look()
    qtbot.waitUntil(lambda: window.session.fitting.machine.devices.looked, timeout=PATIENCE)
    page.detail.refresh()
    assert "too old" in said(page)


def test_a_press_on_render_says_at_once_that_a_model_is_absent_and_leads_to_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    clip = add_node(session, "clip", (0, 0), params={"model": SMALL})
    connect(session, add_node(session, "prompt", (0, 0), text="a fox"), "words", clip, "words")
    window.editor.select([clip])
    window.inspector.refresh()
    foot = window.inspector.foot
    assert foot is not None
    foot.render_button.click()
    assert session.queue.counts() == (0, 0)
    assert session.state(clip).state == "failed"
    assert "not on this computer" in foot._why.text()
    assert "Download it" in foot._why.text()
    [banner] = window.bench.banners.findChildren(Banner)
    [way] = [one for one in banner.findChildren(Button) if one.text() == "Open Models"]
    way.click()
    [part] = [one for one in window.parts if isinstance(one, Models)]
    qtbot.waitUntil(lambda: part.page is not None and part.page.list.current() == SMALL)


def test_speed_and_kept_work_are_chosen_and_cleared_on_the_page(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "cache" / "latents"
    folder.mkdir(parents=True)
    (folder / "a.safetensors").write_bytes(bytes(5_000_000))
    page = opened()
    page.speed.click()
    dialog = page.speed_dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "5.0 MB of at most" in dialog.kept["latents"].text(), timeout=PATIENCE)
    dialog.compile.setCurrentIndex(2)
    dialog.compile.activated.emit(2)
    dialog.tiling.setCurrentIndex(1)
    dialog.tiling.activated.emit(1)
    assert chosen() == Speed(compile=False, tiling=True)
    dialog.clear.click()
    qtbot.waitUntil(lambda: "0.0 MB of at most" in dialog.kept["latents"].text(), timeout=PATIENCE)
    assert not list(folder.iterdir())
    assert not dialog.clear.isEnabled()
    dialog.close()
