"""What a person inserts after which port comes first the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from canvas.app import habits
from canvas.app.habits import LONGEST, MOST, NONE, Habits


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path))


def made(*choices: str, occasion: str = "out:picture") -> Habits:
    kept = NONE
    for choice in choices:
        kept = kept.after(occasion, choice)
    return kept


def test_what_is_chosen_most_comes_first() -> None:
    kept = made("clip:first", "clip:last", "clip:first")
    assert kept.ranked("out:picture") == ("clip:first", "clip:last")


def test_what_was_chosen_lately_overtakes_what_was_chosen_long_ago() -> None:
    kept = made(*["element:pictures"] * 3, *["clip:first"] * 3)
    assert kept.ranked("out:picture")[0] == "clip:first"


def test_every_port_has_habits_of_its_own() -> None:
    kept = made("clip:first").after("out:words", "clip:words")
    assert kept.ranked("out:words") == ("clip:words",)
    assert kept.ranked("in:sound") == ()


def test_they_are_kept_between_two_runs() -> None:
    kept = made("clip:first", "clip:last")
    assert habits.save(kept)
    assert habits.load().ranked("out:picture") == kept.ranked("out:picture")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"a": 3}',
        '{"a": {"b": "x"}}',
        '{"a": {"b": NaN}}',
        '{"a": {"b": -Infinity}}',
        "[" * 100_000,
        "\x00",
    ],
)
def test_a_damaged_file_is_no_habit_and_no_failure(text: str) -> None:
    habits.path().write_text(text, "utf-8")
    assert habits.load().ranked("a") == ()
    assert habits.save(habits.load().after("a", "c"))
    assert habits.load().ranked("a") == ("c",)


def test_a_file_that_cannot_be_read_or_written_is_no_failure(tmp_path: Path) -> None:
    habits.path().mkdir()
    assert habits.load() == NONE
    assert not habits.save(made("clip:first"))
    assert [one.name for one in tmp_path.iterdir()] == ["habits.json"], "nothing is left about"


def test_they_stay_small() -> None:
    kept = NONE
    for number in range(200):
        kept = kept.after(f"port {number}", "clip").after("one", f"choice {number}")
    assert len(kept.weights) <= MOST
    assert len(kept.ranked("one")) <= LONGEST
    assert kept.ranked("one")[0] == "choice 199"
