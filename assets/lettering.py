"""Text as pixels: shaped, wrapped and fitted by QtGui, handed out as premultiplied RGBA.

Works in any process and on any thread. Text needs a QGuiApplication: where no application exists
yet an offscreen one is made on first use and kept, so a program that wants to open a window must do
that before it draws any text.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPainter,
    QTextLayout,
    QTextOption,
)

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

FAMILIES = ("Inter", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Noto Sans SC")
"""Chinese faces by name: the default fallback draws Japanese forms of shared characters."""

NIGHT: tuple[Colour, Colour] = ((43, 58, 85), (24, 32, 46))
"""The dark blue a slate falls through, from its top left corner to its bottom right one."""
PAPER: Colour = (220, 230, 247)
"""What is written on it."""
EMBER: Colour = (255, 138, 61)
"""The rule under its title."""

MARGIN = 1.0
"""How far from the sides of a frame letters begin, in ninths of its shorter side: cards and film
strips show a picture without what stands over their shape."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_starting = threading.Lock()
_application: QGuiApplication | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look; `pixels` is the em size, `leading` the distance of baselines in ems."""

    pixels: float
    weight: int = 400
    colour: Colour = PAPER
    opacity: float = 1.0
    leading: float = 1.4
    tracking: float = 0.0
    align: str = "left"
    shadow: float = 0.0
    """Opacity of a soft dark edge that keeps letters legible on a picture."""


def ready() -> None:
    """Make sure that text can be drawn; never makes a second application."""
    global _application
    with _starting:
        there = QCoreApplication.instance()
        if there is None:
            _application = QGuiApplication(["shotweave", "-platform", "offscreen"])
        elif not isinstance(there, QGuiApplication):
            raise RuntimeError("text needs a QGuiApplication, and this process has a plainer one")
        _install_faces()


@lru_cache(maxsize=1)
def _install_faces() -> None:
    fonts = files("assets") / "resources" / "fonts"
    if QFontDatabase.hasFamily(FAMILIES[0]) or not fonts.is_dir():
        return
    for face in sorted(fonts.iterdir(), key=lambda entry: entry.name):
        if face.name.endswith((".ttf", ".otf", ".ttc")):
            QFontDatabase.addApplicationFontFromData(face.read_bytes())


def font(style: Style) -> QFont:
    """The QFont of a style, Chinese faces behind; unhinted, so that letters scale evenly."""
    ready()
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(max(1, round(style.pixels)))
    made.setWeight(QFont.Weight(style.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + 100 * style.tracking)
    return made


@lru_cache(maxsize=512)
def drawn(text: str, style: Style, width: int, lines: int = 0, *, balanced: bool = False) -> Pixels:
    """The text wrapped to `width` pixels: (height, width, 4), premultiplied, read-only.

    At most `lines` lines when that is not 0: the last one then ends in an ellipsis. `balanced`
    makes lines of about equal length.
    """
    words = _one_break(text)
    if lines:
        words = _elided(words, style, width, lines)
    narrow = _narrowest(words, style, width) if balanced else width
    letters = _painted(words, style, width, narrow)
    letters.setflags(write=False)
    return letters


@lru_cache(maxsize=256)
def fitted(
    text: str, style: Style, box: tuple[int, int], smallest: float = 9, *, balanced: bool = False
) -> Pixels:
    """The text as `drawn`, smaller where that fits it into `box` (width, height), else cut."""
    width, height = box
    size = style.pixels
    while size > smallest:
        if _height(text, replace(style, pixels=size), width) <= height:
            break
        size = max(smallest, size * 0.93)
    at = replace(style, pixels=size)
    return drawn(text, at, width, max(1, int(height / _step(at))), balanced=balanced)


def stamp(frame: Pixels, letters: Pixels, x: int, y: int, opacity: float = 1.0) -> None:
    """Put premultiplied RGBA letters on an RGB frame, in place, their top left corner at (x, y)."""
    high, wide = frame.shape[:2]
    left, top = max(0, x), max(0, y)
    right, bottom = min(wide, x + letters.shape[1]), min(high, y + letters.shape[0])
    if right <= left or bottom <= top:
        return
    part = letters[top - y : bottom - y, left - x : right - x].astype(np.float32) * opacity
    under = frame[top:bottom, left:right].astype(np.float32)
    mixed = part[..., :3] + under * (1 - part[..., 3:] / 255)
    frame[top:bottom, left:right] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


@lru_cache(maxsize=16)
def night(size: tuple[int, int]) -> Pixels:
    """The ground of a slate, (height, width, 3) RGB, read-only; dithered against bands."""
    width, height = size
    down = np.linspace(-0.94, 0.94, height, dtype=np.float32)[:, None] * height
    across = np.linspace(-0.34, 0.34, width, dtype=np.float32)[None, :] * width
    share = (across + down) / (0.34 * width + 0.94 * height) / 2 + 0.5
    top, bottom = (np.array(colour, np.float32) for colour in NIGHT)
    noise = np.random.default_rng(7).random((height, width, 1), np.float32)
    ground = (top + (bottom - top) * share[..., None] + noise).astype(np.uint8)
    ground.setflags(write=False)
    return ground


@lru_cache(maxsize=64)
def card(
    title: str, text: str = "", number: str = "", size: tuple[int, int] = (1280, 720)
) -> Pixels:
    """A whole card, (height, width, 3) RGB, read-only: `title`, `text` below, `number` in a corner.

    Stands for a shot that has nothing but words. `size` is (width, height) in pixels. Any thread.
    """
    frame = night(size).copy()
    stamp(frame, card_letters(title, text, number, size), 0, 0)
    frame.setflags(write=False)
    return frame


def card_letters(title: str, text: str, number: str, size: tuple[int, int]) -> Pixels:
    """What is written on a card: (height, width, 4) premultiplied RGBA of the whole frame."""
    width, height = size
    unit = min(size) / 9
    sheet = np.zeros((height, width, 4), np.uint8)
    parts = _card_parts(title, text, unit, (max(1, int(width - 2 * unit)), height))
    gap = int(unit * 0.28)
    y = (height - sum(part.shape[0] for part in parts) - gap * (len(parts) - 1)) // 2
    for part in parts:
        _placed(sheet, part, (width - part.shape[1]) // 2, y)
        y += part.shape[0] + gap
    if number.strip():
        room = (max(1, int(width - 2 * unit)), int(unit))
        corner = fitted(number, Style(unit * 0.34, 600, opacity=0.8), room, 8)
        _placed(sheet, corner, int(unit * MARGIN), int(unit * 0.6))
    return sheet


def _card_parts(title: str, text: str, unit: float, room: tuple[int, int]) -> list[Pixels]:
    """Title, rule, second title and words of a card, from its top; what is empty is left out."""
    wide, high = room
    if not title.strip():
        title, text = text, ""
    head = Style(unit * 1.3, 600, leading=1.18, tracking=-0.015, align="center")
    if len(title) > 60:
        head = replace(head, pixels=unit * 0.5, leading=1.4, tracking=0.0)
    elif len(title) > 24:
        head = replace(head, pixels=unit * 0.8, leading=1.25)
    second, words = _second_title(title, text)
    under = Style(unit * 0.56, 500, opacity=0.94, leading=1.35, tracking=0.16, align="center")
    body = Style(unit * 0.37, 400, opacity=0.72, leading=1.55, align="center")
    made = [
        (title, head, 0.42, unit * 0.3),
        (second, under, 0.12, unit * 0.3),
        (words, body, 0.3, unit * 0.24),
    ]
    parts = [
        fitted(said, style, (wide, int(high * share)), least, balanced=True)
        for said, style, share, least in made
        if said.strip()
    ]
    if title.strip() and len(parts) > 1:
        parts.insert(1, _rule(unit))
    return parts


def _second_title(title: str, text: str) -> tuple[str, str]:
    """A short first line over others is a title in another language: its own line, and the rest."""
    first, _, rest = text.strip().partition("\n")
    return (first.strip(), rest) if title.strip() and rest and len(first) <= 24 else ("", text)


def _rule(unit: float) -> Pixels:
    """A short bar of the one colour that the product allows itself."""
    sheet = np.empty((max(2, round(unit * 0.055)), max(4, round(unit * 0.9)), 4), np.uint8)
    sheet[:] = (*EMBER, 255)
    sheet.setflags(write=False)
    return sheet


def _placed(sheet: Pixels, letters: Pixels, x: int, y: int) -> None:
    """Copy letters onto an empty part of a sheet."""
    x, y = max(x, 0), max(y, 0)
    part = letters[: sheet.shape[0] - y, : sheet.shape[1] - x]
    sheet[y : y + part.shape[0], x : x + part.shape[1]] = part


def caption(text: str, size: tuple[int, int]) -> tuple[Pixels, int, int]:
    """A line of dialogue for a frame of `size`: its letters and where `stamp` puts them."""
    width, height = size
    unit = min(size) / 9
    style = Style(unit * 0.42, 600, (255, 255, 255), leading=1.35, align="center", shadow=0.75)
    letters = drawn(text, style, int(width * 0.86), 3, balanced=True)
    return letters, (width - letters.shape[1]) // 2, int(height - unit * 0.5 - letters.shape[0])


def _one_break(text: str) -> str:
    return "\u2028".join(line.strip() for line in text.strip().splitlines())


def _step(style: Style) -> float:
    return style.pixels * style.leading


def _set(text: str, style: Style, width: float) -> QTextLayout:
    """The text laid out in lines of at most `width`, the first line's top at 0."""
    layout = QTextLayout(text, font(style))
    option = QTextOption(_ALIGN[style.align])
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y + (_step(style) - line.height()) / 2))
        y += _step(style)
    layout.endLayout()
    return layout


