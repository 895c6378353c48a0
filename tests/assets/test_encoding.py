"""What a clip's file says and holds, judged by ffprobe and ffmpeg."""

from __future__ import annotations

import resource
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from assets.disk import DiskTrouble
from assets.encoding import GOP, ClipWriter, even, film_encoder, fitted
from assets.frames import Frames
from assets.joining import parameter_sets
from canvas.document.timing import RATES, Rate
from tests.assets.painted import (
    PATCHES,
    SIZE,
    decoded_levels,
    grey,
    numbered,
    numbered_clip,
    patches,
    patches_of,
    probed,
    write_clip,
)

FILM_RATES = [Rate(24), Rate(25), Rate(30), Rate(24000, 1001), Rate(30000, 1001)]


@pytest.mark.parametrize("rate", FILM_RATES, ids=str)
def test_a_clip_holds_exactly_its_frames_at_its_rate_from_zero(tmp_path: Path, rate: Rate) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 61, rate=rate)
    asked = "stream=nb_read_frames,start_time,duration_ts,time_base,r_frame_rate"
    said = probed(clip, asked, "-count_frames")[0]
    assert said["nb_read_frames"] == "61"
    assert float(said["start_time"]) == 0
    assert Fraction(said["r_frame_rate"]) == rate.fraction
    assert int(said["duration_ts"]) * Fraction(said["time_base"]) == 61 / rate.fraction


def test_a_clip_is_h264_tagged_bt709_in_all_four_fields(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 3)
    fields = "codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries"
    said = probed(clip, f"stream={fields}")[0]
    assert list(said.values()) == ["h264", "yuv420p", "tv", "bt709", "bt709", "bt709"]


def test_colours_come_back_within_three_levels_by_another_decoder(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [patches()] * 3)
    seen = patches_of(decoded_levels(clip, SIZE)[-1])
    off = np.abs(np.array(seen) - np.array(PATCHES)).max()
    assert off <= 3, seen


def test_a_frame_of_our_own_colours_is_encoded_as_given(tmp_path: Path) -> None:
    """write() hands the film's frame back, and a proxy's writer takes it."""
    master = ClipWriter(tmp_path / "m.mp4", rate=Rate(24), width=640, height=360)
    proxy = ClipWriter(tmp_path / "p.mp4", rate=Rate(24), width=640, height=360, quality="proxy")
    with master, proxy:
        for _ in range(3):
            proxy.write(master.write(patches((640, 360))))
    assert probed(tmp_path / "p.mp4", "stream=width,height")[0] == {"width": "320", "height": "180"}
    seen = patches_of(decoded_levels(tmp_path / "p.mp4", SIZE)[-1])
    assert np.abs(np.array(seen) - np.array(PATCHES)).max() <= 4, seen


def test_the_index_stands_before_the_frames(tmp_path: Path) -> None:
    data = numbered_clip(tmp_path / "clip.mp4", 30).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_keyframe_comes_at_least_every_second_and_nothing_is_reordered(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [grey(90)] * 100)
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    assert keys[0] == 0
    assert np.diff([*keys, 100]).max() <= GOP
    assert all(packet.pts == packet.dts for packet in packets)


def test_every_frame_of_a_proxy_is_a_keyframe(tmp_path: Path) -> None:
    frames = [numbered(n) for n in range(10)]
    clip = write_clip(tmp_path / "clip.mp4", frames, quality="proxy")
    with av.open(str(clip)) as container:
        assert all(packet.is_keyframe for packet in container.demux(video=0) if packet.size)


