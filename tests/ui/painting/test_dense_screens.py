"""Screens of 125, 150 and 200 per cent: as sharp, as quick and as exact as plain ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve()


@pytest.mark.parametrize(
    "ratio", ["1.25", *(pytest.param(ratio, marks=pytest.mark.soak) for ratio in ("1.5", "2"))]
)
def test_a_dense_screen_is_painted_and_pressed_to_the_pixel(ratio: str, tmp_path: Path) -> None:
    """Runs dense_screens.py in a program of its own, with an application of that ratio."""
    program = HERE.with_name("dense_screens.py")
    environment = {
        **os.environ,
        "QT_SCALE_FACTOR": ratio,
        "QT_QPA_PLATFORM": "offscreen",
        "SHOTWEAVE_HOME": str(tmp_path / "home"),
    }
    places = ["-p", "no:cacheprovider", f"--basetemp={tmp_path / 'run'}"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *places, str(program)],
        cwd=HERE.parents[3],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert "7 passed" in run.stdout
