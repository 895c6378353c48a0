"""The few questions that need a window of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from canvas.document.timing import RATES, Rate
from canvas.document.words import Trouble
from canvas.ui.controls import Button, Choice, heading, text_label
from canvas.ui.language import spoken
from canvas.ui.sizes import FRAMES, frame_words
from canvas.ui.theme import BODY, Theme, font

translate = QCoreApplication.translate

PICTURES = "*.png *.jpg *.jpeg *.webp *.gif *.tif *.tiff *.bmp"
VIDEOS = "*.mp4 *.mov *.webm *.mkv *.m4v"
SOUNDS = "*.wav *.mp3 *.flac *.m4a *.ogg"


@dataclass(frozen=True, slots=True)
class WantedBoard:
    path: Path
    title: str
    size: tuple[int, int]
    rate: Rate


def boards_folder() -> Path:
    """Where new boards go unless the person says otherwise."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "Shotweave"


def file_name(title: str) -> str:
    """A folder name that every system takes, for a title in any language."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', " ", title)
    name = re.sub(r"\s+", " ", name).strip(" .")
    return name.encode("utf-8")[:180].decode("utf-8", "ignore").strip(" .") or "Untitled"


def free_path(folder: Path, title: str) -> Path:
    """A path for a new board of this title that nothing has yet."""
    base = file_name(title)
    number, path = 1, folder / f"{base}.shotweave"
    while path.exists():
        number += 1
        path = folder / f"{base} {number}.shotweave"
    return path


class NewBoardDialog(QDialog):
    """Title, place, frame and frames a second of a new board."""

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New board"))
        self.setMinimumWidth(440)
        self._folder = boards_folder()
        self.title = QLineEdit()
        self.title.setFont(font(BODY))
        self.title.setPlaceholderText(self.tr("Untitled"))
        self.title.setMaxLength(200)
        self.title.textChanged.connect(self._show_place)
        self._place = text_label("", "soft", 12)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._change = Button(self.tr("Change…"), quiet=True)
        self._change.clicked.connect(self._ask_folder)
        self.frame = Choice()
        for size in FRAMES:
            self.frame.addItem(frame_words(size), size)
        self.rate = Choice()
        for rate in RATES:
            self.rate.addItem(self.tr("{rate} frames a second").format(rate=rate), rate)
        self.rate.setCurrentIndex(RATES.index(Rate(24)))
        self.make = Button(self.tr("Make board"), primary=True)
        self.make.setDefault(True)
        self.make.clicked.connect(self.accept)
        leave = Button(self.tr("Cancel"))
        leave.clicked.connect(self.reject)
        self._lay_out(leave)
        self._show_place()

    def wanted(self) -> WantedBoard:
        title = self.title.text().strip() or self.tr("Untitled")
        size, rate = self.frame.currentData(), self.rate.currentData()
        return WantedBoard(free_path(self._folder, title), title, (size[0], size[1]), rate)

    def _lay_out(self, leave: Button) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.addWidget(heading(self.tr("Title")), 0, 0, 1, 2)
        grid.addWidget(self.title, 1, 0, 1, 2)
        grid.addWidget(heading(self.tr("Frame")), 2, 0)
        grid.addWidget(heading(self.tr("Speed")), 2, 1)
        grid.addWidget(self.frame, 3, 0)
        grid.addWidget(self.rate, 3, 1)
        grid.addWidget(heading(self.tr("Place")), 4, 0, 1, 2)
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(self._change)
        grid.addLayout(place, 5, 0, 1, 2)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 22, 18)
        column.addLayout(grid)
        column.addSpacing(18)
        column.addLayout(buttons)

    def _show_place(self) -> None:
        path = str(self.wanted().path)
        metrics = self._place.fontMetrics()
        self._place.setText(metrics.elidedText(path, Qt.TextElideMode.ElideMiddle, 300))
        self._place.setToolTip(path)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Where should the board lie?"), str(_existing(self._folder))
        )
        if chosen:
            self._folder = Path(chosen)
            self._show_place()


def ask_board(parent: QWidget | None) -> Path | None:
    """Ask for a board's folder."""
    chosen = QFileDialog.getExistingDirectory(
        parent,
        translate("Dialogs", "Open a board (its .shotweave folder)"),
        str(_existing(boards_folder())),
    )
    return Path(chosen) if chosen else None


def ask_files(parent: QWidget | None, kind: str = "") -> list[Path]:
    """Ask for files to bring in; `kind` picture, video or sound shows only such."""
    patterns = {"picture": PICTURES, "video": VIDEOS, "sound": SOUNDS}.get(
        kind, f"{PICTURES} {VIDEOS} {SOUNDS}"
    )
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    media, every = translate("Dialogs", "Media"), translate("Dialogs", "All files")
    chosen, _ = QFileDialog.getOpenFileNames(
        parent,
        translate("Dialogs", "Bring in files"),
        str(_existing(Path(pictures or Path.home()))),
        f"{media} ({patterns} {patterns.upper()});;{every} (*)",
    )
    return [Path(name) for name in chosen]


def ask_leave_unsaved(parent: QWidget, trouble: Trouble) -> bool:
    """Whether to close the board though its last changes are not on disk."""
    said = spoken(trouble)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(said.what)
    box.setInformativeText(" ".join(filter(None, [said.meaning, said.remedy])))
    stay = box.addButton(translate("Dialogs", "Keep it open"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(
        translate("Dialogs", "Close and lose them"), QMessageBox.ButtonRole.DestructiveRole
    )
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave


def ask_leave_lending(parent: QWidget, names: str) -> bool:
    """Whether to close the board while this computer draws shots of these people."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(translate("Dialogs", "This computer is drawing for {names}.").format(names=names))
    box.setInformativeText(
        translate(
            "Dialogs",
            "If you close the board, their shots go back to the room at once: another device "
            "begins them anew, or they wait for one. Nothing of theirs is lost.",
        )
    )
    stay = box.addButton(translate("Dialogs", "Keep it open"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(
        translate("Dialogs", "Close and give them back"), QMessageBox.ButtonRole.DestructiveRole
    )
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one around it that there is."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
