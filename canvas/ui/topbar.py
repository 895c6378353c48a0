"""The bar on top: the board's name, whether it is saved, export and render."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QToolButton, QWidget

from canvas.ui.connection_state import SavedSign
from canvas.ui.controls import Button, Panel, text_label
from canvas.ui.icons import paint_mark
from canvas.ui.theme import SEMIBOLD, TITLE, TOP_BAR, Theme, font


class Mark(QToolButton):
    """The app's mark; it opens the menu."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(30, 30)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            c = self.theme.colours
            paint_mark(painter, QRectF(3, 3, 24, 24), c.accent, c.on_accent)
            if self.underMouse() or self.hasFocus() or self.isDown():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(c.soft)
                painter.drawRoundedRect(QRectF(0.5, 0.5, 29, 29), 9, 9)


class TitleField(QStackedWidget):
    """The board's title; a double click makes it editable, Enter or leaving keeps it."""

    renamed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)
        self._shown = text_label("", "", TITLE, strong=True)
        self._field = _TitleEdit()
        self._field.finished.connect(self._finish)
        self.addWidget(self._shown)
        self.addWidget(self._field)
        self.can_edit = True

    def set_title(self, title: str) -> None:
        self._shown.setText(title)
        self.updateGeometry()

    def edit(self) -> None:
        if self.can_edit:
            self._field.setText(self._shown.text())
            self._field.setMinimumWidth(max(220, self._shown.sizeHint().width() + 30))
            self.setCurrentWidget(self._field)
            self._field.setFocus()
            self._field.selectAll()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        shown = self._field if self.currentWidget() is self._field else self._shown
        return QSize(shown.sizeHint().width(), 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 30)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    def _finish(self, keep: bool) -> None:
        if self.currentWidget() is not self._field:
            return
        title = self._field.text().strip()
        self.setCurrentWidget(self._shown)
        self.updateGeometry()
        if keep and title and title != self._shown.text():
            self.renamed.emit(title)


class _TitleEdit(QLineEdit):
    finished = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(TITLE, SEMIBOLD))
        self.setProperty("bare", True)
        self.setMaxLength(200)
        self.returnPressed.connect(lambda: self.finished.emit(True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit(False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finished.emit(True)


class TopBar(Panel):
    renamed = Signal(str)
    export_requested = Signal()
    render_requested = Signal()
    cancel_requested = Signal()
    share_requested = Signal()

    render_keys = ""
    """The keys that render now; the window says, whenever they change."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TOP_BAR)
        self.mark = Mark(theme)
        self.title = TitleField()
        self.title.renamed.connect(self.renamed)
        self.saved = SavedSign(theme)
        self.share = Button()
        self.share.clicked.connect(self.share_requested)
        self.export = Button()
        self.export.clicked.connect(self.export_requested)
        self.cancel = Button(quiet=True)
        self.cancel.clicked.connect(self.cancel_requested)
        self.cancel.hide()
        self.render_button = Button(primary=True)
        self.render_button.clicked.connect(self.render_requested)
        self._shared = False
        self._waiting, self._active, self._time = 0, 0, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(self.mark)
        row.addWidget(self.title)
        row.addWidget(self.saved)
        row.addStretch(1)
        self._row = row
        for button in (self.cancel, self.share, self.export, self.render_button):
            row.addWidget(button)
        self.retranslate()

    def set_menu(self, menu: QMenu) -> None:
        self.mark.setMenu(menu)

    def show_shared(self, shared: bool) -> None:
        """Whether others may be here."""
        self._shared = shared
        self.share.setText(self.tr("Shared") if shared else self.tr("Share"))

    def put_people(self, faces: QWidget) -> None:
        """Those who are here stand beside what lets others in."""
        self._row.insertWidget(self._row.indexOf(self.share), faces)

    def put_queue(self, button: QWidget) -> None:
        """How the renders stand is said beside what stops them."""
        self._row.insertWidget(self._row.indexOf(self.cancel), button)

    def set_theme(self, theme: Theme) -> None:
        self.mark.theme = theme
        self.saved.theme = theme
        self.mark.update()
        self.saved.update()

    def show_saved(self, state: str, why: str = "") -> None:
        self.saved.show_state(state, why)

    def show_renders(self, waiting: int, active: int, time: str = "") -> None:
        """`waiting` shots are stale or empty, `active` ones are queued or running; `time` says how
        long the waiting ones take."""
        self._waiting, self._active, self._time = waiting, active, time
        tip = self.tr("Render the shots that have changed")
        self.render_button.setToolTip(f"{tip}. {time}" if time else tip)
        self.cancel.setVisible(active > 0)
        count = f" {waiting}" if waiting else ""
        self.render_button.setText(self.tr("Render") + count)
        self.render_button.set_note(self.render_keys)
        self.render_button.setEnabled(waiting > 0)
        self.cancel.setText(self.tr("Stop {count}").format(count=active))

    def retranslate(self) -> None:
        self.mark.setToolTip(self.tr("Menu"))
        self.mark.setAccessibleName(self.tr("Menu"))
        self.title.setToolTip(self.tr("Double click to rename"))
        self.export.setText(self.tr("Export"))
        self.export.setToolTip(self.tr("Write the film to a file"))
        self.share.setText(self.tr("Shared") if self._shared else self.tr("Share"))
        self.share.setToolTip(self.tr("Let others work on this board"))
        self.saved.retranslate()
        self.show_renders(self._waiting, self._active, self._time)
