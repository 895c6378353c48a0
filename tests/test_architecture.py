"""The house rules hold, and each rule can fail: docs/design.md, section 1."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("canvas", "generation", "collab", "assets")

# contract -> (file of ours that breaks it, the line that does)
VIOLATIONS = {
    "layers": ("canvas/document/planted.py", "import canvas.app.session"),
    "complete": ("canvas/planted/__init__.py", "import canvas.document.records"),
    "qt": ("canvas/app/planted.py", "import PySide6.QtCore"),
    "screenless": ("collab/planted.py", "import assets.lettering"),
    "crdt": ("canvas/app/planted.py", "import pycrdt"),
    "torch": ("canvas/app/planted.py", "import torch"),
    "backends": ("generation/planted.py", "import generation.backends.animatic.backend"),
    "pure-document": ("canvas/document/planted.py", "import numpy"),
    "pure-editor": ("canvas/editor/planted.py", "import threading"),
    "rooms": ("collab/wire.py", "import collab.journal"),
    "sans-io": ("collab/room.py", "import asyncio"),
    "acyclic": ("assets/planted.py", "import assets.store"),
}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source alone, where a rule may be broken without harm."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "resources", "translations"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_planted_violation() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert named == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_is_reported(contract: str, copy: Path) -> None:
    name, line = VIOLATIONS[contract]
    path = copy / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{line}\n")
    if contract == "acyclic":  # a cycle takes two
        (copy / "assets" / "store.py").write_text("import assets.planted\n")
    result = lint(copy, "--contract", contract)
    module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if contract == "acyclic":  # which names siblings from their parent on
        module = module.removeprefix("assets")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
    assert module in result.stdout


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh process holds after `statement`."""
    listing = "json.dumps(sorted({name.split('.')[0] for name in sys.modules}))"
    code = f"{statement}; import json, sys; print({listing})"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_the_commands_load_neither_qt_nor_torch_nor_codecs() -> None:
    everything = "import canvas.app.commands.catalogue"
    assert not loaded_by(everything) & {"PySide6", "torch", "cv2", "av", "diffusers"}


def test_the_window_never_loads_torch() -> None:
    window = "import canvas.ui.main_window, canvas.ui.player, canvas.ui.inspector"
    assert not loaded_by(window) & {"torch", "diffusers", "transformers"}


def test_no_file_of_ours_is_longer_than_500_lines() -> None:
    files = [
        path
        for package in (*PACKAGES, "tests", "benchmarks")
        for path in (ROOT / package).rglob("*.py")
    ]
    long = {
        path.name: lines for path in files if (lines := len(path.read_text().splitlines())) > 500
    }
    assert not long


def test_no_task_waits_in_a_way_that_may_swallow_its_end(tmp_path: Path) -> None:
    """Before Python 3.12 asyncio.wait_for may lose a cancellation, and its thread then hangs."""
    planted = tmp_path / "planted.py"
    planted.write_text("import asyncio\n\n\nasync def wait() -> None:\n")
    with planted.open("a") as file:
        file.write("    await asyncio.wait_for(asyncio.sleep(1), 2)\n")

    def found(*where: Path) -> str:
        ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
        settings = ["--config", str(ROOT / "pyproject.toml")]
        told = subprocess.run(
            [*ruff, *settings, *map(str, where)], capture_output=True, text=True, check=False
        )
        return told.stdout + told.stderr

    assert "asyncio.wait_for" in found(planted)
    assert "All checks passed" in found(*(ROOT / name for name in (*PACKAGES, "benchmarks")))


def test_every_module_says_what_it_is_for() -> None:
    files = [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    ]
    silent = [
        str(path.relative_to(ROOT))
        for path in files
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_the_main_program_only_chooses_a_front_end() -> None:
    assert len((ROOT / "main.py").read_text().splitlines()) <= 60
