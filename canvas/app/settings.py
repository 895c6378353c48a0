"""What one person has chosen for this program: language, theme, name, recent boards. TOML, in the
system's place for it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from assets.whole import write_whole
from canvas.document.records import new_id
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.colours import COLOURS

RECENT = 12
"""Boards that the start page remembers."""

THEMES = ("dark", "light", "system", "contrast-dark", "contrast-light")

MOTIONS = ("system", "full", "reduced")

SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
"""How large everything but the board itself is drawn, in per cent."""


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
    colour: str = ""
    """One of COLOURS; empty lets the program choose."""
    recent: tuple[str, ...] = ()
    """Paths of boards, the latest first."""
    scale: int = 100
    """One of SCALES; from the next start on."""
    motion: str = "system"
    """One of MOTIONS."""
    wheel_pans: bool = False
    """A wheel with notches moves the view instead of zooming."""
    right_drag_pans: bool = False
    hover_scrub: bool = True
    """The pointer leafs through a clip that it rests on."""
    snap: bool = True
    """Nodes snap to one another and to the grid while they are dragged."""
    grid: bool = True
    """The dots of the field show."""
    minimap: bool = True
    outline: bool = False
    """The outline lies open."""
    toured: bool = False
    """The first-run tour was seen, or sent away."""
    shortcuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a verb -> the keys that the person gave it; none for a verb that has none now."""
    lately: tuple[str, ...] = ()
    """Verbs that were found in the palette, the latest first."""


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
        settings, notices = _from_table(tomllib.loads(path().read_text("utf-8")))
    except FileNotFoundError:
        settings, notices = Settings(), ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError):
        try:
            return _with_person(Settings(), (_set_aside(path()),))
        except OSError as error:  # nor may it be moved out of the way
            return LoadedSettings(Settings(person=new_id()), (_unreadable(error),))
    except OSError as error:
        return LoadedSettings(Settings(person=new_id()), (_unreadable(error),))
    return LoadedSettings(settings, notices) if settings.person else _with_person(settings, notices)


def scale_before_start() -> int:
    """What everything is enlarged by, for the moment when no window can tell of a trouble yet."""
    try:
        return _from_table(tomllib.loads(path().read_text("utf-8")))[0].scale
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError):
        return Settings().scale  # `load` says so soon


def save(settings: Settings) -> None:
    """Write the settings whole: a crash leaves the old file or the new one. Raises
    SettingsNotSaved."""
    target = path()
    try:
        write_whole(target, tomli_w.dumps(asdict(settings)))
    except OSError as error:
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


def _with_person(settings: Settings, notices: tuple[Sentence, ...]) -> LoadedSettings:
    """Give these choices an id of a person, for good."""
    settings = replace(settings, person=new_id())
    try:
        save(settings)
    except SettingsNotSaved as trouble:
        notices = (*notices, trouble.what)
    return LoadedSettings(settings, notices)


def _from_table(table: Mapping[str, object]) -> tuple[Settings, tuple[Sentence, ...]]:
    """Raises TypeError where who the person is and what lies open cannot be read; unknown names
    belong to a newer version and are dropped; a choice that makes no sense is, with a notice."""
    theme = _text(table.get("theme", "dark"))
    settings = Settings(
        language=_text(table.get("language", "")),
        theme=theme if theme in THEMES else "dark",  # a newer version may know others
        person=_text(table.get("person", "")),
        name=_text(table.get("name", "")),
        recent=_names(table.get("recent", [])),
    )
    kept: dict[str, Any] = {}
    odd: list[str] = []
    for name, read in _READ.items():
        if name in table:
            try:
                kept[name] = read(table[name])
            except (TypeError, ValueError):
                odd.append(name)
    kept["shortcuts"], wrong = _shortcuts(table.get("shortcuts", {}))
    notices = tuple(_dropped(name) for name in (*odd, *wrong))
    return replace(settings, **kept), notices


def _shortcuts(value: object) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """What can be read, and the names of what cannot."""
    if not isinstance(value, Mapping):
        return {}, ["shortcuts"]
    read: dict[str, tuple[str, ...]] = {}
    odd: list[str] = []
    for name, keys in value.items():
        try:
            read[str(name)] = _names(keys)
        except TypeError:
            odd.append(f"shortcuts.{name}")
    return read, odd


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _one_of(known: Sequence[object]) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value not in known or isinstance(value, bool):
            raise ValueError(value)
        return value

    return read


_READ: Mapping[str, Callable[[object], object]] = {
    "colour": _one_of(("", *COLOURS)),
    "scale": _one_of(SCALES),
    "motion": _one_of(MOTIONS),
    "wheel_pans": _flag,
    "right_drag_pans": _flag,
    "hover_scrub": _flag,
    "snap": _flag,
    "grid": _flag,
    "minimap": _flag,
    "outline": _flag,
    "toured": _flag,
    "lately": lambda value: _names(value),
}
"""How each choice is read: TypeError or ValueError where it makes no sense."""


def _dropped(name: str) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "The setting “{name}” in {path} makes no sense and was left out."
        ),
        name=name,
        path=path(),
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
