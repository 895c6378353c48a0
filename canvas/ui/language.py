"""The language on the screen: which catalogues are loaded, and sentences from below told in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from canvas.document.words import CONTEXT, Sentence, Trouble

TRANSLATIONS = Path(__file__).with_name("translations")

LANGUAGES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}
"""Code -> the language's own name for itself."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A Trouble in the person's language."""

    what: str
    meaning: str = ""
    remedy: str = ""


class Language:
    """Installs the catalogues of one language at a time; every widget then gets LanguageChange."""

    def __init__(self) -> None:
        self.code = "en"
        self._installed: list[QTranslator] = []

    def speak(self, code: str) -> None:
        """Switch to `code`, or to the system's language for an empty one. Main thread."""
        self.code = code if code in LANGUAGES else system_language()
        QLocale.setDefault(QLocale(self.code))
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = [one for one in _catalogues(self.code) if one]
        for translator in self._installed:
            QCoreApplication.installTranslator(translator)


def system_language() -> str:
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def _catalogues(code: str) -> list[QTranslator | None]:
    if code == "en":
        return []
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [_loaded(f"qtbase_{code}", qt), _loaded(f"shotweave_{code}", str(TRANSLATIONS))]


def _loaded(name: str, folder: str) -> QTranslator | None:
    """A catalogue read whole: mapped, it would change under us while the program is updated."""
    try:
        read = (Path(folder) / f"{name}.qm").read_bytes()
    except OSError:
        return None
    translator = _Catalogue(read)
    return translator if not translator.isEmpty() else None


class _Catalogue(QTranslator):
    """Keeps the bytes alive that Qt looks things up in."""

    def __init__(self, read: bytes) -> None:
        super().__init__()
        self._read = read
        self.load(read)


@lru_cache(maxsize=1)
def _every() -> tuple[QTranslator, ...]:
    """Our own catalogue of every language, spoken now or not."""
    found = (_loaded(f"shotweave_{code}", str(TRANSLATIONS)) for code in LANGUAGES)
    return tuple(one for one in found if one is not None)


def in_every(context: str, text: str) -> str:
    """An English text and what it is called in all other languages, for searching."""
    others = (one.translate(context, text) for one in _every())
    return " ".join([text, *filter(None, others)])


def tell(sentence: Sentence | None) -> str:
    """A sentence in the language on the screen, with its values filled in."""
    if sentence is None:
        return ""
    text = QCoreApplication.translate(CONTEXT, sentence.text)
    if not sentence.values:
        return text
    return text.format_map({name: _value(value) for name, value in sentence.values.items()})


def _value(value: object) -> object:
    return tell(value) if isinstance(value, Sentence) else value


def spoken(trouble: Trouble | Sentence) -> Spoken:
    if isinstance(trouble, Sentence):
        return Spoken(tell(trouble))
    return Spoken(tell(trouble.what), tell(trouble.meaning), tell(trouble.remedy))
