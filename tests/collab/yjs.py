"""Yjs itself, in node: the judge of what our documents mean to the rest of the world.

Installed by npm from the lock file in tests/collab/node; `.ci/system-packages test` brings node.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.peers.npm import installed
from canvas.document.writes import ROOTS

HERE = Path(__file__).parent / "node"


class Yjs:
    """A node process that reads documents."""

    def __init__(self) -> None:
        installed(HERE)
        self._process = subprocess.Popen(
            ["node", "read.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Yjs:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def reads(
        self, updates: Iterable[bytes], roots: Iterable[str] = ROOTS
    ) -> dict[str, dict[str, Any]]:
        """Every root of the document that these updates, in this order, come to."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        asked = [base64.b64encode(update).decode() for update in updates]
        stdin.write(json.dumps({"updates": asked, "roots": list(roots)}) + "\n")
        stdin.flush()
        answer = stdout.readline()
        assert answer, "yjs could not read the document"
        said = json.loads(answer)
        assert not said["waits"], "yjs waits for something that the document refers to"
        return dict(said["roots"])
