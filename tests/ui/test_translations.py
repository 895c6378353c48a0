"""Every word on the screen in Chinese: nothing forgotten, nothing out of date."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest

from canvas.app.commands.catalogue import COMMANDS
from canvas.document.words import CONTEXT
from canvas.ui.kinds import MOVES
from generation.moves import NAMES, SIZES
from tests.conftest import ROOT

FOLDER = ROOT / "canvas" / "ui" / "translations"
CATALOGUE = "shotweave_zh_CN"
SOURCES = ("assets", "canvas", "collab", "generation")


def tool(name: str) -> str:
    """A Qt tool of the installation that runs the tests."""
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def messages(path: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> translation."""
    found = {}
    for context in Tree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            found[name, message.findtext("source") or ""] = message.findtext("translation") or ""
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue after lupdate has looked at every source again."""
    copy = tmp_path_factory.mktemp("translations") / f"{CATALOGUE}.ts"
    shutil.copy(FOLDER / copy.name, copy)
    files = sorted(str(path) for name in SOURCES for path in (ROOT / name).rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none"]
    for guess in ("sametext", "similartext"):
        options += ["-disable-heuristic", guess]
    options += ["-target-language", "zh_CN", "-source-language", "en"]
    subprocess.run(
        [tool("lupdate"), *files, "-ts", str(copy), *options],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return copy


def test_every_sentence_of_the_program_is_in_the_catalogue(extracted: Path) -> None:
    committed = messages(FOLDER / extracted.name)
    assert messages(extracted).keys() - committed.keys() == set(), "run lupdate"


def test_every_sentence_is_translated(extracted: Path) -> None:
    missing = [source for (_, source), text in messages(extracted).items() if not text]
    assert missing == []


def test_no_sentence_stands_without_a_context(extracted: Path) -> None:
    """A translate() outside a class without a context is found by lupdate, and never by Qt."""
    assert [source for (context, source) in messages(extracted) if not context] == []


def test_translations_keep_every_name_in_braces() -> None:
    names = re.compile(r"\{(\w+)\}")
    for (_, source), text in messages(FOLDER / f"{CATALOGUE}.ts").items():
        assert sorted(names.findall(source)) == sorted(names.findall(text)), source


def test_the_compiled_catalogue_is_of_the_same_sentences(tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    source = FOLDER / f"{CATALOGUE}.ts"
    subprocess.run(
        [tool("lrelease"), str(source), "-qm", str(made)], check=True, capture_output=True
    )
    assert made.read_bytes() == (FOLDER / f"{CATALOGUE}.qm").read_bytes(), "run lrelease"


def test_every_command_has_a_chinese_title() -> None:
    known = messages(FOLDER / f"{CATALOGUE}.ts")
    missing = [one.title for one in COMMANDS.values() if not known.get(("commands", one.title))]
    assert missing == []


def test_the_sentences_of_every_package_share_one_context() -> None:
    known = messages(FOLDER / f"{CATALOGUE}.ts")
    assert known[CONTEXT, "This board is open to look at only."]


def test_every_move_of_the_grammar_has_a_name_on_screen() -> None:
    assert {*NAMES.values(), *SIZES} <= set(MOVES)


def test_no_sentence_is_marked_by_another_name_that_the_extraction_does_not_know() -> None:
    files = (path for name in SOURCES for path in (ROOT / name).rglob("*.py"))
    hidden = [
        str(path)
        for path in files
        if re.search(r"= QT_TRANSLATE_NOOP$", path.read_text("utf-8"), re.M)
    ]

    assert not hidden