def test_masters_of_one_size_and_rate_can_be_joined(tmp_path: Path) -> None:
    """Stream copy needs equal parameter sets whatever the content."""
    noise = np.random.default_rng(3)
    plain = write_clip(tmp_path / "a.mp4", [grey(10)] * 5)
    wild = write_clip(
        tmp_path / "b.mp4", (noise.integers(0, 255, (180, 320, 3), np.uint8) for _ in range(50))
    )
    found = []
    for clip in (plain, wild):
        with av.open(str(clip)) as container:
            found.append(container.streams.video[0].codec_context.extradata)
    assert found[0] == found[1]
    outside = film_encoder(rate=Rate(24), size=SIZE).extradata
    assert parameter_sets(outside or b"") == parameter_sets(found[0] or b"")


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    one = numbered_clip(tmp_path / "one.mp4", 40)
    two = numbered_clip(tmp_path / "two.mp4", 40)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("size", [(321, 181), (320, 181), (33, 21)])
def test_odd_sides_gain_a_repeated_row_or_column(tmp_path: Path, size: tuple[int, int]) -> None:
    frame = patches(size)
    frame[-1] = (250, 250, 250)
    clip = write_clip(tmp_path / "clip.mp4", [frame] * 3)
    wide, high = even(size)
    said = probed(clip, "stream=width,height")[0]
    assert (int(said["width"]), int(said["height"])) == (wide, high)
    if size[1] % 2:
        assert decoded_levels(clip, (wide, high))[0][-1].mean() > 200


@pytest.mark.parametrize(
    ("size", "within"),
    [
        ((1280, 720), (320, 180)),
        ((720, 1280), (102, 180)),
        ((640, 480), (240, 180)),
        ((200, 100), (200, 100)),
        ((4000, 10), (320, 2)),
    ],
)
def test_a_proxy_fits_its_box_and_never_grows(size: tuple[int, int], within: object) -> None:
    assert fitted(size) == within


def test_a_frame_of_another_size_is_refused(tmp_path: Path) -> None:
    writer = ClipWriter(tmp_path / "clip.mp4", rate=Rate(24), width=320, height=180)
    with pytest.raises(ValueError, match="320"):
        writer.write(grey(0, (322, 180)))
    writer.discard()


def test_an_error_in_the_middle_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> None:
        with ClipWriter(tmp_path / "clip.mp4", rate=Rate(24), width=320, height=180) as writer:
            writer.write(grey(10))
            raise RuntimeError("the renderer fell over")

    with pytest.raises(RuntimeError):
        broken()
    assert list(tmp_path.glob("*.mp4")) == []


def write_noise(path: Path) -> None:
    noise = np.random.default_rng(5)
    with ClipWriter(path, rate=Rate(24), width=320, height=180) as writer:
        for _ in range(60):
            writer.write(noise.integers(0, 255, (180, 320, 3), np.uint8))


def test_a_full_disk_is_a_plain_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    """The limit on file size stands for the disk: the system refuses the write itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(DiskTrouble) as told:
            write_noise(tmp_path / "clip.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(told.value)
    assert told.value.remedy is not None
    assert list(tmp_path.glob("*.mp4")) == []


def test_a_folder_that_is_not_there_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble, match="clip"):
        ClipWriter(tmp_path / "no" / "clip.mp4", rate=Rate(24), width=320, height=180)


def test_a_read_only_place_is_a_plain_sentence() -> None:
    with pytest.raises(DiskTrouble):
        ClipWriter(Path("/proc/clip.mp4"), rate=Rate(24), width=320, height=180)


@pytest.mark.parametrize("name", ["a film.mp4", "最后一公里.mp4", "🎬.mp4", "x" * 200 + ".mp4"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    clip = numbered_clip(tmp_path / name, 3)
    with Frames(clip) as frames:
        assert frames.frames == 3


def test_a_closed_clip_takes_no_more_frames(tmp_path: Path) -> None:
    writer = ClipWriter(tmp_path / "clip.mp4", rate=Rate(24), width=320, height=180)
    writer.write(grey(10))
    writer.close()
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(grey(10))


def test_every_rate_on_offer_can_be_written(tmp_path: Path) -> None:
    for index, rate in enumerate(RATES):
        clip = numbered_clip(tmp_path / f"{index}.mp4", 5, rate=rate)
        with Frames(clip) as frames:
            assert (frames.rate, frames.frames) == (rate, 5)
