"""The rules of collab/SPEC.md and the tests that prove them match one to one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "collab" / "SPEC.md"

_RULE = re.compile(r"^- R(\d+)\.(\d+) ", re.M)
_SECTION = re.compile(r"^## (\d+)\. ")
_CITED = re.compile(r"\bR(\d+)\.(\d+)\b")
_NAMED = re.compile(r"_r(\d+)_(\d+)(?=_|$)")

Rule = tuple[int, int]


def rules() -> list[Rule]:
    return [(int(section), int(number)) for section, number in _RULE.findall(SPEC.read_text())]


def citations() -> Iterator[tuple[Rule, str]]:
    """Every rule that a test function names or whose docstring does, and where."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text()
        if not (_CITED.search(text) or _NAMED.search(text)):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("test_"):
                said = ast.get_docstring(node) or ""
                found = _CITED.findall(said) + _NAMED.findall(node.name)
                for section, number in found:
                    yield (int(section), int(number)), f"{path.name}::{node.name}"


def test_every_rule_is_numbered_once_and_stands_in_its_section() -> None:
    found = rules()
    assert len(found) == len(set(found))
    section = 0
    for line in SPEC.read_text().splitlines():
        if heading := _SECTION.match(line):
            section = int(heading[1])
        elif rule := _RULE.match(line):
            assert int(rule[1]) == section, line


def test_every_rule_has_a_test() -> None:
    proved = {rule for rule, _ in citations()}
    assert [f"R{a}.{b}" for a, b in rules() if (a, b) not in proved] == []


def test_no_test_cites_a_rule_that_is_not_there() -> None:
    known = set(rules())
    assert {f"R{r[0]}.{r[1]}: {where}" for r, where in citations() if r not in known} == set()
