"""Shotweave: choose a front end by the first word, run it, end with its exit code."""

from __future__ import annotations

import sys
from pathlib import Path

VERBS = frozenset({"demo", "new", "import", "render", "export", "show", "check"})


def wants_window(arguments: list[str]) -> bool:
    """Nothing, or one board that is neither a verb nor an option."""
    if len(arguments) != 1:
        return not arguments
    return arguments[0] not in VERBS and not arguments[0].startswith("-")


def main() -> int:
    """0 done, 1 the work failed, 2 the call was wrong, 130 stopped with Ctrl+C."""
    arguments = sys.argv[1:]
    try:
        if wants_window(arguments):
            from canvas.ui.application import run

            return run(Path(arguments[0]) if arguments else None)
        from canvas.api.cli import run_line

        return run_line(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Everything that was shown as saved is kept.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
