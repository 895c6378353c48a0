"""What the kinds of node and the ports are called on screen, and every word that finds them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP

_NAMES: Mapping[NodeKind, str] = {
    NodeKind.prompt: QT_TRANSLATE_NOOP("Kinds", "Words"),
    NodeKind.picture: QT_TRANSLATE_NOOP("Kinds", "Picture"),
    NodeKind.clip: QT_TRANSLATE_NOOP("Kinds", "Clip"),
    NodeKind.video: QT_TRANSLATE_NOOP("Kinds", "Video"),
    NodeKind.sound: QT_TRANSLATE_NOOP("Kinds", "Sound"),
    NodeKind.note: QT_TRANSLATE_NOOP("Kinds", "Note"),
    NodeKind.scene: QT_TRANSLATE_NOOP("Kinds", "Scene frame"),
    NodeKind.element: QT_TRANSLATE_NOOP("Kinds", "Element"),
    NodeKind.text: QT_TRANSLATE_NOOP("Kinds", "Text"),
    NodeKind.arrow: QT_TRANSLATE_NOOP("Kinds", "Arrow"),
    NodeKind.ink: QT_TRANSLATE_NOOP("Kinds", "Ink"),
}

_HINTS: Mapping[NodeKind, str] = {
    NodeKind.prompt: QT_TRANSLATE_NOOP("Kinds", "What happens, and how the camera moves"),
    NodeKind.picture: QT_TRANSLATE_NOOP("Kinds", "A picture from a file"),
    NodeKind.clip: QT_TRANSLATE_NOOP("Kinds", "A shot to render"),
    NodeKind.video: QT_TRANSLATE_NOOP("Kinds", "A film from a file"),
    NodeKind.sound: QT_TRANSLATE_NOOP("Kinds", "Music, speech or an effect from a file"),
    NodeKind.note: QT_TRANSLATE_NOOP("Kinds", "A thought for yourself or the team"),
    NodeKind.scene: QT_TRANSLATE_NOOP("Kinds", "Holds the shots of one scene together"),
    NodeKind.element: QT_TRANSLATE_NOOP("Kinds", "A character, prop, place or style to keep"),
    NodeKind.text: QT_TRANSLATE_NOOP("Kinds", "Words right on the board, small or large"),
    NodeKind.arrow: QT_TRANSLATE_NOOP("Kinds", "Points from one thing to another"),
    NodeKind.ink: QT_TRANSLATE_NOOP("Kinds", "Drawn by hand with the pen"),
}

_PORTS: Mapping[str, str] = {
    "words": QT_TRANSLATE_NOOP("Kinds", "words"),
    "first": QT_TRANSLATE_NOOP("Kinds", "first frame"),
    "last": QT_TRANSLATE_NOOP("Kinds", "last frame"),
    "cast": QT_TRANSLATE_NOOP("Kinds", "element"),
    "previous": QT_TRANSLATE_NOOP("Kinds", "the shot before"),
    "references": QT_TRANSLATE_NOOP("Kinds", "reference"),
    "guide": QT_TRANSLATE_NOOP("Kinds", "guide"),
    "sound": QT_TRANSLATE_NOOP("Kinds", "sound"),
    "pictures": QT_TRANSLATE_NOOP("Kinds", "picture"),
    "picture": QT_TRANSLATE_NOOP("Kinds", "picture"),
    "video": QT_TRANSLATE_NOOP("Kinds", "video"),
}

SEARCHED: Mapping[NodeKind, str] = {
    NodeKind.prompt: "prompt words text brief script 提示词 文字 词 描述 脚本",
    NodeKind.picture: "picture image photo still drawing 图片 照片 图像 画面",
    NodeKind.clip: "clip shot render generate animatic 镜头 片段 生成 分镜",
    NodeKind.video: "video film movie footage 视频 影片 素材",
    NodeKind.sound: "sound audio music voice effect 声音 音频 音乐 配音",
    NodeKind.note: "note sticky comment memo 便签 笔记 备注",
    NodeKind.scene: "scene frame group section 场景 分组 框",
    NodeKind.element: "element character prop place style cast 元素 角色 人物 道具 场所 风格",
    NodeKind.text: "text words heading label title caption 文本 文字 标题 标注",
    NodeKind.arrow: "arrow line pointer connector 箭头 连线 指向",
    NodeKind.ink: "ink pen draw sketch freehand scribble 墨迹 画笔 手绘 涂鸦 草图",
}
"""Words that find a kind whatever language the screen speaks."""

MADE_FROM_FILES = frozenset({NodeKind.picture, NodeKind.video, NodeKind.sound})

MOVES = (
    QT_TRANSLATE_NOOP("Moves", "push in"),
    QT_TRANSLATE_NOOP("Moves", "pull back"),
    QT_TRANSLATE_NOOP("Moves", "zoom in"),
    QT_TRANSLATE_NOOP("Moves", "zoom out"),
    QT_TRANSLATE_NOOP("Moves", "pan right"),
    QT_TRANSLATE_NOOP("Moves", "pan left"),
    QT_TRANSLATE_NOOP("Moves", "tilt up"),
    QT_TRANSLATE_NOOP("Moves", "tilt down"),
    QT_TRANSLATE_NOOP("Moves", "truck right"),
    QT_TRANSLATE_NOOP("Moves", "truck left"),
    QT_TRANSLATE_NOOP("Moves", "crane up"),
    QT_TRANSLATE_NOOP("Moves", "crane down"),
    QT_TRANSLATE_NOOP("Moves", "orbit right"),
    QT_TRANSLATE_NOOP("Moves", "orbit left"),
    QT_TRANSLATE_NOOP("Moves", "dolly zoom in"),
    QT_TRANSLATE_NOOP("Moves", "dolly zoom out"),
    QT_TRANSLATE_NOOP("Moves", "roll clockwise"),
    QT_TRANSLATE_NOOP("Moves", "roll counter-clockwise"),
    QT_TRANSLATE_NOOP("Moves", "whip right"),
    QT_TRANSLATE_NOOP("Moves", "whip left"),
    QT_TRANSLATE_NOOP("Moves", "handheld"),
    QT_TRANSLATE_NOOP("Moves", "static"),
    QT_TRANSLATE_NOOP("Moves", "slow"),
    QT_TRANSLATE_NOOP("Moves", "fast"),
    QT_TRANSLATE_NOOP("Moves", "extreme close-up"),
    QT_TRANSLATE_NOOP("Moves", "close-up"),
    QT_TRANSLATE_NOOP("Moves", "medium close-up"),
    QT_TRANSLATE_NOOP("Moves", "medium"),
    QT_TRANSLATE_NOOP("Moves", "full"),
    QT_TRANSLATE_NOOP("Moves", "wide"),
    QT_TRANSLATE_NOOP("Moves", "extreme wide"),
    QT_TRANSLATE_NOOP("Moves", "low angle"),
    QT_TRANSLATE_NOOP("Moves", "high angle"),
    QT_TRANSLATE_NOOP("Moves", "overhead angle"),
    QT_TRANSLATE_NOOP("Moves", "dutch angle"),
)
"""What the camera grammar calls its moves, paces and sizes of shot: see generation.moves."""


def move_name(chip: str) -> str:
    """What the grammar recognised ("push in, slow"), in the language on the screen."""
    parts = (QCoreApplication.translate("Moves", part) for part in chip.split(", "))
    return QCoreApplication.translate("Moves", ", ").join(parts)


def kind_name(kind: NodeKind) -> str:
    return QCoreApplication.translate("Kinds", _NAMES[kind])


def kind_hint(kind: NodeKind) -> str:
    return QCoreApplication.translate("Kinds", _HINTS[kind])


def port_name(name: str) -> str:
    return QCoreApplication.translate("Kinds", _PORTS.get(name, name))
