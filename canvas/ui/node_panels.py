"""The inspectors of everything but clips: words, files, elements, notes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from canvas.app.commands.nodes import set_color
from canvas.document.records import PARAMS, Asset, NodeKind, PortKind
from canvas.editor.ports import PortEnd
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Choice, NumberBox, Panel, Thumb, emptied, heading, wrapped
from canvas.ui.original_line import OriginalLine
from canvas.ui.swatches import COLOURS
from canvas.ui.text import BoardText
from canvas.ui.theme import BODY, font


class WritingPanel(Panel):
    """A prompt, a note or an element's description."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._field: BoardText | None = None
        self._heading = heading()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 0, 16, 16)
        self._column.setSpacing(6)
        self._column.addWidget(self._heading)
        self._hint = wrapped("", "soft", 12)
        self._column.addWidget(self._hint)
        self._column.addStretch(1)
        self.retranslate()

    def show_node(self, node: str) -> None:
        if node != self._node or self._field is None:
            self.release()
            self._node = node
            bench = self._bench
            field = BoardText(bench.session.board, node, bench.write, bench.theme)
            field.setFont(font(BODY))
            field.setMinimumHeight(140)
            field.setReadOnly(bench.session.looks_only)
            field.render_requested.connect(bench.render)
            self._column.insertWidget(1, field)
            self._field = field
            self.retranslate()

    def release(self) -> None:
        if self._field is not None:
            self._field.release()
            self._field.setParent(None)
            self._field.deleteLater()
            self._field = None

    def retranslate(self) -> None:
        board = self._bench.session.board
        kind = board.nodes[self._node].kind if self._node in board.nodes else NodeKind.prompt
        self._heading.setText(
            self.tr("Description") if kind is NodeKind.element else self.tr("Words")
        )
        self._hint.setVisible(kind is NodeKind.prompt)
        self._hint.setText(
            self.tr(
                "Say how the camera moves in plain words: push in, pan left, orbit, handheld, "
                "slow… Name an element with @."
            )
        )


