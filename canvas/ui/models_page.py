"""The Models page: every model that shots can be drawn with, and what can be done about each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from canvas.app import models
from canvas.app.commands import models as verbs
from canvas.app.model_troubles import Confirm
from canvas.app.models import Added, Model, Removed, Verified
from canvas.app.notices import LendingChanged, MachineKnown, Notice
from canvas.document.words import Sentence, Trouble
from canvas.ui.banner import Banners
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, rule, text_label, wrapped
from canvas.ui.language import spoken, tell
from canvas.ui.models_detail import ModelDetail
from canvas.ui.models_list import ModelList
from canvas.ui.models_words import size
from canvas.ui.theme import TITLE
from generation import engine
from generation.downloads import RUNNING, Fetching, shared

if TYPE_CHECKING:
    from canvas.ui.speed_dialog import SpeedDialog

LIST = 282
WIDTH, HEIGHT = 940, 640


class ModelsPage(QDialog):
    """Main thread; not modal, so that shots go on being made beside it."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._reading = ""
        self._stop = False
        self._told: set[str] = set()
        self.speed_dialog: SpeedDialog | None = None
        self._lent: dict[str, tuple[str, ...]] = {}
        self.list, self.detail = ModelList(bench), ModelDetail(bench)
        self.title, self.sum = text_label("", "", TITLE, strong=True), text_label("", "soft")
        self.lacking = QFrame()
        self._lacking_words = wrapped("", "")
        self.add, self.close_button, self.speed = Button(), Button(), Button(quiet=True)
        self.banners = Banners(self, bench.theme)
        self._lay_out()
        self.list.chosen.connect(self._show)
        self.detail.pressed.connect(self._press)
        self.add.clicked.connect(self._offer)
        self.speed.clicked.connect(self._open_speed)
        self.close_button.clicked.connect(self.close)
        self._deaf = [
            bench.session.listen(self._hear),
            shared().listen(lambda one: bench.errands.later(partial(self.hear_fetching, one))),
        ]
        self.retranslate()

    def _lay_out(self) -> None:
        head, foot, middle = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(18, 12, 14, 10)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.sum, 1)
        head.addWidget(self.add)
        self.lacking.setObjectName("banner")
        box = QHBoxLayout(self.lacking)
        box.setContentsMargins(14, 10, 14, 10)
        box.addWidget(self._lacking_words)
        held = QVBoxLayout()
        held.setContentsMargins(14, 0, 14, 10)
        held.addWidget(self.lacking)
        self.list.setFixedWidth(LIST)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.detail)
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(rule(upright=True))
        middle.addWidget(scroll, 1)
        foot.setContentsMargins(14, 10, 14, 12)
        foot.addWidget(self.speed)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(held)
        column.addWidget(rule())
        column.addLayout(middle, 1)
        column.addWidget(rule())
        column.addLayout(foot)
        self.setMinimumSize(720, 420)
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - 60), min(HEIGHT, room.height() - 80))

    # -- what is shown

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Models"))
        self.title.setText(self.tr("Models"))
        self.add.setText(self.tr("Add from disk…"))
        self.close_button.setText(self.tr("Close"))
        self.speed.setText(self.tr("Speed and space…"))
        if self.speed_dialog is not None:
            self.speed_dialog.close()
            self.speed_dialog = None  # made anew in the language that is spoken now
        self.list.setAccessibleName(self.tr("Models"))
        missing = engine.lacking()
        self.lacking.setVisible(bool(missing))
        words = self.tr("The engine for video models is not installed here.")
        self._lacking_words.setText(f"{words} {tell(engine.how_to_add())}")
        self.detail.retranslate()
        self.look_again()

    def set_theme(self) -> None:
        self.banners.set_theme(self._bench.theme)
        self.detail.refresh()
        self.list.viewport().update()

    def look_again(self) -> None:
        """Read the disk in the background, then show what is there."""
        self._list_anew(self._load)

    def _list_anew(self, then: Callable[[tuple[Model, ...]], None]) -> None:
        lent = self._bench.session.lending.by_model()  # here: it belongs to this thread
        self._bench.errands.send(lambda: models.listing(lent), then, self.tell)

    def choose(self, model: str) -> None:
        self.list.choose(model)

    def tell(self, about: Trouble | Sentence) -> None:
        self.banners.tell(about)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus()
        self.look_again()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop = True
        super().closeEvent(event)

    def close_down(self) -> None:
        self._stop = True
        for deaf in self._deaf:
            deaf()
        self._deaf.clear()

    def _load(self, found: tuple[Model, ...]) -> None:
        self.list.load(found)
        here = [each for each in found if each.ready and each.manifest.wants_weights]
        total = sum({each.manifest.original: each.bytes for each in here}.values())
        if here:
            said = self.tr("{count} of {all} on this computer, {size}")
            count = sum(each.manifest.wants_weights for each in found)
            self.sum.setText(said.format(count=len(here), all=count, size=size(total)))
        else:
            self.sum.setText(self.tr("Choose one that fits this machine, and download it."))
        self._show(self.list.current())
        for broken in models.broken():
            if str(broken.trouble) not in self._told:  # once is enough for who has closed it
                self._told.add(str(broken.trouble))
                self.tell(broken.trouble)

    def _show(self, id: str) -> None:
        model = self.list.model_at(id)
        if model is not None:
            self.detail.show_model(model)

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, MachineKnown):
            self.list.judge()
            self.detail.refresh()
        elif isinstance(notice, LendingChanged) and self.isVisible():
            self._follow_lenders()

    def _follow_lenders(self) -> None:
        """How far a lender is changes often, what it draws seldom."""
        lent = self._bench.session.lending.by_model()
        if lent != self._lent:
            self._lent = lent
            self.look_again()

    def hear_fetching(self, fetching: Fetching) -> None:
        """A download is further on, or over."""
        if fetching.state not in RUNNING:
            self.look_again()
            return
        for id in [each for each in self._rows() if each.partition("+")[0] == fetching.model]:
            model = self.list.model_at(id)
            if model is not None:
                size = fetching.total or model.bytes
                now = Model(model.manifest, model.state, size, fetching, model.lenders)
                self.list.show_model(now)
                if id == self.list.current():
                    self.detail.show_model(now)

    def _rows(self) -> list[str]:
        rows = range(self.list.count())
        return [str(self.list.item(at).data(Qt.ItemDataRole.UserRole)) for at in rows]

    # -- what is done

    def _press(self, name: str) -> None:
        id, session = self.list.current(), self._bench.session
        does: dict[str, Callable[[], object]] = {
            "download": lambda: self._send(lambda: verbs.download_model(session, id)),
            "pause": lambda: self._send(lambda: verbs.pause_model(session, id)),
            "give_up": lambda: self._send(lambda: verbs.give_up_model(session, id)),
            "verify": lambda: self._verify(id),
            "stop": self._stop_reading,
            "remove": lambda: self._remove(id),
            "folder": lambda: self._ask_folder(id, copy=False),
            "open": lambda: self._open(id),
        }
        try:
            does[name]()
        except Trouble as trouble:
            self.tell(trouble)

    def _send(self, work: Callable[[], object]) -> None:
        """Start or end a child program, which may take a moment, in the background."""
        self._bench.errands.send(work, lambda _made: self.look_again(), self.tell)

    def _stop_reading(self) -> None:
        self._stop = True

    def _verify(self, id: str) -> None:
        errands = self._bench.errands
        self._reading, self._stop = id, False

        def at(done: int, total: int, _file: str) -> None:
            errands.later(partial(self._reads, id, done, total))

        self._reads(id, 0, 0)
        errands.send(
            lambda: models.verify(id, at, lambda: self._stop or errands.over),
            self._verified,
            self._not_verified,
        )

    def _reads(self, id: str, done: int, total: int) -> None:
        if self._reading == id:
            self.detail.reading = (done, total) if self.list.current() == id else None
            self._show(self.list.current())

    def _verified(self, found: Verified) -> None:
        self._end_reading()
        name = models.find(found.model).name
        if found.bad:
            words = self.tr("{model} is damaged: {files}.")
            text = words.format(model=name, files=", ".join(found.bad[:3]))
            if found.put_aside:
                text += " " + self.tr("Press Download to bring these files again.")
        else:
            text = self.tr("Nothing is wrong with {model}.").format(model=name)
            if found.checked < found.files:
                more = self.tr("No checksum is known of {n} files: their length was compared.")
                text += " " + more.format(n=found.files - found.checked)
        self.tell(Sentence(text))
        self.look_again()

    def _not_verified(self, trouble: Trouble) -> None:
        self._end_reading()
        self.tell(trouble)

    def _end_reading(self) -> None:
        self._reading, self.detail.reading = "", None
        self._show(self.list.current())

    def _remove(self, id: str) -> None:
        session = self._bench.session
        try:
            removed = verbs.remove_model(session, id)
        except Confirm as ask:
            if not self._agrees(ask):
                return
            removed = verbs.remove_model(session, id, confirmed=True)
        self._tell_removed(removed)
        self.look_again()

    def _tell_removed(self, removed: Removed) -> None:
        if removed.folder is None:
            return
        text = self.tr("The folder is no longer used; nothing in it was touched.")
        self.banners.tell(Sentence(text), action=(self.tr("Undo"), partial(self._undo, removed)))

    def _undo(self, removed: Removed) -> None:
        try:
            models.restore(removed)
        except Trouble as trouble:
            self.tell(trouble)
        self.look_again()

    def _agrees(self, ask: Confirm) -> bool:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Remove model"))
        words = spoken(ask)
        box.setText(words.what)
        box.setInformativeText(words.meaning)
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.exec()
        return box.clickedButton() is yes

    def _open_speed(self) -> None:
        from canvas.ui.speed_dialog import SpeedDialog  # late: seldom wanted

        if self.speed_dialog is None:
            self.speed_dialog = SpeedDialog(self._bench, self)
        self.speed_dialog.measure()
        self.speed_dialog.open()

    def _open(self, id: str) -> None:
        model = self.list.model_at(id)
        if model is not None and model.state.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.state.folder)))

    # -- adding

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.addAction(
            self.tr("Use a folder where it lies…"), lambda: self._ask_folder("", copy=False)
        )
        menu.addAction(
            self.tr("Copy a folder to the models…"), lambda: self._ask_folder("", copy=True)
        )
        menu.addAction(self.tr("Add a description (manifest.toml)…"), self._ask_file)
        menu.addSeparator()
        menu.addAction(self.tr("Look at the disk again"), self.look_again)
        menu.exec(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _ask_folder(self, id: str, *, copy: bool) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("The folder of a model"))
        if chosen:
            self.add_from(Path(chosen), as_model=id, copy=copy)

    def _ask_file(self) -> None:
        kinds = self.tr("Descriptions of models (*.toml)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("A model's manifest.toml"), "", kinds)
        if chosen:
            self.add_from(Path(chosen))

    def add_from(self, path: Path, *, as_model: str = "", copy: bool = False) -> None:
        """Take in what lies there, in the background."""
        session = self._bench.session
        self._bench.errands.send(
            lambda: verbs.add_model(session, path, as_model=as_model, copy=copy),
            self._added,
            self.tell,
        )

    def _added(self, added: Added) -> None:
        said = self.tr("{model} can be chosen for shots now. Its licence: {licence}.")
        text = said.format(model=added.model.name, licence=added.model.licence or "?")
        self.tell(Sentence(text))
        self._list_anew(partial(self._load_and_choose, added.model.id))

    def _load_and_choose(self, id: str, found: tuple[Model, ...]) -> None:
        self._load(found)
        self.list.choose(id)
