"""One comment as it is read: who, when, and the words, with the people it names."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from canvas.app.comments import Conversation
from canvas.document.remarks import Comment
from canvas.ui.ago import ago, moment
from canvas.ui.avatars import Avatar
from canvas.ui.comment_field import CommentField
from canvas.ui.controls import Panel, text_label, tool_button
from canvas.ui.icons import icon
from canvas.ui.sheet import rgba
from canvas.ui.theme import BODY, CONTROL, LABEL, Theme, font

USUAL = 260
"""Pixels that words are wide in a card, where nothing scrolls."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a message shows; equal ones look the same."""

    comment: Comment
    name: str
    colour: str
    unread: bool
    mine: bool


class Message(Panel):
    """Reads; asks to be changed or deleted where it is one's own. Main thread."""

    reworded = Signal(str, str, object)
    """Id, text, ids of those whom it names."""
    deleted = Signal(str)
    grown = Signal()

    def __init__(self, shown: Shown, talk: Conversation, theme: Theme) -> None:
        super().__init__()
        self.shown = shown
        self._talk, self._theme = talk, theme
        self.field: CommentField | None = None
        self.words = Words(rich(shown.comment, talk.people(), theme), theme.colours.text)
        self._name = text_label(shown.name, "", CONTROL, strong=True)
        self._time = text_label("", "faint", LABEL + 0.5)
        self.more = tool_button(icon("more", theme, 16), size=22)
        self.more.clicked.connect(self._open_menu)
        self.words.grown.connect(self.grown)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        comment = self.shown.comment
        name = self.shown.name or self.tr("Somebody")
        said = ago(comment.when)
        if comment.edited is not None:
            said = self.tr("{time}, edited").format(time=said)
        self._name.setText(name)
        self._time.setText(said)
        self._time.setToolTip(moment(comment.when))
        self.more.setToolTip(self.tr("Change or delete"))
        self.more.setAccessibleName(self.more.toolTip())
        self.setAccessibleName(f"{name}, {said}: {comment.text}")

    def edit(self) -> None:
        """Write the words anew, in their place."""
        if self.field is not None:
            return
        self.field = field = CommentField(self._talk.others)
        field.write(self.shown.comment.text)
        field.sent.connect(self._keep)
        field.left.connect(self.stop)
        field.grown.connect(self.grown)
        field.setAccessibleName(self.tr("Edit the comment"))
        self._column.addWidget(field)
        self.words.hide()
        field.setFocus()
        self.grown.emit()

    def stop(self) -> None:
        """Leave the words as they are."""
        field, self.field = self.field, None
        if field is not None:
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
            self.words.show()
            self.grown.emit()

    def _keep(self) -> None:
        field = self.field
        if field is None:
            return
        field.finish()
        text, mentions = field.text, field.mentions()
        if text:
            self.stop()
            self.reworded.emit(self.shown.comment.id, text, mentions)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Edit"), self.edit)
        menu.addAction(self.tr("Delete"), lambda: self.deleted.emit(self.shown.comment.id))
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _lay_out(self) -> None:
        shown = self.shown
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._name)
        top.addWidget(self._time)
        if shown.unread:
            top.addWidget(Dot(self._theme))
        top.addStretch(1)
        top.addWidget(self.more)
        self.more.setVisible(shown.mine)
        holder = QWidget()
        holder.setFixedHeight(24)
        holder.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout()
        self._column.setSpacing(1)
        self._column.addWidget(holder)
        self._column.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(9)
        avatar = Avatar(shown.name, shown.colour)
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)


class Words(QTextBrowser):
    """As high as what it says, broken anywhere if need be; to be selected, and links to be opened.
    Keys that mean nothing here go on to the card."""

    grown = Signal()

    def __init__(self, html: str, colour: QColor) -> None:
        super().__init__()
        self.setFont(font(BODY))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenExternalLinks(True)
        self.setStyleSheet(
            "QTextEdit { background: transparent; border: none; padding: 0;"
            f" color: {rgba(colour)}; }}"
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.setHtml(html)
        self.fit(USUAL)

    def fit(self, width: int) -> None:
        """Be as high as this width asks for."""
        self.document().setTextWidth(width)
        self.setFixedHeight(math.ceil(self.document().size().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = self.height()
        if event.size().width() != event.oldSize().width():
            self.fit(event.size().width())
        if self.height() != before:
            self.grown.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # what holds it scrolls


class Dot(QLabel):
    """Unread."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedSize(8, 8)
        self.setStyleSheet(f"background: {rgba(theme.colours.accent)}; border-radius: 4px;")


def rich(comment: Comment, people: Mapping[str, str], theme: Theme) -> str:
    """The words with the names of people in a colour, and addresses that can be opened. Everything
    else is shown as it was typed."""
    colour = theme.colours.selection.name()
    names = _longest_first(people.get(id, "") for id in comment.mentions)
    made: list[str] = []
    done = 0
    for found in _LINK.finditer(comment.text):
        made.append(_plain(comment.text[done : found.start()], names, colour))
        address = html.escape(found[0])
        made.append(f'<a href="{address}" style="color:{colour}">{address}</a>')
        done = found.end()
    return "".join([*made, _plain(comment.text[done:], names, colour)])


def _plain(text: str, names: Iterable[str], colour: str) -> str:
    shown = html.escape(text).replace("\n", "<br>").replace("  ", " &nbsp;")
    for name in names:
        tag = html.escape(f"@{name}")
        shown = shown.replace(tag, f'<span style="color:{colour}; font-weight:600">{tag}</span>')
    return shown


_LINK = re.compile(r"https?://[^\s<>\"]{1,2000}[^\s<>\"'.,;:!?)\]，。；：！？）】]")
"""An address, without the sign that ends a sentence."""


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name}, key=lambda name: (-len(name), name))