def _height(text: str, style: Style, width: int) -> float:
    return _set(_one_break(text), style, width).lineCount() * _step(style)


def _elided(words: str, style: Style, width: float, lines: int) -> str:
    """The words cut so that they end, with an ellipsis, in line `lines`."""
    layout = _set(words, style, width)
    if layout.lineCount() <= lines:
        return words
    start = layout.lineAt(lines - 1).textStart()
    rest = words[start:].replace("\u2028", " ")
    metrics = QFontMetricsF(font(style))
    return words[:start] + metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width - 1)


def _narrowest(words: str, style: Style, width: int) -> float:
    """The smallest width that needs no more lines than `width` does."""
    lines = _set(words, style, width).lineCount()
    if lines < 2:
        return width
    low, high = width / lines * 0.6, float(width)
    while high - low > 2:
        middle = (low + high) / 2
        fits = _set(words, style, middle).lineCount() <= lines
        low, high = (low, middle) if fits else (middle, high)
    return high


def _painted(words: str, style: Style, width: int, narrow: float) -> Pixels:
    layout = _set(words, style, narrow)
    margin = _margin(style)
    high = max(1, round(layout.lineCount() * _step(style))) + 2 * margin
    image = QImage(width + 2 * margin, high, QImage.Format.Format_RGBA8888_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QColor(*style.colour, round(255 * style.opacity)))
    spare = {"left": 0.0, "center": (width - narrow) / 2, "right": width - narrow}[style.align]
    layout.draw(painter, QPointF(margin + round(spare), margin))
    painter.end()
    letters = _pixels(image)
    return _shadowed(letters, style) if style.shadow else letters


def _margin(style: Style) -> int:
    return round(style.pixels * 0.35) if style.shadow else 0


def _pixels(image: QImage) -> Pixels:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


def _shadowed(letters: Pixels, style: Style) -> Pixels:
    """The letters over a soft dark copy of themselves."""
    sigma = max(1.0, style.pixels * 0.1)
    alpha = letters[..., 3].astype(np.float32) / np.float32(255)
    halo = np.minimum(1, _blurred(alpha, sigma) * 2.2) * style.shadow
    out = letters.astype(np.float32)
    out[..., 3] = 255 * (alpha + halo * (1 - alpha))
    rounded: Pixels = np.clip(out + 0.5, 0, 255).astype(np.uint8)
    return rounded


def _blurred(plane: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    reach = int(3 * sigma) + 1
    steps = np.arange(-reach, reach + 1, dtype=np.float32)
    kernel = np.exp(-(steps**2) / (2 * sigma**2))
    kernel /= kernel.sum()
    for axis in (0, 1):
        plane = np.apply_along_axis(np.convolve, axis, plane, kernel, "same").astype(np.float32)
    return plane
