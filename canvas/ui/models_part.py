"""Models in a board's window: the page, and news of downloads while it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.actions import Verb
from canvas.ui.parts import Part
from canvas.ui.theme import Theme
from generation.catalogue import installed

if TYPE_CHECKING:
    from collections.abc import Callable

    from canvas.ui.models_page import ModelsPage
    from generation.downloads import Fetching

LATER = 2500
"""Milliseconds after the start that downloads of the last time go on."""


class Models(Part):
    """Main thread. Nothing is looked at before it is asked for, but what was being fetched."""

    page: ModelsPage | None = None
    _deaf: Callable[[], None] | None = None

    def verbs(self) -> Sequence[Verb]:
        title = QT_TRANSLATE_NOOP("commands", "Models")
        return (Verb("window.models", title, self.toggle, ("Ctrl+Shift+M",), "render"),)

    def begin(self) -> None:
        if not self.bench.session.readonly:
            QTimer.singleShot(LATER, self, self.go_on)

    def go_on(self) -> None:
        """Resume what was being fetched when the program ended."""
        from generation.downloads import shared  # late: not needed for the first frame

        self._deaf = self._deaf or shared().listen(self._from_anywhere)
        self.bench.errands.send(shared().resume_all, self._resumed, self._not_resumed)

    def toggle(self) -> None:
        """Open the page; pressed again, close it."""
        if self.page is not None and self.page.isVisible():
            self.page.close()
            return
        self.show()

    def show(self, model: str = "") -> None:
        """Open the page, at a model."""
        from canvas.ui.models_page import ModelsPage  # late: not needed for the first frame

        if self.page is None:
            self.page = ModelsPage(self.bench, self.window)
        self.page.show()
        self.page.raise_()
        self.page.activateWindow()
        if model:
            self.page.choose(model)

    def set_theme(self, theme: Theme) -> None:
        if self.page is not None:
            self.page.set_theme()

    def retranslate(self) -> None:
        if self.page is not None:
            self.page.retranslate()

    def close_down(self) -> None:
        if self._deaf is not None:
            self._deaf()
        if self.page is not None:
            self.page.close_down()
            self.page.close()

    def _from_anywhere(self, fetching: Fetching) -> None:
        """On the thread of a download."""
        if fetching.state in ("done", "failed"):
            self.bench.errands.later(partial(self._ended, fetching))

    def _ended(self, fetching: Fetching) -> None:
        if self.page is not None and self.page.isVisible():
            return
        if fetching.trouble is not None:
            self.bench.tell(fetching.trouble)
            return
        text = QT_TRANSLATE_NOOP("words", "{model} is here: choose it for a shot.")
        found = installed().find(fetching.model)
        self.bench.tell(say(text, model=found.name if found else fetching.model))

    def _resumed(self, begun: tuple[str, ...]) -> None:
        for model in begun:
            found = installed().find(model)
            text = QT_TRANSLATE_NOOP("words", "The download of {model} goes on.")
            self.bench.banners.tell(
                say(text, model=found.name if found else model),
                action=(self.tr("Models"), partial(self.show, model)),
            )

    def _not_resumed(self, trouble: Trouble) -> None:
        self.bench.tell(trouble)
