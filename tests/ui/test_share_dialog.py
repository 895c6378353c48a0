"""The dialog of the links where the server answers late, or not at all."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from canvas.ui.desk import Desk
from canvas.ui.share_dialog import ShareDialog
from tests.app.rooms import Cable, Table
from tests.collab.serving import ServedHere
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


def test_what_the_server_says_to_a_dialog_that_was_closed_disturbs_nobody(room: Room) -> None:
    """Whoever closes it before the links have come still gets a link by the keys."""
    room.window.actions_.run("share.open")
    found = room.window.findChild(ShareDialog)
    assert isinstance(found, ShareDialog)
    assert found._asking, "the links are on their way"
    gone: list[bool] = []
    found.destroyed.connect(lambda: gone.append(True))
    found.close()
    QApplication.clipboard().clear()
    room.window.actions_.run("share.copy_link")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert gone, "the dialog is no more when the server answers"
    room.until(lambda: QApplication.clipboard().text().startswith("shotweave://"))
    assert "is on the clipboard" in room.told()


def test_links_that_did_not_come_before_the_cable_was_cut_come_when_it_is_mended(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    with Cable(server.port) as cable:
        here = Room(table, server, desk, port=cable.port)
        cable.freeze()
        here.window.actions_.run("share.open")
        found = here.window.findChild(ShareDialog)
        assert isinstance(found, ShareDialog)
        assert found._asking
        cable.cut()
        here.until(lambda: not found._asking)
        assert found.trouble.text()
        cable.mend()
        here.until(lambda: all(row.link for row in found.rows.values()))
        assert not found.trouble.text()
        here.window.close()
