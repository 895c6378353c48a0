"""Pictures come out upright, in sRGB and in eight bits, whatever the file holds."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from assets.pictures import measure, read_picture, read_picture_alpha, shrunk
from assets.unreadable import Unreadable
from tests.assets.painted import PATCHES, patches, patches_of
from tests.assets.recorded import png_header

FORMATS = ["png", "jpg", "webp", "gif", "tif", "bmp", "avif"]


def close_to(picture: NDArray[np.uint8], wanted: NDArray[np.uint8], within: float) -> bool:
    same = picture.shape == wanted.shape
    return same and float(np.abs(picture.astype(int) - wanted.astype(int)).mean()) <= within


def corners() -> NDArray[np.uint8]:
    """40 x 20, each corner of its own colour: which way up it is shows at once."""
    picture = np.full((20, 40, 3), 90, np.uint8)
    picture[:10, :20] = (250, 10, 10)
    picture[:10, 20:] = (10, 250, 10)
    picture[10:, :20] = (10, 10, 250)
    return picture


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    Image.fromarray(patches()).save(path, quality=95)
    picture = read_picture(path)
    assert picture.dtype == np.uint8
    for found, wanted in zip(patches_of(picture), PATCHES, strict=True):
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 6, suffix


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("fit", [None, (16, 16)])
def test_a_camera_held_any_way_gives_an_upright_picture(
    tmp_path: Path, suffix: str, orientation: int, fit: tuple[int, int] | None
) -> None:
    stored = {
        1: lambda p: p,
        2: lambda p: p[:, ::-1],
        3: lambda p: p[::-1, ::-1],
        4: lambda p: p[::-1],
        5: lambda p: p.transpose(1, 0, 2),
        6: lambda p: np.rot90(p, 1),
        7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
        8: lambda p: np.rot90(p, 3),
    }[orientation](corners())
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"turned.{suffix}"
    Image.fromarray(np.ascontiguousarray(stored)).save(
        path, exif=exif, **({"quality": 95} if suffix in ("jpg", "webp") else {})
    )
    size = measure(path)
    assert (size.width, size.height) == (40, 20)
    picture = read_picture(path, fit=fit)
    assert picture.shape[:2] == ((20, 40) if fit is None else (8, 16))
    assert close_to(picture, corners() if fit is None else shrunk(corners(), fit), 12)


def profile(primaries: str) -> bytes:
    """An ICC profile with red and green exchanged, so that applying it shows."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if primaries == "sRGB":
        return made
    table = bytearray(made)
    for index in range(int.from_bytes(table[128:132], "big")):
        entry = 132 + index * 12
        table[entry : entry + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(
            bytes(table[entry : entry + 4]), bytes(table[entry : entry + 4])
        )
    return bytes(table).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif"])
def test_the_colour_profile_is_applied(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    plain = np.full((32, 32, 3), (200, 40, 60), np.uint8)
    Image.fromarray(plain).save(path, icc_profile=profile("exchanged"), quality=95)
    red, green, blue = read_picture(path)[16, 16]
    assert abs(int(red) - 40) <= 6
    assert abs(int(green) - 200) <= 6
    assert abs(int(blue) - 60) <= 6


def test_a_profile_that_is_srgb_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.fromarray(patches()).save(path, icc_profile=profile("sRGB"))
    assert np.array_equal(read_picture(path), patches())


def test_a_profile_of_nonsense_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.fromarray(patches()).save(path, icc_profile=b"no profile at all")
    assert np.array_equal(read_picture(path), patches())


def test_alpha_lies_over_black_and_is_kept_for_masks(tmp_path: Path) -> None:
    picture = np.full((8, 8, 4), (200, 100, 50, 128), np.uint8)
    picture[:, 4:, 3] = 0
    path = tmp_path / "cut-out.png"
    Image.fromarray(picture).save(path)
    assert np.array_equal(read_picture_alpha(path), picture)
    over = read_picture(path)
    assert over[0, 0].tolist() == [100, 50, 25]
    assert over[0, 7].tolist() == [0, 0, 0]
    small = read_picture(path, fit=(4, 4))
    assert np.abs(small[0, 0].astype(int) - (100, 50, 25)).max() <= 2


def test_a_palette_with_a_transparent_colour_is_understood(tmp_path: Path) -> None:
    image = Image.fromarray(patches()).quantize(8)
    path = tmp_path / "picture.gif"
    image.save(path, transparency=image.getpixel((5, 5)))
    assert read_picture_alpha(path)[5, 5, 3] == 0
    assert read_picture(path)[5, 5].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("1", "png"), ("L", "jpg"), ("LA", "png"), ("P", "png"), ("CMYK", "jpg"), ("LAB", "tif")],
)
def test_every_colour_mode_is_read(tmp_path: Path, mode: str, suffix: str) -> None:
    grey = np.full((16, 16, 3), 255, np.uint8)
    source = Image.fromarray(grey)
    if mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        srgb = ImageCms.createProfile("sRGB")
        image = ImageCms.profileToProfile(source, srgb, lab, outputMode="LAB")
        assert image is not None
    else:
        image = source.convert(mode)
    path = tmp_path / f"picture.{suffix}"
    image.save(path)
    assert read_picture(path)[8, 8].min() >= 250


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_become_eight(tmp_path: Path, suffix: str) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(4, 0)
    path = tmp_path / f"deep.{suffix}"
    Image.fromarray(ramp).save(path)
    picture = read_picture(path)
    assert np.abs(picture[0, :, 0].astype(int) - np.arange(256)).max() <= 1
    assert np.array_equal(picture[..., 0], picture[..., 2])


