"""What the film strip says: how many shots stand at which rung, and each shot's own badge."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QObject

from canvas.app.notices import ACTIVE, NodeState
from canvas.app.session import Session
from canvas.document.sequence import Cut, Sequence


class StripWords(QObject):
    """Reads each shot's state from the session, in the language of the moment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def counts(self, sequence: Sequence) -> str:
        """ "8 shots · 5 final · 1 rendering · 2 cards" """
        many = Counter(self._kind(cut) for cut in sequence.cuts)
        parts = [
            (
                len(sequence.cuts),
                self.tr("1 shot"),
                self.tr("{n} shots"),
            )
        ]
        parts += [
            (many["final"], self.tr("1 final"), self.tr("{n} final")),
            (
                many["draft"],
                self.tr("1 draft"),
                self.tr("{n} drafts"),
            ),
            (
                many["rendering"],
                self.tr("1 rendering"),
                self.tr("{n} rendering"),
            ),
            (
                many["stale"],
                self.tr("1 to render again"),
                self.tr("{n} to render again"),
            ),
            (
                many["failed"],
                self.tr("1 failed"),
                self.tr("{n} failed"),
            ),
            (
                many["lost"],
                self.tr("1 interrupted"),
                self.tr("{n} interrupted"),
            ),
            (
                many["still"],
                self.tr("1 still"),
                self.tr("{n} stills"),
            ),
            (many["card"], self.tr("1 card"), self.tr("{n} cards")),
            (len(sequence.left_out), self.tr("1 muted"), self.tr("{n} muted")),
        ]
        said = (one if n == 1 else more.format(n=n) for n, one, more in parts if n)
        return " · ".join(said) or self.tr("No shots yet")

    def badge(self, cut: Cut) -> tuple[str, str]:
        """A shot's badge and the theme colour of its ground; nothing to say of a final shot."""
        state = self._session.state(cut.node)
        if state.state == "running":
            return f"{state.progress:.0%}".replace("%", " %"), "accent"
        if state.state == "failed":
            return self.tr("failed"), "bad"
        if state.state == "lost":
            return self.tr("interrupted"), "bad"
        if state.state == "queued":
            return self.tr("queued"), ""
        if _is_stale(state, cut):
            return self.tr("stale"), ""
        names = {
            "draft": self.tr("draft"),
            "still": self.tr("still"),
            "card": self.tr("card"),
        }
        return names.get(cut.rung, ""), ""

    def empty(self, sequence: Sequence) -> str:
        """What a film without a picture says."""
        if sequence.left_out:
            return self.tr("All shots of the film are muted. Right-click a number to unmute it.")
        return self.tr("The film is empty. Select clips and choose Add selection to film.")

    def _kind(self, cut: Cut) -> str:
        state = self._session.state(cut.node)
        if state.state in ACTIVE:
            return "rendering"
        if state.state in ("failed", "lost"):
            return state.state
        if _is_stale(state, cut):
            return "stale"
        return "final" if cut.rung == "video" else cut.rung


def _is_stale(state: NodeState, cut: Cut) -> bool:
    """Whether what is shown was made from something older."""
    return state.state == "stale" and cut.rung in ("final", "draft")
