"""Frames in between: how near to the truth they are, and how fast they are drawn on one core.

Scenes of known movement are drawn at 16 frames a second and brought to 24; what stands between is
compared with the scene itself at that moment, beside a frame repeated, two frames mixed, and
ffmpeg's motion-compensated `minterpolate` on the very same frames. Prints one JSON line: PSNR in
decibels, and the time of ours over that of ffmpeg's.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import av
import av.filter
import cv2
import numpy as np
from numpy.typing import NDArray

from generation.backends.between.midway import Midway

Pixels = NDArray[np.uint8]
Scene = Callable[[float], Pixels]
SIZE = (832, 480)
DRAWN, FILM = 16, 24
FRAMES = 9
MEDIA = Path(__file__).resolve().parents[2] / "shared" / "media"


def main() -> None:
    cv2.setNumThreads(1)
    found = {name: compared(scene) for name, scene in scenes().items()}
    times = [one.pop("seconds") for one in found.values()]
    theirs = [one.pop("ffmpeg_seconds") for one in found.values()]
    count = len(found) * (FRAMES - 1)
    line: dict[str, object] = {
        "benchmark": "between",
        "psnr": found,
        "ms_per_frame": round(1000 * sum(times) / count, 1),
        "time_over_ffmpeg": round(sum(times) / sum(theirs), 2),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def compared(scene: Scene) -> dict[str, float]:
    drawn = [scene(number / DRAWN) for number in range(FRAMES)]
    began = time.perf_counter()
    ours = between(drawn)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    ffmpeg = minterpolated(drawn)
    ffmpeg_seconds = time.perf_counter() - began
    places = [n for n in ours if n in ffmpeg and n * DRAWN % FILM]
    likeness: dict[str, list[float]] = {"repeated": [], "mixed": [], "ffmpeg": [], "ours": []}
    for number in places:
        truth = scene(number / FILM)
        at = Fraction(number * DRAWN, FILM)
        start, share = int(at), float(at - int(at))
        likeness["repeated"].append(psnr(drawn[round(at)], truth))
        mixed = cv2.addWeighted(drawn[start], 1 - share, drawn[start + 1], share, 0)
        likeness["mixed"].append(psnr(np.asarray(mixed), truth))
        likeness["ffmpeg"].append(psnr(ffmpeg[number], truth))
        likeness["ours"].append(psnr(ours[number], truth))
    means = {name: round(float(np.mean(values)), 1) for name, values in likeness.items()}
    return {**means, "seconds": seconds, "ffmpeg_seconds": ffmpeg_seconds}


def between(drawn: list[Pixels]) -> dict[int, Pixels]:
    """By the number of the film's frame, as the backend draws them."""
    made: dict[int, Pixels] = {}
    for start in range(len(drawn) - 1):
        midway: Midway | None = None
        for number in range(len(drawn) * FILM // DRAWN):
            at = Fraction(number * DRAWN, FILM)
            if int(at) == start and at != start:
                midway = midway or Midway(drawn[start], drawn[start + 1])
                made[number] = midway.at(float(at - start))
    return made


def minterpolated(drawn: list[Pixels]) -> dict[int, Pixels]:
    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=SIZE[0],
        height=SIZE[1],
        format=av.VideoFormat("yuv444p"),
        time_base=Fraction(1, DRAWN),
    )
    motion = graph.add("minterpolate", f"fps={FILM}:mi_mode=mci:me_mode=bidir:scd=none")
    sink = graph.add("buffersink")
    source.link_to(motion)
    motion.link_to(sink)
    graph.configure()
    made: dict[int, Pixels] = {}

    def take() -> None:
        while True:
            try:
                frame = sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, av.VideoFrame)
            number = round(float((frame.pts or 0) * (frame.time_base or 0)) * FILM)
            made[number] = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)

    for number, picture in enumerate(drawn):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv444p")
        frame.pts, frame.time_base = number, Fraction(1, DRAWN)
        source.push(frame)
        take()
    source.push(None)
    take()
    return made


def scenes() -> dict[str, Scene]:
    found: dict[str, Scene] = {"something_crosses": crossing(ground(1), ground(2))}
    for name in ("astronaut", "coffee", "rocket"):
        path = MEDIA / f"{name}.jpg"
        if path.is_file():
            photo = np.asarray(cv2.imread(str(path)), np.uint8)
            found[f"{name}_panned"] = panned(photo)
            found[f"{name}_zoomed"] = zoomed(photo)
    return found


def ground(seed: int) -> Pixels:
    rng = np.random.default_rng(seed)
    rough = cv2.resize(rng.uniform(0, 255, (20, 34, 3)), (1400, 820), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.uniform(-90, 90, (820, 1400, 3)), (0, 0), 1.5) * 2
    return np.asarray(np.clip(rough + fine, 0, 255), np.uint8)


def view(picture: Pixels, scale: float, across: float, down: float) -> Pixels:
    matrix = np.array([[scale, 0, across], [0, scale, down]], np.float64)
    found = cv2.warpAffine(
        picture, matrix, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(found, np.uint8)


def panned(photo: Pixels) -> Scene:
    """Right and a little down, a fifth of the frame a second."""
    scale = 1.4 * max(SIZE[0] / photo.shape[1], SIZE[1] / photo.shape[0])
    return lambda t: view(photo, scale, -40 - 170 * t, -40 - 50 * t)


def zoomed(photo: Pixels) -> Scene:
    high, wide = photo.shape[:2]
    whole = 1.2 * max(SIZE[0] / wide, SIZE[1] / high)

    def scene(t: float) -> Pixels:
        scale = whole * 1.35**t
        return view(photo, scale, SIZE[0] / 2 - wide / 2 * scale, SIZE[1] / 2 - high / 2 * scale)

    return scene


def crossing(behind: Pixels, thing: Pixels) -> Scene:
    """Something covers and uncovers a ground that moves the other way."""
    mask = np.zeros(thing.shape, np.uint8)
    cv2.ellipse(mask, (150, 130), (140, 110), 0, 0, 360, (255, 255, 255), -1)

    def scene(t: float) -> Pixels:
        ground_ = view(behind, 1.0, -200 + 60 * t, -100).astype(np.float64)
        place = np.array([[1, 0, 150 + 240 * t], [0, 1, 120 + 60 * t]], np.float64)
        front = cv2.warpAffine(thing, place, SIZE, flags=cv2.INTER_CUBIC)
        share = cv2.warpAffine(mask, place, SIZE) / 255
        return np.asarray(np.rint(ground_ * (1 - share) + front * share), np.uint8)

    return scene


def psnr(one: Pixels, other: Pixels) -> float:
    error = float(((one.astype(np.float64) - other) ** 2).mean())
    return float(10 * np.log10(255**2 / max(error, 1e-6)))


if __name__ == "__main__":
    main()
