"""Somebody who edits a board as fast as it goes, and says aloud what was shown to them as saved.

Run by test_crash.py in a process of its own, which is killed at some moment:
`python -m tests.hasty BOARD NOTE PICTURE`. Each line on stdout is the number of a step that the
session had called saved when it was written.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from canvas.app.commands.board import undo
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, set_text
from canvas.app.notices import Notice, Saved
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.records import NodeKind

EVERY = 5
"""Steps from one kept node to the next."""


def work(session: Session, note: str, picture: Path) -> None:
    step = int(session.board.text(note) or 0)

    def hear(notice: Notice) -> None:
        if notice == Saved("saved"):
            os.write(1, f"{step}\n".encode())

    session.listen(hear)
    os.write(1, f"{step}\n".encode())
    while True:
        upcoming = step + 1
        if upcoming % EVERY == 0:
            add_node(session, NodeKind.note, (upcoming, 0), title=str(upcoming))
        if upcoming % 7 == 0:
            delete_nodes(session, [add_node(session, NodeKind.clip, (0, upcoming))])
        if upcoming % 11 == 0:
            move_nodes(session, [note], 1, 1)
            undo(session)
        if upcoming % 60 == 0:
            import_files(session, [picture], clips=False)
        set_text(session, note, str(upcoming))
        step = upcoming
        session.drain()
        if step % 3 == 0:
            session.flush()
            session.drain()


if __name__ == "__main__":
    board, note, picture = sys.argv[1:]
    with Session.open(Path(board), settings=Settings(person="hasty")) as session:
        work(session, note, Path(picture))
