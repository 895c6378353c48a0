"""Importing: files are known by their content, stored untouched, and refused in plain words."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from assets.disk import NotThere, Stopped
from assets.frames import Frames
from assets.media import Probe, probe, read_picture, take_in, take_in_bytes
from assets.store import INCOMING, Store
from assets.unreadable import Unreadable
from canvas.document.timing import Rate
from tests.assets.painted import number_of, patches
from tests.assets.recorded import png_header, record, sing

MOMENTS = [int(time) for time in np.cumsum([0] + [20, 90, 40, 33, 120, 25, 60] * 5)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media")


def picture(path: Path, size: tuple[int, int] = (320, 180)) -> Path:
    Image.fromarray(patches(size)).save(path)
    return path


# -- what a file is


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("a.png", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.webp", "image/webp"),
        ("a.gif", "image/gif"),
        ("a.tiff", "image/tiff"),
    ],
)
def test_pictures_are_recognised(tmp_path: Path, name: str, mime: str) -> None:
    found = probe(picture(tmp_path / name, (300, 200)))
    assert (found.kind, found.mime, found.width, found.height) == ("picture", mime, 300, 200)
    assert (found.frames, found.rate, found.seconds) == (0, None, 0.0)


@pytest.mark.parametrize(
    ("name", "codec", "sound", "mime"),
    [
        ("a.mp4", "libx264", "aac", "video/mp4"),
        ("a.mov", "libx264", "aac", "video/quicktime"),
        ("a.mov", "prores_ks", "pcm_s16le", "video/quicktime"),
        ("a.webm", "libvpx-vp9", "libopus", "video/webm"),
        ("a.mkv", "libx264", "flac", "video/x-matroska"),
        ("a.avi", "mjpeg", "pcm_s16le", "video/x-msvideo"),
    ],
)
def test_videos_are_recognised(
    tmp_path: Path, name: str, codec: str, sound: str, mime: str
) -> None:
    pixels = {"prores_ks": "yuv422p10le", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
    found = probe(record(tmp_path / name, codec=codec, sound=sound, pixels=pixels, frames=25))
    assert (found.kind, found.mime, found.suffix) == ("video", mime, Path(name).suffix)
    assert (found.width, found.height, found.frames) == (320, 180, 25)
    assert found.rate == Rate(24)
    assert found.seconds == pytest.approx(25 / 24)
    assert found.sound
    assert not found.variable_rate


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(25)])
@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_rates_and_lengths_are_exact(tmp_path: Path, rate: Fraction, suffix: str) -> None:
    codec = "libx264" if suffix == "mp4" else "libvpx"
    found = probe(record(tmp_path / f"a.{suffix}", codec=codec, rate=rate, frames=49))
    assert (found.rate, found.frames) == (Rate(rate.numerator, rate.denominator), 49)
    assert not found.variable_rate
    assert not found.sound


@pytest.mark.parametrize(
    ("name", "codec", "mime"),
    [
        ("a.wav", "pcm_s16le", "audio/wav"),
        ("a.mp3", "libmp3lame", "audio/mpeg"),
        ("a.flac", "flac", "audio/flac"),
        ("a.ogg", "libopus", "audio/ogg"),
        ("a.m4a", "aac", "audio/mp4"),
    ],
)
def test_sounds_are_recognised(tmp_path: Path, name: str, codec: str, mime: str) -> None:
    found = probe(sing(tmp_path / name, codec=codec))
    assert (found.kind, found.mime, found.suffix) == ("sound", mime, Path(name).suffix)
    assert found.seconds == pytest.approx(2.0, abs=0.06)
    assert found.sound
    assert (found.width, found.frames, found.rate) == (0, 0, None)


def test_a_song_with_a_picture_on_its_sleeve_is_a_sound(tmp_path: Path) -> None:
    """The sleeve comes as a stream of video."""
    song = sing(tmp_path / "plain.mp3", codec="libmp3lame")
    sleeve = picture(tmp_path / "sleeve.png")
    path = tmp_path / "song.mp3"
    command = ["ffmpeg", "-v", "error", "-i", str(song), "-i", str(sleeve)]
    command += ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic", str(path)]
    subprocess.run(command, check=True)
    with av.open(str(path)) as container:
        assert container.streams.video
    assert probe(path).kind == "sound"


def test_a_gif_that_moves_is_a_video_and_one_that_does_not_a_picture(
    tmp_path: Path, store: Store
) -> None:
    pages = [Image.new("L", (64, 48), level) for level in (0, 80, 160, 240)]
    moving, still = tmp_path / "moving.gif", tmp_path / "still.gif"
    pages[0].save(moving, save_all=True, append_images=pages[1:], duration=100)
    pages[0].save(still)
    taken = take_in(moving, store).asset
    assert (taken.kind, taken.mime, taken.suffix) == ("video", "image/gif", ".gif")
    assert (taken.frames, taken.rate) == (4, Rate(10))
    with Frames(store.path(taken.hash)) as film:
        assert [round(film.frame(n).mean() / 80) for n in range(4)] == [0, 1, 2, 3]
    assert probe(still).kind == "picture"


def test_another_animated_picture_gives_its_first_and_says_so(tmp_path: Path, store: Store) -> None:
    pages = [Image.new("RGB", (64, 48), colour) for colour in ("white", "red", "blue")]
    path = tmp_path / "moving.webp"
    pages[0].save(path, save_all=True, append_images=pages[1:], duration=100, lossless=True)
    taken = take_in(path, store)
    assert taken.asset.kind == "picture"
    assert "the first was imported" in str(taken.notices[0])


@pytest.mark.parametrize(
    ("real", "claimed", "kind"),
    [
        ("png", "jpg", "picture"),
        ("jpg", "png", "picture"),
        ("png", "mp4", "picture"),
        ("mp4", "png", "video"),
        ("mp4", "mov", "video"),
        ("mp3", "wav", "sound"),
        ("mp4", "", "video"),
        ("png", "PNG", "picture"),
    ],
)
def test_a_wrong_name_does_not_mislead(
    tmp_path: Path, store: Store, real: str, claimed: str, kind: str
) -> None:
    makers: dict[str, Callable[[Path], Path]] = {
        "png": picture,
        "jpg": picture,
        "mp4": record,
        "mp3": lambda path: sing(path, codec="libmp3lame"),
    }
    made = makers[real](tmp_path / f"real.{real}")
    path = made.rename(tmp_path / ("claimed." + claimed if claimed else "claimed"))
    taken = take_in(path, store)
    assert (taken.asset.kind, taken.asset.suffix) == (kind, f".{real}")
    assert taken.asset.name == path.name
    told = [str(notice) for notice in taken.notices]
    assert bool(told) == (claimed.lower() not in ("", real))
    assert all("was imported as that" in notice for notice in told)


# -- into the store


def test_the_original_is_stored_untouched(tmp_path: Path, store: Store) -> None:
    path = picture(tmp_path / "a.png", (1920, 1080))
    asset = take_in(path, store).asset
    assert asset.hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert store.path(asset.hash).read_bytes() == path.read_bytes()
    assert (asset.width, asset.height, asset.bytes) == (1920, 1080, path.stat().st_size)
    assert asset.proxy is None
    assert asset.thumbnail is not None
    with Image.open(store.path(asset.thumbnail)) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("JPEG", (640, 360))


def test_a_video_gets_a_proxy_of_as_many_frames(tmp_path: Path, store: Store) -> None:
    path = record(tmp_path / "a.mp4", size=(1280, 720), frames=50, sound="aac")
    taken = take_in(path, store)
    assert taken.notices == ()
    assert taken.asset.proxy is not None
    assert taken.asset.thumbnail is not None
    with Frames(store.path(taken.asset.proxy)) as proxy:
        assert (proxy.width, proxy.height, proxy.frames) == (320, 180, 50)
        assert proxy.rate == Rate(24)
        assert [number_of(proxy.frame(n)) for n in range(50)] == list(range(50))
    assert number_of(read_picture(store.path(taken.asset.thumbnail))) == 5


@pytest.mark.parametrize("size", [(321, 181), (64, 48), (180, 320), (1999, 77)])
def test_any_size_of_video_is_taken(tmp_path: Path, store: Store, size: tuple[int, int]) -> None:
    path = record(tmp_path / "a.mkv", codec="ffv1", pixels="yuv444p", size=size, frames=8)
    asset = take_in(path, store).asset
    assert (asset.width, asset.height, asset.frames) == (*size, 8)
    assert asset.proxy is not None
    with Frames(store.path(asset.proxy)) as proxy:
        assert proxy.frames == 8
        assert proxy.width <= 320
        assert proxy.height <= 180


def test_a_video_of_variable_rate_is_told_and_keeps_its_length(
    tmp_path: Path, store: Store
) -> None:
    path = record(tmp_path / "phone.mp4", frames=len(MOMENTS) - 1, moments=MOMENTS)
    found = probe(path)
    assert found.variable_rate
    assert found.rate is not None
    assert found.frames / float(found.rate) == pytest.approx(MOMENTS[-1] / 1000, abs=0.1)
    taken = take_in(path, store)
    assert "has no steady frame rate; it plays evenly at" in str(taken.notices[0])
    assert taken.asset.frames == found.frames


@pytest.mark.parametrize("name", ["a b.png", "最后一公里.png", "🎬🌧.png", "x" * 196 + ".png"])
def test_any_file_name_is_taken_and_remembered(tmp_path: Path, store: Store, name: str) -> None:
    assert take_in(picture(tmp_path / name), store).asset.name == name
    film = record(tmp_path / "plain.mp4", frames=6).rename(tmp_path / name.replace("png", "mp4"))
    assert take_in(film, store).asset.frames == 6


def test_a_title_in_another_alphabet_is_no_obstacle(tmp_path: Path, store: Store) -> None:
    """Old programs wrote titles in the alphabet of their country, which is no UTF-8."""
    path = record(tmp_path / "a.avi", codec="mjpeg", pixels="yuvj420p", frames=4)
    title = "最后一公里".encode("gbk")
    data = path.read_bytes()
    version = data.index(b"ISFT") + 8
    path.write_bytes(data[:version] + title + data[version + len(title) :])
    assert take_in(path, store).asset.frames == 4


def test_progress_rises_to_one_and_the_second_import_is_short(tmp_path: Path, store: Store) -> None:
    path = record(tmp_path / "a.mp4", frames=30)
    heard: list[float] = []
    first = take_in(path, store, progress=heard.append).asset
    assert heard == sorted(heard)
    assert len(heard) > 30
    assert heard[-1] == pytest.approx(1.0)
    heard.clear()
    again = take_in(path, store, progress=heard.append, known={first.hash: first}.get).asset
    assert again == first
    assert len(heard) < 5
    assert heard[-1] == 1.0


def test_cancelling_leaves_no_proxy_behind(tmp_path: Path, store: Store) -> None:
    path = record(tmp_path / "a.mp4", frames=60)
    asked = iter(range(1000))
    with pytest.raises(Stopped):
        take_in(path, store, cancelled=lambda: next(asked) > 20)
    assert list((store.root / INCOMING).iterdir()) == []
    assert len(list(store.hashes())) <= 2


def test_what_is_pasted_is_taken_under_its_name(store: Store, tmp_path: Path) -> None:
    data = picture(tmp_path / "a.png").read_bytes()
    taken = take_in_bytes(data, "picture from the clipboard", store)
    assert taken.asset.hash == hashlib.sha256(data).hexdigest()
    assert taken.asset.name == "picture from the clipboard"
    assert take_in_bytes(data, "../../etc/passwd\0:", store).asset.kind == "picture"
    with pytest.raises(Unreadable, match="pasted"):
        take_in_bytes(b"", "  ", store)


# -- what cannot be read


def truncated(path: Path, share: float) -> Path:
    os.truncate(path, int(path.stat().st_size * share))
    return path


def headless(tmp_path: Path) -> Path:
    """A film whose index has come and whose frames have not."""
    options = {"movflags": "+frag_keyframe+empty_moov"}
    path = record(tmp_path / "none.mp4", options=options)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"moof") - 4])
    return path


def unknown_codec(tmp_path: Path) -> Path:
    path = record(tmp_path / "a.mkv", frames=3)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"V_MPEG4/ISO/AVC", b"V_MPEG4/ISO/XYZ"))
    return path


def playlist(tmp_path: Path) -> Path:
    """A text that FFmpeg would follow to files and addresses that it names."""
    path = tmp_path / "list.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/x.ts\n")
    return path


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def folder(tmp_path: Path) -> Path:
    path = tmp_path / "a folder"
    path.mkdir()
    return path


NOISE = np.random.default_rng(2).bytes(20_000)

REFUSED: list[tuple[str, str, Callable[[Path], Path]]] = [
    ("empty", "is empty", lambda at: written(at, "a.png", b"")),
    ("unknown", "no picture, video or sound", lambda at: written(at, "a.jpg", b"hello" * 99)),
    ("unknown", "no picture, video or sound", lambda at: written(at, "a.mp4", NOISE)),
    ("unknown", "no picture, video or sound", playlist),
    ("unknown", "no picture, video or sound", lambda at: written(at, "a.svg", b"<svg/>" * 9)),
    ("too-large", "too large", lambda at: written(at, "a.png", png_header(40_000, 40_000))),
    ("truncated", "ends in the middle", lambda at: truncated(picture(at / "a.png"), 0.5)),
    ("truncated", "ends in the middle", lambda at: truncated(record(at / "a.mp4"), 0.5)),
    ("truncated", "ends in the middle", lambda at: truncated(record(at / "a.mov"), 0.9)),
    ("no-frames", "neither a picture nor a sound", headless),
    ("codec", "cannot be decoded here", unknown_codec),
    ("folder", "is a folder", folder),
    (
        "heic",
        "HEIC photo",
        lambda at: written(at, "a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + NOISE),
    ),
    ("damaged", "a.png", lambda at: written(at, "a.png", b"\x89PNG\r\n\x1a\n" + NOISE)),
]


@pytest.mark.parametrize(("reason", "words", "make"), REFUSED)
def test_what_cannot_be_read_is_refused_in_plain_words(
    tmp_path: Path, store: Store, reason: str, words: str, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    with pytest.raises(Unreadable, match=words) as caught:
        take_in(path, store)
    assert caught.value.reason == reason
    assert path.name in str(caught.value)
    assert "It was not imported." in str(caught.value)
    assert caught.value.remedy is not None
    assert list(store.hashes()) == []


@pytest.mark.parametrize("head", [b"ID3\x04\0\0\0\0\0\0", b"\xff\xfb\x90\0", b"fLaC", b"OggS"])
@pytest.mark.parametrize("body", [b"", NOISE])
def test_sounds_of_noise_are_refused(
    tmp_path: Path, store: Store, head: bytes, body: bytes
) -> None:
    with pytest.raises(Unreadable):
        take_in(written(tmp_path, "a.mp3", head + body), store)
    assert list(store.hashes()) == []


def test_a_missing_file_is_told(tmp_path: Path, store: Store) -> None:
    with pytest.raises(NotThere, match=r"nowhere\.png"):
        take_in(tmp_path / "nowhere.png", store)


@pytest.mark.parametrize("hidden", ["file", "folder"])
def test_a_file_that_we_may_not_read_is_told(tmp_path: Path, store: Store, hidden: str) -> None:
    path = picture(tmp_path / "hers.png")
    (path if hidden == "file" else path.parent).chmod(0)
    code = (
        "import os, sys; from pathlib import Path; from assets.disk import NotReadable\n"
        "from assets.media import probe\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "try: probe(Path(sys.argv[1]))\n"
        "except NotReadable as trouble: print(trouble)\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    finally:
        path.parent.chmod(0o700)
    assert done.stdout.startswith(f"You may not read {path}.")


def test_a_video_that_ends_early_gives_what_is_there_and_says_so(
    tmp_path: Path, store: Store
) -> None:
    path = record(tmp_path / "a.mp4", frames=96, options={"movflags": "+faststart"})
    taken = take_in(truncated(path, 0.6), store)
    assert 10 < taken.asset.frames < 96
    assert "ends early" in str(taken.notices[0]) or "is damaged" in str(taken.notices[0])
    assert taken.asset.proxy is not None
    with Frames(store.path(taken.asset.proxy)) as proxy:
        assert proxy.frames == taken.asset.frames


def test_a_gif_that_ends_early_gives_what_is_there_and_says_so(
    tmp_path: Path, store: Store
) -> None:
    whole, cut = tmp_path / "whole.gif", tmp_path / "cut.gif"
    noise = np.random.default_rng(1).integers(0, 255, (6, 40, 60), np.uint8)
    first, *rest = (Image.fromarray(frame) for frame in noise)
    first.save(whole, save_all=True, append_images=rest)
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert take_in(whole, store).notices == ()
    taken = take_in(cut, store)
    assert 0 < taken.asset.frames < 6
    assert "seems to end in the middle" in str(taken.notices[0])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, store: Store) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(Unreadable, match="not a file"):
        take_in(tmp_path / "pipe.png", store)


def test_scrambled_videos_give_frames_or_a_plain_sentence(tmp_path: Path, store: Store) -> None:
    whole = record(tmp_path / "whole.mp4", frames=12).read_bytes()
    dice = np.random.default_rng(6)
    taken, refused = 0, 0
    for _ in range(25):
        data = np.frombuffer(whole, np.uint8).copy()
        places = dice.integers(0, len(data), 6)
        data[places] = dice.integers(0, 256, 6)
        try:
            asset = take_in(written(tmp_path, "scrambled.mp4", data.tobytes()), store).asset
        except Unreadable:
            refused += 1
        else:
            assert asset.frames > 0
            taken += 1
    assert taken + refused == 25
    assert taken


def test_nothing_is_said_on_stderr_about_bad_files(tmp_path: Path) -> None:
    path = record(tmp_path / "a.mp4", frames=24, options={"movflags": "+faststart"})
    truncated(path, 0.7)
    code = (
        "import sys; from pathlib import Path; from assets.media import take_in\n"
        "from assets.store import Store\n"
        "print(take_in(Path(sys.argv[1]), Store(Path(sys.argv[2]))).asset.frames)"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "media")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0
    assert done.stderr == ""


def test_a_probe_is_a_plain_value() -> None:
    assert Probe(kind="sound", mime="audio/wav", suffix=".wav").frames == 0
