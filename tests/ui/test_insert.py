"""The list that inserts a node."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node
from canvas.document.records import INPUTS, OUTPUTS, NodeKind, PortKind
from canvas.editor.ports import PortEnd
from canvas.ui.insert import InsertPopup
from canvas.ui.insertion import Insertion, insertions
from canvas.ui.main_window import MainWindow
from canvas.ui.theme import dark

WORDS = PortEnd("somebody", "words", PortKind.words, output=True)


def test_every_kind_of_node_can_be_inserted(app: QApplication) -> None:
    assert {one.kind for one in insertions(None)} == set(NodeKind)


@pytest.mark.parametrize(
    ("needle", "kind"),
    [
        ("clip", NodeKind.clip),
        ("镜头", NodeKind.clip),
        ("人物", NodeKind.element),
        ("便签", "note"),
    ],
)
def test_a_kind_is_found_in_english_and_in_chinese(
    app: QApplication, needle: str, kind: str
) -> None:
    assert insertions(None, needle)[0].kind == kind


def test_a_pulled_link_offers_only_what_can_take_it(app: QApplication) -> None:
    found = insertions(WORDS)
    assert found == [Insertion(NodeKind.clip, "words")]


def test_a_link_pulled_from_an_input_offers_what_can_feed_it(app: QApplication) -> None:
    cast = PortEnd("somebody", "cast", PortKind.cast, output=False)
    assert insertions(cast) == [Insertion(NodeKind.element, "cast")]


def test_each_offer_really_ends_at_a_port_of_its_kind(app: QApplication) -> None:
    for kind in PortKind:
        for output in (True, False):
            ports = INPUTS if output else OUTPUTS
            for one in insertions(PortEnd("x", "y", kind, output=output)):
                assert (one.port, kind) in {(p.name, p.kind) for p in ports[one.kind]}


def test_arrows_and_enter_choose(app: QApplication, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    popup = InsertPopup(dark(), parent)
    chosen: list[Insertion] = []
    popup.chosen.connect(chosen.append)
    popup.open_at(QPoint(10, 10))
    qtbot.keyClick(popup.field, Qt.Key.Key_Down)
    second = popup.list.currentItem().data(Qt.ItemDataRole.UserRole)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert chosen == [second] == [insertions(None)[1]]


def test_nothing_found_chooses_nothing(app: QApplication, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    popup = InsertPopup(dark(), parent)
    chosen: list[Insertion] = []
    popup.chosen.connect(chosen.append)
    popup.open_at(QPoint(10, 10))
    qtbot.keyClicks(popup.field, "no such thing")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert chosen == []
    qtbot.keyClick(popup.field, Qt.Key.Key_Escape)


def test_a_node_that_is_asked_for_beside_the_map_or_the_edge_is_seen_whole(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, editor = window.view, window.editor
    add_node(window.session, NodeKind.note, (-4000, -4000))
    add_node(window.session, NodeKind.note, (4000, 4000))
    map_ = view.minimap.box(editor.camera)
    assert map_ is not None, "there is a map, for there is more than is in sight"
    rail = window.rail.inner().translated(window.rail.pos())
    for at in ((map_.left() - 40, map_.top() - 30), (rail.left() + 3, rail.center().y())):
        window.verbs.growing.choose(Insertion(NodeKind.clip), editor.camera.to_world(*at))
        (made,) = editor.selected
        left, top, right, bottom = editor.bounds([made]) or (0, 0, 0, 0)
        box = QRectF(
            QPointF(*editor.camera.to_screen(left, top)),
            QPointF(*editor.camera.to_screen(right, bottom)),
        )
        assert QRectF(view.rect()).contains(box)
        assert not box.intersects(map_)
        assert not box.intersects(QRectF(rail))
