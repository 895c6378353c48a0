"""What cards, inspector and player say of a file that is with somebody else."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from canvas.app.whereabouts import Whereabouts
from canvas.ui.language import tell

translate = QCoreApplication.translate


def percent(share: float) -> str:
    return f"{int(share * 100)} %"


def whole(where: Whereabouts, name: str) -> str:
    """A sentence, for where the picture would be."""
    name = name or translate("Files", "A file")
    people = ", ".join(where.people)
    match where.state:
        case "coming":
            words = translate("Files", "{name} is on its way here: {share}")
            return words.format(name=name, share=percent(where.share or 0.0))
        case "sent":
            words = translate("Files", "{people} is sending {name}: {share}")
            return words.format(name=name, people=people, share=percent(where.share or 0.0))
        case "held":
            return translate("Files", "{people} has {name}").format(name=name, people=people)
        case "away":
            words = translate("Files", "{people} has {name} and is not here now")
            return words.format(name=name, people=people)
        case "nobody":
            return translate("Files", "Nobody who is here has {name}").format(name=name)
        case "there":
            return translate("Files", "{name} is in the room, not here yet").format(name=name)
        case "offline":
            words = translate("Files", "{name} is with the others; the room is not reached")
            return words.format(name=name)
    return tell(where.trouble.what) if where.trouble is not None else name


def brief(where: Whereabouts) -> tuple[str, str]:
    """What a badge says of the original of a card that shows its small picture already, and what
    it says where there is little room; empty where that is nobody's concern."""
    people = ", ".join(where.people)
    match where.state:
        case "coming":
            share = percent(where.share or 0.0)
            return translate("Files", "Fetching · {share}").format(share=share), share
        case "sent":
            share = percent(where.share or 0.0)
            words = translate("Files", "{people} is sending · {share}")
            return words.format(people=people, share=share), share
        case "held":
            words = translate("Files", "With {people}").format(people=people)
            return words, people
        case "away":
            words = translate("Files", "With {people}, who is away").format(people=people)
            return words, translate("Files", "Away")
        case "nobody":
            missing = translate("Files", "Original missing")
            return missing, missing
        case "failed":
            return translate("Files", "Not fetched"), translate("Files", "Not fetched")
    return "", ""
