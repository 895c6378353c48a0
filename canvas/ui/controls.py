"""The small parts that every panel is made of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from canvas.ui.theme import BODY, CONTROL, LABEL, MEDIUM, REGULAR, SEMIBOLD, font


class Panel(QWidget):
    """A widget that sets its words in `retranslate`, again whenever the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every word this panel shows."""


def text_label(
    text: str = "", role: str = "", size: float = BODY, *, strong: bool = False
) -> QLabel:
    made = QLabel(text)
    made.setFont(font(size, SEMIBOLD if strong else REGULAR))
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def heading(text: str = "") -> QLabel:
    """The small label above a group of controls."""
    made = text_label(text, "label", LABEL, strong=True)
    made.setContentsMargins(0, 10, 0, 0)
    return made


def wrapped(text: str = "", role: str = "soft", size: float = CONTROL) -> QLabel:
    made = text_label(text, role, size)
    made.setWordWrap(True)
    return made


def rule(*, upright: bool = False) -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def tool_button(
    icon: QIcon, tip: str = "", *, size: int = 32, checkable: bool = False
) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon)
    made.setIconSize(QSize(18, 18))
    made.setFixedSize(size, size)
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class Button(QPushButton):
    """A push button with room for a quieter note after its text: a shortcut or an estimate."""

    def __init__(self, text: str = "", *, primary: bool = False, quiet: bool = False) -> None:
        super().__init__(text)
        self._note = ""
        self.setProperty("primary", primary)
        self.setProperty("quiet", quiet)
        self.setFont(font(CONTROL, SEMIBOLD))
        self.setFixedHeight(30)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_note(self, note: str) -> None:
        if note != self._note:
            self._note = note
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width()) + 26, 30)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        super().initStyleOption(option)
        with QPainter(self) as painter:
            painter.setPen(option.palette.buttonText().color())
            self._paint_content(painter)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The bevel alone: words and icon are ours to paint."""
        super().initStyleOption(option)
        option.text = ""
        option.icon = QIcon()

    def _paint_content(self, painter: QPainter) -> None:
        x = (self.width() - self._content_width()) / 2
        if not self.icon().isNull():
            top = (self.height() - 16) // 2
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            self.icon().paint(painter, round(x), top, 16, 16, mode=mode)
            x += 16 + 7
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font())
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self.text())
        if self._note:
            x += QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 7
            painter.setOpacity(0.75)
            painter.setFont(font(LABEL, SEMIBOLD, tabular=True))
            painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self._note)

    def _content_width(self) -> float:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        if not self.icon().isNull():
            width += 16 + 7
        if self._note:
            width += 7 + QFontMetricsF(font(LABEL, SEMIBOLD, tabular=True)).horizontalAdvance(
                self._note
            )
        return width


