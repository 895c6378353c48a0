"""The command line, in this process or in one of its own.

- `line`: run one line of arguments in this process; gives exit code, stdout and stderr.
- `board`: a small board on disk, 64x36, and its path.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from canvas.api.cli import run_line

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Spoken:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout; fails where there is more, or less."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Line = Callable[..., Spoken]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    def run(*arguments: object) -> Spoken:
        code = run_line([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Spoken(code, said.out, said.err)

    return run


@pytest.fixture
def board(tmp_path: Path, line: Line) -> Path:
    place = tmp_path / "我的 film 🎬.shotweave"
    assert line("new", place, "--size", "64x36").code == 0
    return place


def program(*arguments: object, **more: Any) -> subprocess.Popen[str]:
    """main.py in a process of its own."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        **more,
    )
