"""Export of a film beside the ffmpeg command line with the same settings.

A film of camera moves over the sample's photographs, half of them dissolved into, is exported as
the app does it (`cpu_ratio`: shots that match are copied, dissolves encoded) and with every frame
encoded (`cpu_ratio_encoded`); each beside the command line that encodes the film's ready frames
from a raw file with the same x264 settings and a silent AAC track. `cpu_ratio_of_same_work` has
both decode, join and encode the same clips, cut only, as the command line has no dissolve that
equals ours. CPU seconds are those of all threads; rounds take turns, medians count.
`memory_grows_mb` is how far the peak of an export of four times as many frames lies above that of
the shorter one, every frame encoded. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assets.colour import plane_view  # noqa: E402 - runs from any folder
from assets.encoding import SETTINGS, ClipWriter  # noqa: E402
from assets.film import FilmFrames, Options, export  # noqa: E402
from assets.pictures import read_picture  # noqa: E402
from canvas.document.sequence import Cut, Moving, Sequence  # noqa: E402
from canvas.document.timing import Rate  # noqa: E402

RATE, SIZE, FRAMES = Rate(24), (1280, 720), 48
PICTURES = ("cat", "coffee", "rocket", "moon", "astronaut", "deep-field")
X264 = [part for name, value in SETTINGS["master"].items() for part in (f"-{name}", value)]
TAGS = [f"-{name}" for name in ("colorspace", "color_primaries", "color_trc", "color_range")]
TAGGED = [part for tag in TAGS[:3] for part in (tag, "bt709")] + [TAGS[3], "tv"]


def make_clips(folder: Path) -> None:
    """A push in over each photograph."""
    for picture in PICTURES:
        path = ROOT / "assets" / "resources" / "pictures" / f"{picture}.jpg"
        still = read_picture(path)
        sides = still.shape[1::-1]
        fill = max(wide / side for wide, side in zip(SIZE, sides, strict=True))
        clip = folder / f"{picture}.mp4"
        with ClipWriter(clip, rate=RATE, width=SIZE[0], height=SIZE[1]) as writer:
            for number in range(FRAMES):
                zoom = fill * (1 + 0.004 * number)
                x, y = ((w - s * zoom) / 2 for w, s in zip(SIZE, sides, strict=True))
                move = np.array([[zoom, 0, x], [0, zoom, y]], np.float32)
                writer.write(np.asarray(cv2.warpAffine(still, move, SIZE), np.uint8))


def film(times: int, overlap: int) -> Sequence:
    cuts: list[Cut] = []
    for index, picture in enumerate(PICTURES * times):
        shared = overlap if cuts and index % 2 else 0
        start = cuts[-1].end - shared if cuts else 0
        source = Moving(asset=f"{picture}.mp4", rate=RATE, frames=FRAMES)
        cut = Cut(
            shot=str(index),
            node="",
            number=str(index),
            title=picture,
            source=source,
            start=start,
            frames=FRAMES,
            overlap=shared,
        )
        cuts.append(cut)
    return Sequence(title="", rate=RATE, width=SIZE[0], height=SIZE[1], cuts=tuple(cuts))


def cpu_of_export(folder: Path, sequence: Sequence, *, copy: bool = False) -> float:
    before = time.process_time()
    export(sequence, folder.joinpath, folder / "ours.mp4", options=Options(copy=copy))
    return time.process_time() - before


def cpu_of_ffmpeg(folder: Path, *source: str) -> float:
    """CPU seconds of one run over `source`, with a silent track as ours has."""
    silence = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo"]
    picture = ["-c:v", "libx264", *X264, *TAGGED, "-pix_fmt", "yuv420p"]
    sound = ["-c:a", "aac", "-b:a", "192k", "-shortest"]
    out = ["-movflags", "+faststart", str(folder / "theirs.mp4")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = ["ffmpeg", "-v", "error", "-y", *source, *silence, *picture, *sound, *out]
    subprocess.run(asked, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_raw(folder: Path, sequence: Sequence) -> list[str]:
    """The film's frames as they enter the encoder; how ffmpeg is told to read them."""
    with (folder / "film.yuv").open("wb") as raw, FilmFrames(sequence, folder.joinpath) as frames:
        for number in range(sequence.frames):
            for plane in frames.film_frame(number).planes:
                raw.write(plane_view(plane).tobytes())
    size = f"{SIZE[0]}x{SIZE[1]}"
    read = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(RATE)]
    return [*read, "-i", str(folder / "film.yuv")]


def write_list(folder: Path) -> list[str]:
    names = folder / "clips.txt"
    names.write_text("".join(f"file '{folder / name}.mp4'\n" for name in PICTURES))
    return ["-f", "concat", "-safe", "0", "-i", str(names)]


def peak_of_export(folder: Path, times: int) -> float:
    """Megabytes at the peak of a fresh process that exports the film `times` over."""
    asked = [sys.executable, __file__, "--peak", str(times), "--clips", str(folder)]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)
    return float(said.stdout)


def peak_so_far() -> float:
    """Megabytes; of this program alone, where ru_maxrss also knows its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measure(rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_clips(folder)
        dissolved, plain = film(1, 12), film(1, 0)
        raw, joined = write_raw(folder, dissolved), write_list(folder)
        jobs: dict[str, Callable[[], float]] = {
            "ours": lambda: cpu_of_export(folder, dissolved, copy=True),
            "encoded": lambda: cpu_of_export(folder, dissolved),
            "raw": lambda: cpu_of_ffmpeg(folder, *raw),
            "plain": lambda: cpu_of_export(folder, plain),
            "joined": lambda: cpu_of_ffmpeg(folder, *joined),
        }
        cpu = [{name: job() for name, job in jobs.items()} for _ in range(rounds)]
        middle = {name: statistics.median(one[name] for one in cpu) for name in jobs}
        short, long = peak_of_export(folder, 1), peak_of_export(folder, 4)
        started = time.perf_counter()
        export(plain, folder.joinpath, folder / "copied.mp4")
        copied = time.perf_counter() - started
    return {
        "frames": dissolved.frames,
        "cpu_seconds": round(middle["ours"], 2),
        "ffmpeg_cpu_seconds": round(middle["raw"], 2),
        "cpu_ratio": round(middle["ours"] / middle["raw"], 3),
        "cpu_ratio_encoded": round(middle["encoded"] / middle["raw"], 3),
        "cpu_ratio_of_same_work": round(middle["plain"] / middle["joined"], 3),
        "copy_seconds": round(copied, 3),
        "peak_mb": round(short, 1),
        "memory_grows_mb": round(long - short, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--clips", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak:
        cpu_of_export(asked.clips, film(asked.peak, 12))
        sys.stdout.write(f"{peak_so_far()}\n")
    else:
        sys.stdout.write(json.dumps({"benchmark": "film", **measure(asked.rounds)}) + "\n")


if __name__ == "__main__":
    main()