class FilePanel(Panel):
    """A picture, a video or a sound: what it is, and what to make of it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._preview = Thumb(280, 158)
        self._facts = wrapped()
        self._where = OriginalLine(bench)
        self._replace, self._clip, self._reveal = Button(), Button(), Button(quiet=True)
        self._replace.clicked.connect(self._choose_file)
        self._clip.clicked.connect(lambda: bench.make_clips([self._node]))
        self._reveal.clicked.connect(self._show_file)
        self._gain_label = heading()
        self._gain = NumberBox(-60, 12, 1, decimals=1)
        self._gain.setSuffix(" dB")
        self._gain.valueChanged.connect(
            lambda value: bench.set_param(self._node, "gain", float(value))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._preview)
        column.addWidget(self._facts)
        column.addWidget(self._where)
        column.addWidget(self._gain_label)
        column.addWidget(self._gain)
        for button in (self._clip, self._replace, self._reveal):
            column.addWidget(button)
        column.addStretch(1)
        self.retranslate()

    def show_node(self, node: str) -> None:
        self._node = node
        session = self._bench.session
        record = session.board.nodes[node]
        asset = session.board.assets.get(record.refs[0]) if record.refs else None
        picture = self._bench.pictures.of_node(node)
        self._preview.show_picture(picture)
        self._preview.setVisible(not picture.isNull())
        self._facts.setText(self._said(asset))
        self._where.show_node(node)
        is_sound = record.kind is NodeKind.sound
        for part in (self._gain_label, self._gain):
            part.setVisible(is_sound)
        if is_sound:
            gain = record.param("gain")
            self._gain.show_value(float(gain) if isinstance(gain, (int, float)) else 0.0)
        self._clip.setVisible(asset is not None and not is_sound and not session.looks_only)
        self._replace.setVisible(not session.looks_only)
        self._reveal.setVisible(asset is not None)
        self._reveal.setEnabled(asset is not None and session.store.find(asset.hash) is not None)

    def release(self) -> None:
        self._node = ""

    def retranslate(self) -> None:
        self._gain_label.setText(self.tr("Loudness"))
        self._clip.setText(self.tr("Make a clip of it"))
        self._replace.setText(self.tr("Choose another file…"))
        self._reveal.setText(self.tr("Show the stored file"))
        self._where.retranslate()
        if self._node in self._bench.session.board.nodes:
            self.show_node(self._node)

    def _said(self, asset: Asset | None) -> str:
        if asset is None:
            return self.tr("No file yet.")
        facts = [asset.name] if asset.name else []
        if asset.width:
            facts.append(f"{asset.width} x {asset.height}")
        if asset.seconds:
            facts.append(self.tr("{n} s").format(n=f"{asset.seconds:.1f}"))
        return " · ".join(facts)

    def _choose_file(self) -> None:
        self._bench.bring_in(into=self._node)

    def _show_file(self) -> None:
        session = self._bench.session
        refs = session.board.nodes[self._node].refs
        path = session.store.find(refs[0]) if refs else None
        if path is not None:
            reveal(path)


class ElementPanel(Panel):
    """A character, prop, place or style: its pictures, its role and its description."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._role_label, self._pictures_label = heading(), heading()
        self._role = Choice()
        for role in PARAMS[NodeKind.element]["role"].choices:
            self._role.addItem(role, role)
        self._role.activated.connect(
            lambda at: bench.set_param(self._node, "role", self._role.itemData(at))
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._add = Button("+")
        self._add.setFixedSize(64, 52)
        self._add.clicked.connect(self._bring_in)
        self._writing = WritingPanel(bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(6)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(6)
        inner.addWidget(self._role_label)
        inner.addWidget(self._role)
        inner.addWidget(self._pictures_label)
        inner.addLayout(self._grid)
        column.addLayout(inner)
        column.addWidget(self._writing)
        column.addStretch(1)
        self.retranslate()

    def show_node(self, node: str) -> None:
        self._node = node
        bench, board = self._bench, self._bench.session.board
        record = board.nodes[node]
        self._role.setCurrentIndex(self._role.findData(str(record.param("role"))))
        self._role.setEnabled(not bench.session.looks_only)
        linked = (edge.source for edge in board.links_into(node, "pictures"))
        pictures = [
            *(bench.pictures.of(ref) for ref in record.refs),
            *(bench.pictures.of_node(source) for source in linked),
        ]
        emptied(self._grid, keep=self._add)
        for place, picture in enumerate(pictures):
            thumb = Thumb(64, 52)
            thumb.show_picture(picture)
            self._grid.addWidget(thumb, place // 4, place % 4)
        self._grid.addWidget(self._add, len(pictures) // 4, len(pictures) % 4)
        self._add.setVisible(not bench.session.looks_only)
        self._writing.show_node(node)

    def release(self) -> None:
        self._writing.release()

    def retranslate(self) -> None:
        self._role_label.setText(self.tr("Role"))
        self._pictures_label.setText(self.tr("Pictures"))
        self._add.setToolTip(self.tr("Bring in a picture"))
        words = {
            "character": self.tr("Character"),
            "prop": self.tr("Prop"),
            "place": self.tr("Place"),
            "style": self.tr("Style"),
        }
        for at in range(self._role.count()):
            code = self._role.itemData(at)
            self._role.setItemText(at, words.get(code, code))

    def _bring_in(self) -> None:
        node = self._bench.session.board.nodes[self._node]
        end = PortEnd(self._node, "pictures", PortKind.picture, output=False)
        pos = (node.pos[0] - 248 - 72, node.pos[1])
        self._bench.bring_in(kind="picture", pos=pos, origin=end)


class ColourPanel(Panel):
    """A note's or scene frame's colour, over its words."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._node = ""
        self._label = heading()
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        for colour, _ in COLOURS:
            self._row.addWidget(self._swatch(colour))
        self._row.addStretch(1)
        self._writing = WritingPanel(bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(6)
        inner.addWidget(self._label)
        inner.addLayout(self._row)
        column.addLayout(inner)
        column.addWidget(self._writing)
        column.addStretch(1)
        self.retranslate()

    def show_node(self, node: str) -> None:
        self._node = node
        is_note = self._bench.session.board.nodes[node].kind is NodeKind.note
        self._writing.setVisible(is_note)
        if is_note:
            self._writing.show_node(node)
        else:
            self._writing.release()

    def release(self) -> None:
        self._writing.release()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Colour"))

    def _swatch(self, colour: str | None) -> Button:
        bench = self._bench
        swatch = Button("" if colour else "–")
        swatch.setFixedSize(30, 26)
        if colour:
            swatch.setStyleSheet(f"QPushButton {{ background: {colour}; border-radius: 7px; }}")
        swatch.setAccessibleName(colour or self.tr("No colour"))
        swatch.clicked.connect(
            lambda: bench.hand.attempt(lambda: set_color(bench.session, [self._node], colour))
        )
        swatch.setEnabled(not bench.session.looks_only)
        return swatch


def reveal(path: Path) -> None:
    """Show a file's folder in the system's own file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
