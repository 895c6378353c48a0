"""Shotweave: choose a front end by the first word, run it, end with its exit code."""

from __future__ import annotations

import os
import signal
import sys

SERVER_VERBS = frozenset({"serve", "invite", "revoke", "links"})
VERBS = {"demo", "new", "import", "render", "export", "show", "check", "history", "restore"}
VERBS |= {"lend", "models", "queue"}

STOPPED = 130


def wants_window(arguments: list[str]) -> bool:
    """Nothing, or one board that is neither a verb nor an option."""
    known = [one for one in arguments if one in SERVER_VERBS | VERBS or one.startswith("-")]
    return len(arguments) < 2 and not known


def main() -> int:
    """0 done, 1 the work failed, 2 the call was wrong, 130 stopped with Ctrl+C."""
    signal.signal(signal.SIGINT, _stop)
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        _stop(signal.SIGINT, None)
        return STOPPED
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the work is done, and so is its code


def _stop(_signal: int, _frame: object) -> None:
    """Ctrl+C before a front end hears it: raised while a library loads, it may bring that down."""
    if "--json" in sys.argv:
        os.write(1, b'{"ok": false, "error": {"code": "stopped", "what": "Stopped."}}\n')
    os.write(2, b"Stopped. Everything that was shown as saved is kept.\n")
    os._exit(STOPPED)


def _run(arguments: list[str]) -> int:
    """Imports one front end only, and where Ctrl+C is heard."""
    if wants_window(arguments):
        from pathlib import Path

        from canvas.ui.launch import run

        meant = arguments[0] if arguments else ""
        link = meant if meant.startswith("shotweave:") else ""  # one that was pressed elsewhere
        return run(Path(meant) if meant and not link else None, link=link)
    if arguments[0] in SERVER_VERBS:  # nothing of the canvas is loaded for them
        from canvas.api.serve import run_line
    else:
        from canvas.api.cli import run_line
    return run_line(arguments)


if __name__ == "__main__":
    sys.exit(main())
