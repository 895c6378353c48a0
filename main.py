"""Shotweave: choose a front end by the first word, run it, end with its exit code."""

from __future__ import annotations

import sys

VERBS = frozenset({"demo", "new", "import", "render", "export", "show", "check"})


def wants_window(arguments: list[str]) -> bool:
    """Nothing, or one board that is neither a verb nor an option."""
    if len(arguments) != 1:
        return not arguments
    return arguments[0] not in VERBS and not arguments[0].startswith("-")


def main() -> int:
    """0 done, 1 the work failed, 2 the call was wrong, 130 stopped with Ctrl+C."""
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Everything that was shown as saved is kept.\n")
        if "--json" in sys.argv:  # before the command line was there to say so
            sys.stdout.write('{"ok": false, "error": {"code": "stopped", "what": "Stopped."}}\n')
        return 130


def _run(arguments: list[str]) -> int:
    """Imports one front end only, and where Ctrl+C is heard."""
    if wants_window(arguments):
        from pathlib import Path

        from canvas.ui.application import run

        return run(Path(arguments[0]) if arguments else None)
    from canvas.api.cli import run_line

    return run_line(arguments)


if __name__ == "__main__":
    sys.exit(main())
