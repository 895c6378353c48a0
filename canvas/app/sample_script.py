"""What the sample board says: eight shots in three scenes, in both languages, times at 24 frames a
second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from canvas.document.records import Json

TITLE = "The Last Mile / 最后一公里"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """One shot as the author wrote it."""

    number: str
    title: str
    words: str
    frames: int
    first: str = ""
    last: str = ""
    dissolve: int = 0
    cast: bool = False
    params: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    title: str
    shots: tuple[Scripted, ...]
    notes: tuple[str, ...] = ()


SCENES = (
    Scene(
        title="1 · Before dawn / 黎明之前",
        shots=(
            Scripted(
                number="1",
                title="The Last Mile",
                words="最后一公里\nA cat, a coffee, a rocket. One morning.",
                frames=60,
            ),
            Scripted(
                number="1A",
                title="Moonrise / 月升",
                words="The moon waits above the pad. Slow pan right.\n"
                "月亮在发射台上空等待，缓慢右摇。",
                frames=84,
                first="moon.jpg",
                dissolve=12,
            ),
            Scripted(
                number="1B",
                title="Last sip / 最后一口",
                words="One coffee before the long road. Slow pull back.\n"
                "远行之前的一杯咖啡，缓慢拉远。",
                frames=60,
                first="coffee.jpg",
            ),
        ),
        notes=(
            "Words and pictures feed the clips at their right. Ctrl+Enter renders what changed.\n"
            "左边的文字和图片输入右边的镜头，Ctrl+Enter 渲染改动。",
            "Write a camera move into the words: push in, pan, orbit ...\n"
            "把运镜写进文字：推近、摇、环绕……",
        ),
    ),
    Scene(
        title="2 · Launch morning / 发射的早晨",
        shots=(
            Scripted(
                number="2A",
                title="Countdown / 倒计时",
                words="@Chelsea lifts her head as the countdown starts. Slow push in.\n"
                "倒计时开始，切尔西抬起头，缓慢推近。",
                frames=84,
                first="cat.jpg",
                cast=True,
            ),
            Scripted(
                number="2B",
                title="Ignition / 点火",
                words="Floodlights, silence, then light. Crane up along the rocket.\n"
                "探照灯，寂静，光。镜头升起，沿火箭而上。",
                frames=84,
                first="rocket.jpg",
                params={"subject": [0.455, 0.27, 0.085, 0.72]},
            ),
        ),
        notes=("Match the cut on her eyes → flame.\n卡点在第 3 拍：她的眼睛 → 火焰。",),
    ),
    Scene(
        title="3 · Orbit / 入轨",
        shots=(
            Scripted(
                number="3A",
                title="Her / 她",
                words="She has waited for this all her life. Slow orbit left.\n"
                "她为此等了一生，缓慢向左环绕。",
                frames=84,
                first="astronaut.jpg",
                dissolve=12,
                params={"subject": [0.05, 0.02, 0.67, 0.98]},
            ),
            Scripted(
                number="3B",
                title="Overview / 俯瞰",
                words="Wide: Earth turns below her, slow pan right.\n"
                "全景：地球在脚下转动，缓慢右摇。",
                frames=60,
            ),
            Scripted(
                number="3C",
                title="First light / 第一缕光",
                words="From grey dust to the oldest light there is. Slow pull back.\n"
                "从灰色的尘土到最古老的光，缓慢拉远。",
                frames=96,
                first="moon.jpg",
                last="deep-field.jpg",
                dissolve=12,
            ),
        ),
        notes=(
            "Two pictures, one shot: its first frame and its last.\n"
            "两张图片，一个镜头：首帧和尾帧。",
        ),
    ),
)

CAPTIONS = (
    (216, 48, "T minus ten. / 倒计时十秒。"),
    (504, 60, "One more mile. / 还有一公里。"),
)
"""First frame, frames, words."""

CHELSEA = "Tabby, green eyes, pink nose, white chin.\n虎斑，绿眼睛，粉鼻子，白下巴。"
