"""English and Chinese, switched while the window is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from canvas.app import settings as kept
from canvas.app.commands.nodes import add_node
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.ui.desk import Desk
from canvas.ui.language import spoken, tell
from canvas.ui.main_window import MainWindow


def words_on(widget: QWidget) -> set[str]:
    labels = {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}
    buttons = {b.text() for b in widget.findChildren(QAbstractButton) if b.isVisible()}
    return {text for text in labels | buttons if text}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_an_open_window_speaks_chinese_at_once_and_english_again(
    desk: Desk, window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    clip = add_node(window.session, "clip", (0, 0))
    window.editor.select([clip])
    window.inspector.refresh()
    qtbot.waitUntil(lambda: window.top.saved.state == "saved")
    before = words_on(window)
    desk.set_language("zh_CN")
    app.processEvents()
    chinese = words_on(window)
    kept_as_they_are = {"16:9", "+", "-", "My film", "100 %", ""}
    english_left = {
        text
        for text in chinese & before
        if text not in kept_as_they_are and any(letter.isalpha() for letter in text)
    }
    assert english_left == set()
    assert "导出" in chinese
    assert window.actions_.actions["board.undo"].text() == "撤销：添加片段"
    desk.set_language("en")
    app.processEvents()
    qtbot.waitUntil(lambda: words_on(window) == before)


def test_the_start_page_switches_too(desk: Desk, qtbot: QtBot) -> None:
    desk.begin(None)
    assert desk.start is not None
    page = desk.start.page
    page._languages.setCurrentIndex(page._languages.findData("zh_CN"))
    qtbot.waitUntil(lambda: page.new.text() == "新建画板")
    assert kept.load().settings.language == "zh_CN"


def test_a_choice_of_language_and_theme_is_kept(desk: Desk, home: Path) -> None:
    desk.set_language("zh_CN")
    desk.set_theme("system")
    loaded = kept.load().settings
    assert (loaded.language, loaded.theme) == ("zh_CN", "system")


def test_a_trouble_from_below_is_told_in_the_language_on_the_screen(desk: Desk) -> None:
    trouble = Trouble(
        say(QT_TRANSLATE_NOOP("words", "There is no {place}."), place="/x"),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another name.")),
    )
    desk.set_language("zh_CN")
    assert spoken(trouble).what == "/x 不存在。"
    assert spoken(trouble).remedy == "请换一个名称。"


def test_a_sentence_inside_a_sentence_is_told_too(desk: Desk) -> None:
    desk.set_language("zh_CN")
    inner = say(QT_TRANSLATE_NOOP("words", "The words"))
    outer = say(QT_TRANSLATE_NOOP("words", "{reason}"), reason=inner)
    assert tell(outer) == "文字"


def test_work_under_way_is_seen_and_can_be_stopped(window: MainWindow, qtbot: QtBot) -> None:
    stopped: list[bool] = []
    working = window.banners.work("Exporting", lambda: stopped.append(True))
    working.show_share(0.5, "12 / 24")
    assert window.banners.height() >= 40
    qtbot.mouseClick(working.stop, Qt.MouseButton.LeftButton)
    assert stopped == [True]
    working.leave()
    assert not window.banners.isVisible()


def test_every_banner_closes_and_plain_news_leave_by_themselves(
    window: MainWindow, qtbot: QtBot
) -> None:
    news = window.banners.tell(say("Saved a copy."))
    trouble = window.banners.tell(Trouble(say("The disk is full.")))
    assert window.banners.tell(Trouble(say("The disk is full."))) is trouble, "not said twice"
    assert window.banners.shown() == [news, trouble]
    trouble.leave()
    news.leave()
    assert window.banners.shown() == []
    assert not window.banners.isVisible()
