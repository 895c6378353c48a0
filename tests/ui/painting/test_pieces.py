"""The pieces that a board is painted from."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from canvas.editor.camera import Camera
from canvas.editor.spatial import NodeTable
from canvas.editor.wiring import FLOWS
from canvas.ui.painting import slices
from canvas.ui.painting.chips import chips_in
from canvas.ui.painting.frame import Detail, detail_for, frame_of, letters_for
from canvas.ui.painting.glyphs import Shapes
from canvas.ui.painting.ground import spacing
from canvas.ui.painting.ink import Chip, Ink, Style, spaced
from canvas.ui.painting.pictures import covered, filled
from canvas.ui.painting.slices import Sliced
from canvas.ui.painting.sprites import Sprites
from canvas.ui.painting.stacking import layers
from canvas.ui.theme import Theme, dark, light
from tests.ui.painting.conftest import pixels

pytestmark = pytest.mark.usefixtures("app")

TITLE = Style(13.0)
WHITE = QColor("white")


def test_the_level_of_detail_does_not_flicker_at_its_border() -> None:
    closer = detail_for(0.24)
    assert closer is Detail.near
    assert detail_for(0.22, Detail.near) is Detail.near
    assert detail_for(0.24, Detail.middle) is Detail.middle
    assert detail_for(0.18, Detail.near) is Detail.middle
    assert detail_for(0.01, Detail.near) is Detail.far


def test_letters_keep_their_size_while_the_zoom_moves_a_little() -> None:
    assert letters_for(1.2, 1.0) == 1.0
    assert letters_for(2.0, 1.0) != 1.0
    assert 0.7 < 3.0 / letters_for(3.0, 1.0) < 1.45


def test_dots_thin_out_from_afar_by_doubling() -> None:
    assert spacing(1.0) == 24
    assert {spacing(zoom) * zoom >= 15 for zoom in (0.02, 0.1, 0.5, 1.0, 8.0)} == {True}


@pytest.mark.parametrize("size", [(40, 40), (41, 90), (200, 33), (17, 17)])
def test_a_sliced_box_covers_just_its_box(size: tuple[int, int]) -> None:
    sprite = QPixmap(11, 11)
    sprite.fill(WHITE)
    image = QImage(240, 140, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)

    with QPainter(image) as painter:
        Sliced(sprite, 0, 5, WHITE).draw(painter, np.array([[20.0, 30.0, *size]]))

    lit = (pixels(image) & 0xFFFFFF) == 0xFFFFFF
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    assert (columns[0], rows[0]) == (20, 30)
    assert (columns[-1] - 19, rows[-1] - 29) == size
    assert lit.sum() == size[0] * size[1]


@pytest.mark.parametrize("theme", [dark(), light()], ids=["dark", "light"])
@pytest.mark.parametrize("scale", [0.15, 0.4, 1.0, 1.9])
def test_boxes_copied_whole_are_the_boxes_drawn_from_their_slices(
    theme: Theme, scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = np.random.default_rng(5)
    sprites = Sprites(theme, scale, 1.0)
    sizes = np.array([(240, 150), (240, 150), (304, 210), (97, 33)]) * scale
    boxes = np.concatenate(
        [dice.integers(0, 400, (40, 2)), sizes[dice.integers(0, 4, 40)].round()], axis=1
    ).astype(np.float64)

    def painted(sprite: Sliced) -> NDArray[np.uint32]:
        image = QImage(900, 700, QImage.Format.Format_RGB32)
        image.fill(0x336699)
        with QPainter(image) as painter:
            sprite.draw(painter, boxes)
        return pixels(image)

    parts = (sprites.card, sprites.shadow, sprites.ring, sprites.scene)
    for part in (one for one in parts if one is not None and one.fill is None):
        whole = painted(part.anew())
        monkeypatch.setattr(slices, "OFTEN", 1000)
        assert (painted(part.anew()) == whole).all()
        monkeypatch.undo()


@pytest.mark.parametrize("scale", [0.4, 1.0, 1.9])
def test_nothing_is_missing_of_a_shadow_that_its_card_does_not_hide(scale: float) -> None:
    sprites = Sprites(light(), scale, 1.0)
    assert sprites.shadow is not None
    boxes = np.array([[60.0, 60.0, round(240 * scale), round(150 * scale)]])
    seen = []
    for depth in (None, sprites.shadow.depth):
        image = QImage(640, 420, QImage.Format.Format_RGB32)
        image.fill(0xEEEEEE)
        shadow = sprites.shadow.anew()
        shadow.depth = depth
        with QPainter(image) as painter:
            shadow.draw(painter, boxes)
            sprites.card.draw(painter, boxes)
        seen.append(pixels(image))
    assert (seen[0] == seen[1]).all()


def test_every_port_has_a_shape_of_its_own_even_without_colour() -> None:
    shapes_of = Shapes(dark(), 2.0)
    alpha = shapes_of.ports.toImage().convertToFormat(QImage.Format.Format_Alpha8)
    cell = shapes_of.cell
    raw = np.frombuffer(alpha.constBits(), np.uint8).reshape(alpha.height(), -1)
    # the rim is the field's colour: only where the port itself is opaque does the shape show
    shapes = [raw[:cell, n * cell : (n + 1) * cell] > 200 for n in range(len(FLOWS))]

    for one in range(len(shapes)):
        for other in range(one):
            if {FLOWS[one], FLOWS[other]} == {"words", "sound"}:
                continue  # a disc and a ring: alike from outside, told apart by the hole
            assert (shapes[one] != shapes[other]).mean() > 0.03


@pytest.mark.parametrize("theme", [dark(), light()], ids=["dark", "light"])
@pytest.mark.parametrize("scale", [0.12, 0.5, 1.0, 2.5, 8.0])
def test_sprites_can_be_drawn_at_every_zoom(theme: object, scale: float) -> None:
    sprites = Sprites(theme, scale, 1.0)  # type: ignore[arg-type]  # a Theme

    assert not sprites.card.pixmap.isNull()
    assert (sprites.shadow is None) == (scale < 0.2)


def test_a_line_is_cut_to_its_room() -> None:
    ink = Ink()
    short = ink.line("Countdown", TITLE, WHITE, 400, 1.0)
    cut = ink.line("Countdown " * 40, TITLE, WHITE, 120, 1.0)

    assert short is not None
    assert cut is not None
    assert short.width() < 120
    assert cut.width() <= 122


def test_letters_are_drawn_once() -> None:
    ink = Ink()

    assert ink.line("Twice", TITLE, WHITE, 200, 1.0) is ink.line("Twice", TITLE, WHITE, 200, 1.0)


def test_a_block_keeps_to_its_room_in_chinese_too() -> None:
    words = "切尔西抬起头，倒计时开始。" * 30
    block = Ink().block(words, TITLE, WHITE, (220, 80), 1.0)

    assert block is not None
    assert block.width() == 220
    assert block.height() <= 84


def test_nothing_is_drawn_where_nothing_fits() -> None:
    assert Ink().line("Words", TITLE, WHITE, 3, 1.0) is None
    assert Ink().block("", TITLE, WHITE, (100, 100), 1.0) is None


def test_camera_moves_and_names_become_chips() -> None:
    text = "@Chelsea lifts her head, slow push in"
    found = {text[chip.start : chip.end] for chip in chips_in(text, dark())}

    assert "@Chelsea" in found
    assert any("push in" in one for one in found)


def test_a_chip_gets_room_within_its_ground() -> None:
    text, chips = spaced("ab cd", [Chip(0, 2, WHITE), Chip(3, 5, WHITE)])

    assert [text[chip.start : chip.end].strip("\u202f") for chip in chips] == ["ab", "cd"]
    assert all(text[chip.start] == "\u202f" for chip in chips)


@pytest.mark.parametrize(("wide", "high"), [(600, 400), (100, 900), (320, 180)])
def test_a_picture_fills_its_box_from_its_middle(wide: int, high: int) -> None:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    box = QRect(0, 0, 288, 176)

    part = covered(image, box)

    assert part.width() / part.height() == pytest.approx(288 / 176)
    assert part.center().x() == pytest.approx(wide / 2)
    assert part.center().y() == pytest.approx(high / 2)
    assert filled(image, box).size() == box.size()


def test_cards_that_overlap_are_drawn_one_after_the_other() -> None:
    table = NodeTable()
    table.x[:3], table.y[:3] = (0, 50, 900), (0, 50, 0)
    table.w[:3], table.h[:3] = 200, 200

    found = layers(table, np.array([0, 1, 2]))

    assert [layer.tolist() for layer in found] == [[0, 2], [1]]


def test_a_pan_by_whole_pixels_moves_every_coordinate_alike() -> None:
    camera = Camera(123.4, -56.7, 0.731, 1000, 700)
    world = np.linspace(-5000, 5000, 999)
    before, after = frame_of(camera), frame_of(camera.panned(37, -12))

    assert (after.x(world) - before.x(world) == 37).all()
    assert (after.y(world) - before.y(world) == -12).all()
