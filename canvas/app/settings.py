"""What one person has chosen for this program: language, theme, name, recent boards. TOML, in the
system's place for it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import platformdirs
import tomli_w

from canvas.document.records import new_id
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

RECENT = 12
"""Boards that the start page remembers."""

THEMES = ("dark", "light", "system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Change with `dataclasses.replace`, then `save`."""

    language: str = ""
    """en, zh_CN, ... ; empty follows the system."""
    theme: str = "dark"
    """One of THEMES."""
    person: str = ""
    """The id that this person's edits carry; made once, kept for good."""
    name: str = ""
    recent: tuple[str, ...] = ()
    """Paths of boards, the latest first."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    settings: Settings
    notices: tuple[Sentence, ...] = ()


class SettingsNotSaved(Trouble):
    """The settings file could not be written; the choice holds until the program ends."""

    code = "settings_not_saved"


def folder() -> Path:
    """Where settings live: SHOTWEAVE_HOME, or the system's place."""
    chosen = os.environ.get("SHOTWEAVE_HOME")
    if chosen:
        return Path(chosen)
    return platformdirs.user_config_path("shotweave", appauthor=False)


def path() -> Path:
    return folder() / "settings.toml"


def load() -> LoadedSettings:
    """Read the settings; a damaged file is kept aside and the defaults are used, with a notice."""
    try:
        settings, notices = _from_table(tomllib.loads(path().read_text("utf-8"))), ()
    except FileNotFoundError:
        settings, notices = Settings(), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError):
        try:
            return _fresh((_set_aside(path()),))
        except OSError as error:  # nor may it be moved out of the way
            return LoadedSettings(Settings(person=new_id()), (_unreadable(error),))
    except OSError as error:
        return LoadedSettings(Settings(person=new_id()), (_unreadable(error),))
    return LoadedSettings(settings, notices) if settings.person else _fresh(notices)


def save(settings: Settings) -> None:
    """Write the settings whole: a crash leaves the old file or the new one. Raises
    SettingsNotSaved."""
    target = path()
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(tomli_w.dumps(asdict(settings)), "utf-8")
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):  # what kept it from being written is what has to be told
            temporary.unlink()
        raise SettingsNotSaved(
            say(
                QT_TRANSLATE_NOOP("words", "The settings could not be saved in {path}: {reason}."),
                path=target,
                reason=error.strerror or error,
            ),
            meaning=say(QT_TRANSLATE_NOOP("words", "They hold until the program ends.")),
        ) from error


def remember(board: Path) -> Settings:
    """Put `board` first among the recent boards. Reads the file anew: another window may have
    written it."""
    settings = load().settings
    here = str(board.resolve())
    recent = (here, *(other for other in settings.recent if other != here))[:RECENT]
    settings = replace(settings, recent=recent)
    save(settings)
    return settings


def _fresh(notices: tuple[Sentence, ...]) -> LoadedSettings:
    settings = Settings(person=new_id())
    try:
        save(settings)
    except SettingsNotSaved as trouble:
        notices = (*notices, trouble.what)
    return LoadedSettings(settings, notices)


def _from_table(table: Mapping[str, object]) -> Settings:
    """Raises TypeError for a value of the wrong type; unknown names belong to a newer version and
    are dropped."""
    theme = _text(table.get("theme", "dark"))
    return Settings(
        language=_text(table.get("language", "")),
        theme=theme if theme in THEMES else "dark",  # a newer version may know others
        person=_text(table.get("person", "")),
        name=_text(table.get("name", "")),
        recent=_names(table.get("recent", [])),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(name) for name in value)


def _set_aside(damaged: Path) -> Sentence:
    aside = damaged.with_name(f"settings.damaged-{new_id()[:6]}.toml")
    damaged.replace(aside)
    return say(
        QT_TRANSLATE_NOOP(
            "words",
            "The settings file could not be read, so the defaults are used. "
            "The old file is kept as {path}.",
        ),
        path=aside,
    )


def _unreadable(error: OSError) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "The settings could not be read ({reason}), so the defaults are used."
        ),
        reason=error.strerror or error,
    )
