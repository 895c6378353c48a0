"""What a person has chosen outlives the program; a damaged file costs no more than the choices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canvas.app import settings
from canvas.app.settings import SettingsNotSaved


def test_the_first_start_gives_a_person_an_id_that_stays() -> None:
    first = settings.load().settings
    assert first.person
    assert settings.load().settings == first


def test_choices_without_a_person_are_kept_when_the_person_gets_an_id(home: Path) -> None:
    home.mkdir()
    settings.path().write_text('theme = "light"\ntoured = true\nwheel_pans = true\n')
    first = settings.load().settings
    assert first.person
    assert (first.theme, first.toured, first.wheel_pans) == ("light", True, True)
    assert settings.load().settings == first


def test_what_was_saved_is_read_again(home: Path) -> None:
    wanted = replace(
        settings.load().settings, language="zh_CN", theme="light", name="导演 🎬", recent=("/a b",)
    )
    settings.save(wanted)
    assert settings.load().settings == wanted
    assert [file.name for file in home.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "damage", [b"theme = ", b"\xff\xfe\x00", b"recent = 3", b"recent = [1]", b"theme = 7"]
)
def test_a_damaged_file_is_kept_aside_with_a_notice(home: Path, damage: bytes) -> None:
    home.mkdir()
    settings.path().write_bytes(damage)
    loaded = settings.load()
    (aside,) = home.glob("settings.damaged-*.toml")
    assert aside.read_bytes() == damage
    assert loaded.settings.theme == "dark"
    assert str(aside) in str(loaded.notices[0])
    assert settings.load().notices == ()


def test_what_a_newer_version_wrote_does_not_count_as_damage(home: Path) -> None:
    home.mkdir()
    settings.path().write_text('person = "p"\ntheme = "sepia"\nlasers = true\n')
    loaded = settings.load()
    assert (loaded.settings.person, loaded.settings.theme) == ("p", "dark")
    assert loaded.notices == ()


def test_settings_that_cannot_be_saved_hold_until_the_end(home: Path) -> None:
    home.write_text("a file where the folder should be")
    loaded = settings.load()
    assert loaded.settings.person
    assert loaded.notices
    with pytest.raises(SettingsNotSaved) as refusal:
        settings.save(loaded.settings)
    assert "hold until the program ends" in str(refusal.value)


def test_recent_boards_are_the_latest_first_each_once(tmp_path: Path) -> None:
    boards = [tmp_path / f"{number}.shotweave" for number in range(settings.RECENT + 3)]
    for board in (*boards, boards[5]):
        settings.remember(board)
    recent = settings.load().settings.recent
    assert recent[:2] == (str(boards[5]), str(boards[-1]))
    assert len(recent) == len(set(recent)) == settings.RECENT
