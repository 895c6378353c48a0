"""One board, shared from a process of its own as Share does it: `python -m tests.sharing_host
FOLDER TITLE`. Says {"link", "room"} once it may be joined; ends with its stdin.

Its network is this computer's loopback: it is announced there, and nowhere else.
"""

from __future__ import annotations

import json
import select
import sys
import threading
from functools import partial
from pathlib import Path

from canvas.app import sharing
from canvas.app.session import Session
from canvas.app.settings import Settings
from collab.discovery import Announcement
from collab.roles import Role

LOOPBACK = ("127.0.0.1",)


def main(folder: Path, title: str) -> None:
    announcing = partial(Announcement, interfaces=LOOPBACK)
    vars(sharing).update(addresses=lambda: list(LOOPBACK), Announcement=announcing)
    woken = threading.Event()
    settings = Settings(person="ann", name="安妮")
    with Session.create(folder / "Film.shotweave", settings=settings, title=title) as session:
        session.wake = woken.set
        session.together.share()
        links: list[str] = []
        asked = False
        while not select.select([sys.stdin], [], [], 0)[0]:
            woken.wait(0.02)
            woken.clear()
            while session.drain():
                pass
            if session.together.state == "live" and not asked:
                asked = True
                session.together.invite(Role.editor, lambda made: links.extend(made.links), _fail)
            if links:
                told = {"link": links[0], "room": session.board.meta.lineage}
                sys.stdout.write(json.dumps(told) + "\n")
                sys.stdout.flush()
                links.clear()


def _fail(trouble: object) -> None:
    raise SystemExit(str(trouble))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
