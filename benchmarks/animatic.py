"""How fast Animatic draws a camera move over a still, beside ffmpeg's zoompan doing the same move.

`fps`: 1280x720 frames a second on one core, before encoding. `zoompan_ratio`: that over zoompan's,
one thread, whose input is enlarged `zoompan_enlarged` times, as it must be, for it places its view
on whole pixels of its input; `jitter_px` and `zoompan_jitter_px` say how smooth each then is (root
mean square of what is left of the frame-to-frame motion once its even part is taken away).
`with_encoding_ratio`: drawing and encoding together over encoding frames that are ready, the
encoder on a thread beside the drawing as in the render process. `first_frame_ms`: from a request to
its first frame, in a warm process. Rounds take turns, medians count. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from queue import Queue

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assets.encoding import ClipWriter  # noqa: E402 - runs from any folder
from canvas.document.timing import Rate  # noqa: E402
from generation.backends.animatic.backend import Animatic  # noqa: E402
from generation.contract import Keyframe, Media, ShotRequest  # noqa: E402

PICTURE = ROOT / "assets" / "resources" / "pictures" / "coffee.jpg"
SIZE, FRAMES, ENLARGED = (1280, 720), 96, 4
SHOT = ShotRequest(
    frames=FRAMES,
    width=SIZE[0],
    height=SIZE[1],
    prompt="push in",
    keyframes=(Keyframe(picture=Media(asset="picture")),),
)
ACROSS = replace(SHOT, prompt="slow truck right")

Frame = NDArray[np.uint8]


def drawn(request: ShotRequest) -> Iterable[Frame]:
    return Animatic().frames(request, lambda media: PICTURE, lambda progress: None)


def animatic_fps(request: ShotRequest) -> float:
    frames = iter(drawn(request))
    next(frames)
    began = time.perf_counter()
    count = sum(1 for _ in frames)
    return count / (time.perf_counter() - began)


def first_frame_ms() -> float:
    began = time.perf_counter()
    frames = iter(drawn(SHOT))
    next(frames)
    return 1000 * (time.perf_counter() - began)


def zoompan(still: Path, move: str, frames: int, out: str) -> list[str]:
    """One already enlarged picture in, frames out; nothing is encoded."""
    view = f"zoompan={move}:d={frames}:s={SIZE[0]}x{SIZE[1]}:fps=24"
    lone = ["-threads", "1", "-filter_threads", "1"]
    head = ["ffmpeg", "-v", "error", "-nostdin", "-y", *lone, "-i", str(still)]
    return [*head, "-vf", view, "-frames:v", str(frames), "-threads", "1", *out.split()]


def enlarged(folder: Path) -> Path:
    picture = cv2.imread(str(PICTURE))
    assert picture is not None, PICTURE
    side = SIZE[0] * ENLARGED
    high = round(side * picture.shape[0] / picture.shape[1])
    still = folder / "enlarged.bmp"
    cv2.imwrite(str(still), cv2.resize(picture, (side, high), interpolation=cv2.INTER_CUBIC))
    return still


PUSH = "z='1+0.27*on/95':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
TRUCK = "z=1.25:x='(iw-iw/zoom)*(0.3+0.4*on/95)':y='ih/2-ih/zoom/2'"


def zoompan_fps(still: Path) -> float:
    """A run of all frames less a run of one: the reading of the still is not counted."""

    def seconds(frames: int) -> float:
        began = time.perf_counter()
        subprocess.run(zoompan(still, PUSH, frames, "-pix_fmt rgb24 -f null -"), check=True)
        return time.perf_counter() - began

    return (FRAMES - 1) / max(seconds(FRAMES) - seconds(1), 1e-6)


def zoompan_frames(still: Path) -> Iterable[Frame]:
    command = zoompan(still, TRUCK, FRAMES, "-pix_fmt rgb24 -f rawvideo -")
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, SIZE[1], SIZE[0], 3)


def jitter(frames: Iterable[Frame]) -> float:
    """Frame pixels: how unevenly the middle of the frame moves from frame to frame."""
    grey = [
        cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)[200:520, 400:880].astype(np.float32)
        for frame in frames
    ]
    window = cv2.createHanningWindow((480, 320), cv2.CV_32F)
    steps = [cv2.phaseCorrelate(a, b, window)[0][0] for a, b in pairwise(grey)]
    pace = np.array(steps)[20:-20]
    even = np.polyval(np.polyfit(np.arange(pace.size), pace, 3), np.arange(pace.size))
    return float(np.sqrt(np.mean((pace - even) ** 2)))


def encoded_fps(frames: Iterable[Frame], folder: Path) -> float:
    """The encoder on a thread of its own, a few frames behind."""
    waiting: Queue[Frame | None] = Queue(3)
    kept = [np.empty((SIZE[1], SIZE[0], 3), np.uint8) for _ in range(5)]
    began = time.perf_counter()
    with ClipWriter(folder / "clip.mp4", rate=Rate(24), width=SIZE[0], height=SIZE[1]) as writer:

        def write() -> None:
            while (frame := waiting.get()) is not None:
                writer.write(frame)

        thread = threading.Thread(target=write)
        thread.start()
        for number, frame in enumerate(frames):
            np.copyto(kept[number % len(kept)], frame)
            waiting.put(kept[number % len(kept)])
        waiting.put(None)
        thread.join()
    return FRAMES / (time.perf_counter() - began)


def measured(rounds: int, folder: Path) -> dict[str, float | int | list[int]]:
    still = enlarged(folder)
    ready = [frame.copy() for frame in drawn(SHOT)]
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, value in (
            ("first", first_frame_ms()),
            ("fps", animatic_fps(SHOT)),
            ("zoompan", zoompan_fps(still)),
            ("ready", encoded_fps(ready, folder)),
            ("both", encoded_fps(drawn(SHOT), folder)),
        ):
            found.setdefault(name, []).append(value)
    middle = {name: statistics.median(values) for name, values in found.items()}
    return {
        "fps": round(middle["fps"], 1),
        "zoompan_fps": round(middle["zoompan"], 1),
        "zoompan_ratio": round(middle["fps"] / middle["zoompan"], 2),
        "zoompan_enlarged": ENLARGED,
        "jitter_px": round(jitter(drawn(ACROSS)), 4),
        "zoompan_jitter_px": round(jitter(zoompan_frames(still)), 4),
        "with_encoding_ratio": round(middle["both"] / middle["ready"], 3),
        "encoder_fps": round(middle["ready"], 1),
        "first_frame_ms": round(middle["first"], 1),
        "frames": FRAMES,
        "size": list(SIZE),
        "rounds": rounds,
    }


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rounds", type=int, default=5)
    rounds = reader.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        first_frame_ms()  # warm
        found = measured(rounds, Path(folder))
    sys.stdout.write(json.dumps({"benchmark": "animatic", **found}) + "\n")


if __name__ == "__main__":
    main()
