"""Keys: how they are spelled, what stands against one, and which verb each belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.ui.twins import twin

Own = Mapping[str, tuple[str, ...]]
"""Name of a verb -> the keys that a person gave it, in place of ours."""

_SHIFTED = frozenset('?!:"(){}~')
"""Signs that most layouts reach with Shift, so that an event may name it too."""

_TAKEN = {
    "Ctrl+Space": QT_TRANSLATE_NOOP("words", "Many systems switch the input method with it."),
    "Shift+Space": QT_TRANSLATE_NOOP("words", "Chinese input methods switch full width with it."),
    "Ctrl+Shift+Space": QT_TRANSLATE_NOOP("words", "Some input methods take it."),
    "Alt+F4": QT_TRANSLATE_NOOP("words", "The system closes windows with it."),
    "Alt+Tab": QT_TRANSLATE_NOOP("words", "The system changes windows with it."),
    "Ctrl+Alt+Del": QT_TRANSLATE_NOOP("words", "The system keeps it for itself."),
    "Alt+Space": QT_TRANSLATE_NOOP("words", "The system opens the window's menu with it."),
}

_CANVAS = frozenset({"Esc", "Tab", "Return", "Enter", "Space", "Left", "Right", "Up", "Down"})
"""What the canvas itself does something with, and every field too."""


@lru_cache(maxsize=1024)
def canonical(key: str) -> str:
    """A key as we compare and keep it: Ctrl+Shift+P; empty for what is none, or is several."""
    made = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if made.count() != 1 or _unknown(made):
        return ""
    return made.toString(QKeySequence.SequenceFormat.PortableText)


def pressed(event: QKeyEvent) -> str:
    """The key of an event as we compare and keep it; empty while only Ctrl and its like are held.

    What an input method or Shift made of a sign is the sign again: ？ is ?, and so is Shift+?.
    """
    if event.key() in _HOLDING:
        return ""
    mark = twin(event)
    code = ord(mark.upper()) if mark else event.key()
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if code < 0x80 and chr(code) in _SHIFTED:
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return canonical(QKeySequence(code | held.value).toString(_PORTABLE))


@lru_cache(maxsize=1024)
def shown(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def is_bare(key: str) -> bool:
    """A key that a field may want for itself: no Ctrl, Alt or Meta, no F2; arrows in any case."""
    held, last = _parts(key)
    plain = not {"Ctrl", "Alt", "Meta"} & set(held)
    in_text = last in ("Left", "Right", "Up", "Down") or key == "Ctrl+Shift+V"
    return in_text or (plain and not (last.startswith("F") and last[1:].isdigit()))


def warning(key: str) -> Sentence | None:
    """Why a key is a bad choice, though nobody here has it."""
    if key in _TAKEN:
        return say(_TAKEN[key])
    if key in _CANVAS:
        return say(QT_TRANSLATE_NOOP("words", "The canvas itself needs this key."))
    if "Meta" in _parts(key)[0]:
        return say(QT_TRANSLATE_NOOP("words", "Systems keep the keys with Meta for themselves."))
    return None


def _unknown(made: QKeySequence) -> bool:
    first = made[0]  # type: ignore[index]  # the stubs lack it
    return bool(first.key() == Qt.Key.Key_unknown)


def _parts(key: str) -> tuple[tuple[str, ...], str]:
    """What is held, and what is pressed: `Ctrl++` is Ctrl and +."""
    if key.endswith("++"):
        return tuple(one for one in key[:-2].split("+") if one), "+"
    *held, last = key.split("+") if key != "+" else ["+"]
    return tuple(held), last


_PORTABLE = QKeySequence.SequenceFormat.PortableText

_HOLDING = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Mode_switch,
        Qt.Key.Key_Multi_key,
        Qt.Key.Key_unknown,
    }
)


class Keymap:
    """Which keys each verb has: ours, but where the person wants others."""

    def __init__(self, ours: Mapping[str, tuple[str, ...]]) -> None:
        self._ours = {name: _clean(keys) for name, keys in ours.items()}
        self.own: dict[str, tuple[str, ...]] = {}
        self._now = dict(self._ours)

    def take(self, own: Own) -> tuple[Sentence, ...]:
        """Use a person's keys; returns what is to be said of those that cannot be used."""
        self.own, odd = {}, list[Sentence]()
        holders: dict[str, str] = {}
        for name, keys in own.items():
            if name not in self._ours:
                continue  # a verb of another version
            good = []
            for key in keys:
                read = canonical(key)
                if read and holders.setdefault(read, name) == name:
                    good.append(read)
                else:
                    odd.append(_left_out(key, name))
            self.own[name] = tuple(dict.fromkeys(good))
        self._now = {
            name: self.own[name]
            if name in self.own
            else tuple(key for key in ours if key not in holders)
            for name, ours in self._ours.items()
        }
        return tuple(odd)

    def weighed(
        self, own: Own, titled: Callable[[str], str] = str
    ) -> tuple[Keymap, tuple[Sentence, ...]]:
        """What keys from elsewhere would come to, and what is to be said of it: keys that cannot
        be used, verbs that are not known here, and keys that other verbs, by their titles, would
        lose."""
        made = Keymap(self._ours)
        told = list(made.take(own))
        strange = sorted(name for name in own if name not in self._ours)
        if strange:
            text = QT_TRANSLATE_NOOP("words", "Not known here, and left out: {names}.")
            told.append(say(text, names=", ".join(strange)))
        for name in self._ours:
            for key in self.ours(name) if name not in own else ():
                holder = made.holder(key)
                if holder is not None and holder != name:
                    text = QT_TRANSLATE_NOOP(
                        "words", "{key} is now for “{verb}”, no longer for “{other}”."
                    )
                    told.append(say(text, key=key, verb=titled(holder), other=titled(name)))
        return made, tuple(told)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ours)

    def of(self, name: str) -> tuple[str, ...]:
        return self._now.get(name, ())

    def ours(self, name: str) -> tuple[str, ...]:
        return self._ours.get(name, ())

    def is_changed(self, name: str) -> bool:
        return self.of(name) != self.ours(name)

    def holder(self, key: str) -> str | None:
        """The verb that a key does now."""
        return next((name for name, keys in self._now.items() if key in keys), None)

    def with_keys(self, name: str, keys: tuple[str, ...]) -> Own:
        """The person's keys if this verb had these, taken from whoever has them now."""
        wanted = _clean(keys)
        made = dict(self.own)
        for other, held in self._now.items():
            if other != name and set(held) & set(wanted):
                made[other] = tuple(key for key in held if key not in wanted)
        made[name] = wanted
        return self._without_needless(made)

    def with_ours(self, name: str) -> Own:
        """The person's keys if this verb had ours again, taken from whoever has them now."""
        return self.with_keys(name, self.ours(name))

    def _without_needless(self, own: dict[str, tuple[str, ...]]) -> Own:
        return {name: keys for name, keys in own.items() if keys != self._ours.get(name)}


_LOST = QT_TRANSLATE_NOOP("words", "{key} is now for “{verb}”, no longer for “{other}”.")


def _clean(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read for key in keys if (read := canonical(key))))


def _left_out(key: str, name: str) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP(
            "words", "“{key}” cannot be a key for {name}, or is taken twice: it was left out."
        ),
        key=key,
        name=name,
    )