def test_floats_are_read_with_one_as_white(tmp_path: Path) -> None:
    values = np.array([[0.0, 0.5, 1.0, 7.0, float("nan")]], np.float32)
    path = tmp_path / "depth.tif"
    Image.fromarray(values).save(path)
    assert read_picture(path)[0, :, 0].tolist() == [0, 128, 255, 255, 0]


def test_only_the_first_of_several_pictures_is_read(tmp_path: Path) -> None:
    path = tmp_path / "animated.gif"
    pages = [Image.new("RGB", (8, 8), colour) for colour in ("white", "black", "red")]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert measure(path).frames == 3
    assert read_picture(path)[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize(("fit", "size"), [((50, 50), (50, 28)), ((999, 999), (320, 180))])
def test_fitting_keeps_the_shape_and_never_enlarges(
    tmp_path: Path, fit: tuple[int, int], size: tuple[int, int]
) -> None:
    path = tmp_path / "picture.jpg"
    Image.fromarray(patches()).save(path)
    picture = read_picture(path, fit=fit)
    assert (picture.shape[1], picture.shape[0]) == size


def test_a_picture_larger_than_memory_is_refused_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(40_000, 40_000))
    for read in (read_picture, read_picture_alpha, measure):
        with pytest.raises(Unreadable, match="40000 × 40000 pixels, which is too large") as caught:
            read(path)
        assert caught.value.reason == "too-large"
        assert "12000 × 12000" in str(caught.value)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "tif"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_torn_picture_is_refused_with_a_plain_sentence(
    tmp_path: Path, suffix: str, share: float
) -> None:
    whole = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    Image.fromarray(noise).save(whole, {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix))
    path = tmp_path / f"torn.{suffix}"
    path.write_bytes(whole.getvalue()[: int(len(whole.getvalue()) * share)])
    with pytest.raises(Unreadable) as caught:
        read_picture(path)
    assert "torn." in str(caught.value)
    assert "Copy or download it again" in str(caught.value)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "tif"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_scrambled_bytes_give_a_picture_or_a_plain_sentence(tmp_path: Path, suffix: str) -> None:
    whole = io.BytesIO()
    Image.fromarray(patches()).save(whole, {"jpg": "jpeg", "tif": "tiff"}.get(suffix, suffix))
    dice = np.random.default_rng(5)
    path = tmp_path / f"scrambled.{suffix}"
    for _ in range(60):
        data = np.frombuffer(whole.getvalue(), np.uint8).copy()
        places = dice.integers(0, len(data), 8)
        data[places] = dice.integers(0, 256, 8)
        path.write_bytes(data.tobytes())
        with suppress(Unreadable):
            assert read_picture(path).shape[2] == 3
