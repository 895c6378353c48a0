"""The room at the right: what is selected, in all its parts, or the film where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from canvas.app.notices import NodeState
from canvas.document.change import Change
from canvas.document.records import SKETCHED, NodeKind
from canvas.ui.bench import Bench
from canvas.ui.controls import Panel, text_label
from canvas.ui.film_panels import BoardPanel, SeveralPanel
from canvas.ui.kinds import kind_name
from canvas.ui.theme import INSPECTOR, SEMIBOLD, TITLE, Theme, font

if TYPE_CHECKING:
    from canvas.ui.node_panels import ColourPanel, ElementPanel, FilePanel, WritingPanel
    from canvas.ui.shot_panel import ShotFoot, ShotPanel
    from canvas.ui.sketch_panels import SketchPanel

    NodePanel = ShotPanel | WritingPanel | FilePanel | ElementPanel | ColourPanel | SketchPanel


class Inspector(Panel):
    """Follows the selection and the board; redraws at most once a turn of the event loop."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(INSPECTOR)
        self._node = ""
        self.head = Head(bench)
        self.board = BoardPanel(bench)
        self.several = SeveralPanel(bench)
        self.foot: ShotFoot | None = None
        self._panels: dict[str, NodePanel] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(_scrolling(self.board))
        self._stack.addWidget(_scrolling(self.several))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)
        self._column.addWidget(self._stack, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._stop_listening = bench.session.board.listen(self._changed)
        self._stop_hearing = bench.editor.listen(self._edited)
        self.refresh()

    def close_down(self) -> None:
        """Follow the board no longer."""
        self._soon.stop()
        self._stop_listening()
        self._stop_hearing()
        for panel in self._panels.values():
            panel.release()

    def hear_state(self, state: NodeState) -> None:
        """A render went on: only the foot shows that."""
        if state.node == self._node and self.foot is not None:
            self.foot.show_node(self._node)

    def set_theme(self, theme: Theme) -> None:
        """Icons and highlights hold the colours they were made with: make the panels anew."""
        for panel in self._panels.values():
            panel.release()
            panel.setParent(None)
            panel.deleteLater()
        if self.foot is not None:
            self.foot.setParent(None)
            self.foot.deleteLater()
            self.foot = None
        for at in range(self._stack.count() - 1, 1, -1):
            past = self._stack.widget(at)
            if past is not None:
                self._stack.removeWidget(past)
                past.deleteLater()
        self._panels.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected now."""
        board = self._bench.session.board
        selected = self._bench.editor.selected
        if len(selected) != 1 or selected[0] not in board.nodes:
            self._leave_node()
            self._show_none_or_several(selected)
            return
        node = selected[0]
        panel, at = self._panel(board.nodes[node].kind)
        if node != self._node:
            self._leave_node()
            self._node = node
        self.head.show_node(node)
        self._stack.setCurrentIndex(at)
        panel.show_node(node)
        self._show_foot(board.nodes[node].kind)

    def _show_none_or_several(self, selected: tuple[str, ...]) -> None:
        self.head.setVisible(False)
        if self.foot is not None:
            self.foot.hide()
        self._stack.setCurrentIndex(1 if selected else 0)
        if selected:
            self.several.show_nodes(selected)
        else:
            self.board.show_board()

    def _leave_node(self) -> None:
        if self._node:
            self._node = ""
            for name, panel in self._panels.items():
                if name != "ShotPanel":
                    panel.release()

    def _show_foot(self, kind: NodeKind) -> None:
        if kind is NodeKind.clip and self.foot is None:
            from canvas.ui.shot_panel import ShotFoot

            self.foot = ShotFoot(self._bench)
            self._column.addWidget(self.foot)
        if self.foot is not None:
            self.foot.setVisible(kind is NodeKind.clip)
            if kind is NodeKind.clip:
                self.foot.show_node(self._node)

    def _panel(self, kind: NodeKind) -> tuple[NodePanel, int]:
        """The panel for a kind, made when first needed, and its place in the stack."""
        wanted = _panel_of(kind)
        name = wanted.__name__
        if name not in self._panels:
            self._panels[name] = wanted(self._bench)
            self._stack.addWidget(_scrolling(self._panels[name]))
        return self._panels[name], 2 + list(self._panels).index(name)

    def _changed(self, change: Change) -> None:
        self._soon.start()

    def _edited(self, what: str) -> None:
        if what == "selection":
            self._soon.start()


def _panel_of(kind: NodeKind) -> type[NodePanel]:
    """The panel that shows a kind. Late: none of them is needed for the first frame."""
    if kind is NodeKind.clip:
        from canvas.ui.shot_panel import ShotPanel

        return ShotPanel
    if kind in SKETCHED:
        from canvas.ui.sketch_panels import ArrowPanel, InkPanel, TextPanel

        return {NodeKind.text: TextPanel, NodeKind.arrow: ArrowPanel}.get(kind, InkPanel)
    from canvas.ui.node_panels import ColourPanel, ElementPanel, FilePanel, WritingPanel

    panels: dict[NodeKind, type[NodePanel]] = {
        NodeKind.prompt: WritingPanel,
        NodeKind.note: ColourPanel,
        NodeKind.scene: ColourPanel,
        NodeKind.element: ElementPanel,
    }
    return panels.get(kind, FilePanel)


class Head(Panel):
    """The selected node's kind and its title, which can be changed here."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self.setFixedHeight(46)
        self._kind = text_label("", "soft", 12)
        self.title = QLineEdit()
        self.title.setProperty("bare", True)
        self.title.setFont(font(TITLE, SEMIBOLD))
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._rename)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 8, 16, 2)
        row.addWidget(self.title, 1)
        row.addWidget(self._kind)

    def show_node(self, node: str) -> None:
        record = self._bench.session.board.nodes[node]
        changed = node != self._node
        self._node = node
        self._kind.setText(kind_name(record.kind))
        if changed or not self.title.hasFocus():
            self.title.setText(record.title)
            self.title.setPlaceholderText(self.tr("Untitled"))
            self.title.setCursorPosition(0)
        self.title.setReadOnly(self._bench.session.looks_only)
        self.setVisible(True)
        self.update()

    def retranslate(self) -> None:
        if self._node in self._bench.session.board.nodes and self.isVisible():
            self.show_node(self._node)

    def paintEvent(self, event: QPaintEvent) -> None:
        board = self._bench.session.board
        if self._node in board.nodes:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._bench.theme.node_colour(board.nodes[self._node].kind))
                painter.drawRoundedRect(QRectF(17, 21, 9, 9), 2.5, 2.5)

    def _rename(self) -> None:
        board = self._bench.session.board
        title = self.title.text().strip()
        if self._node in board.nodes and title != board.nodes[self._node].title:
            self._bench.rename(self._node, title)


def _scrolling(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(panel)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
