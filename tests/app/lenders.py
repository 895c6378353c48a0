"""`main.py lend` as a process of its own: another machine, with a home and models of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from collab.roles import Role
from tests.app.rooms import link_to
from tests.collab.serving import ROOT, ServedHere

STUDIO = "studio"


def describe_studio(folder: Path) -> Path:
    """A model that nobody else has: the built-in one under another name."""
    folder.mkdir(parents=True)
    text = (ROOT / "generation/manifests/animatic.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("id =", "name ="))]
    named = [f'id = "{STUDIO}"', 'name = "Studio"', *lines]
    (folder / f"{STUDIO}.toml").write_text("\n".join(named), "utf-8")
    return folder


class LenderProcess:
    """Lends until the block ends."""

    def __init__(self, place: Path, server: ServedHere, *, models: Path | None = None) -> None:
        self.log = place / "lender.log"
        self._line = [sys.executable, str(ROOT / "main.py"), "lend"]
        self._line += [link_to(server, Role.editor), "--into", str(place / "boards")]
        self._line += ["--name", "Rig"]
        self._home = place / "home of rig"
        self._models = models
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        place = self._home
        place.mkdir(parents=True, exist_ok=True)
        more = {"SHOTWEAVE_MANIFESTS": str(self._models)} if self._models else {}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._line,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "SHOTWEAVE_HOME": str(place), **more},
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def kill(self) -> None:
        """kill -9, as a machine that loses its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """As Ctrl+C does; its exit code."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.terminate()
        try:
            return process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