class Choice(QComboBox):
    """A drop-down that only reacts to the wheel when it is open, with its own small arrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(CONTROL))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor may scrolling past it take the keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a panel that scrolls must not change what it scrolls past

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(self.palette().placeholderText().color())
            pen.setWidthF(1.5)
            painter.setPen(pen)
            x, y = self.width() - 14.0, self.height() / 2
            painter.drawPolyline(
                QPolygonF(
                    [QPointF(x - 3.5, y - 1.7), QPointF(x, y + 1.8), QPointF(x + 3.5, y - 1.7)]
                )
            )


class NumberBox(QDoubleSpinBox):
    """A number that is told once it is finished: on Enter, on leaving, or with each arrow key."""

    def __init__(self, low: float, high: float, step: float, decimals: int = 0) -> None:
        super().__init__()
        self.setFont(font(CONTROL, REGULAR, tabular=True))
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(False)
        self.setMinimumWidth(40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor may scrolling past it take the keys
        self.lineEdit().setTextMargins(7, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def textFromValue(self, value: float) -> str:
        """The number without zeros that say nothing: 3.5, not 3.50."""
        text = self.locale().toString(value, "f", self.decimals())
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text

    def show_value(self, value: float) -> None:
        """Show what the board says, without telling it back, and never under a typing hand."""
        if self.hasFocus() and self.lineEdit().isModified():
            return
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)


class AxisSlider(QWidget):
    """One camera axis, -10..10, zero in the middle. Double click or Delete goes to zero."""

    moved = Signal(float)
    """While the hand moves."""
    released = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.name = name
        self._value = 0.0
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(font(CONTROL))

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without telling it."""
        self._value = max(-10.0, min(10.0, round(value, 1)))
        self.setAccessibleName(f"{self.name} {self._value:+.1f}")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._tell(0.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -0.5, Qt.Key.Key_Right: 0.5}
        if event.key() in steps:
            self._tell(self._value + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0):
            self._tell(0.0)
        else:
            super().keyPressEvent(event)
            return
        self.released.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, middle = self.palette(), self.height() / 2
        left, width = self._track()
        knob = left + (self._value + 10) / 20 * width
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            painter.setPen(palette.text().color())
            align = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                QRectF(0, 0, left, self.height()), align | Qt.AlignmentFlag.AlignLeft, self.name
            )
            painter.setPen(
                palette.text().color() if self._value else palette.placeholderText().color()
            )
            painter.setFont(font(LABEL + 0.5, REGULAR, tabular=True))
            painter.drawText(
                QRectF(0, 0, self.width(), self.height()),
                align | Qt.AlignmentFlag.AlignRight,
                f"{self._value:+.1f}" if self._value else "0",
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.mid())
            painter.drawRoundedRect(QRectF(left, middle - 1.5, width, 3), 1.5, 1.5)
            painter.drawRect(QRectF(left + width / 2 - 0.5, middle - 4, 1, 8))
            painter.setBrush(self._fill())
            centre = left + width / 2
            painter.drawRoundedRect(
                QRectF(min(centre, knob), middle - 1.5, abs(knob - centre), 3), 1.5, 1.5
            )
            radius = 6.5 if self.hasFocus() else 5.5
            painter.setBrush(palette.text() if not self._value else self._fill())
            painter.drawEllipse(QPointF(knob, middle), radius, radius)

    def _fill(self) -> QColor:
        return self.palette().highlight().color()

    def _track(self) -> tuple[float, float]:
        left = 92.0
        return left, max(self.width() - left - 44.0, 10.0)

    def _follow(self, event: QMouseEvent) -> None:
        left, width = self._track()
        value = (event.position().x() - left) / width * 20 - 10
        self._tell(0.0 if abs(value) < 0.35 else round(value * 2) / 2)

    def _tell(self, value: float) -> None:
        before = self._value
        self.set_value(value)
        if self._value != before:
            self.moved.emit(self._value)


class Thumb(QWidget):
    """A small rounded picture that can be clicked, with an outline while it is the chosen one."""

    clicked = Signal()

    def __init__(self, width: int = 52, height: int = 52) -> None:
        super().__init__()
        self.setFixedSize(width, height)
        self._picture = QPixmap()
        self._caption = ""
        self.chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_picture(self, picture: QPixmap, caption: str = "", *, chosen: bool = False) -> None:
        self._picture, self._caption, self.chosen = picture, caption, chosen
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shape = QPainterPath()
            shape.addRoundedRect(box, 7, 7)
            painter.setClipPath(shape)
            painter.fillRect(box, self.palette().base())
            if not self._picture.isNull():
                paint_filling(painter, box, self._picture)
            if self._caption:
                paint_badge(painter, box, self._caption)
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            strong = self.chosen or self.hasFocus()
            pen.setColor(
                self.palette().highlight().color() if strong else self.palette().mid().color()
            )
            pen.setWidthF(2 if strong else 1)
            painter.setPen(pen)
            painter.drawRoundedRect(box, 7, 7)


def paint_filling(painter: QPainter, box: QRectF, picture: QPixmap) -> None:
    """Draw the middle of a picture so that it fills the box."""
    size = QRectF(picture.rect())
    scale = max(box.width() / size.width(), box.height() / size.height())
    shown = QRectF(0, 0, box.width() / scale, box.height() / scale)
    shown.moveCenter(size.center())
    painter.drawPixmap(box, picture, shown)


def paint_badge(painter: QPainter, box: QRectF, text: str) -> None:
    """A few words at the bottom left of a picture, readable on anything."""
    painter.setFont(font(10, MEDIUM, tabular=True))
    metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
    text = metrics.elidedText(text, elide, int(box.width()) - 16)
    width = metrics.horizontalAdvance(text) + 8
    place = QRectF(box.left() + 4, box.bottom() - 18, width, 14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(QColor("white"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def emptied(layout: QLayout, *, keep: QWidget | None = None, start: int = 0) -> None:
    """Take every widget but `keep` out of a layout, from `start` on, and let them go."""
    while layout.count() > start:
        item = layout.takeAt(start)
        widget = item.widget() if item is not None else None
        if widget is not None and widget is not keep:
            widget.setParent(None)
            widget.deleteLater()
