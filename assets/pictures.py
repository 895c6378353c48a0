"""Pictures as arrays: upright, in sRGB, eight bits, whatever the file holds. Any thread."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.Image import Transpose

from assets import unreadable
from assets.disk import disk_trouble
from assets.unreadable import MOST_PIXELS

# Our own limit refuses earlier than Pillow's, and in plain words; what Pillow finds odd about a
# file that it reads all the same is of no use to a person.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_ORIENTATION = 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})
_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_SENSELESS = (
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What Pillow's readers raise on bytes that make no sense."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's measures as shown, and how many pictures the file holds."""

    width: int
    height: int
    frames: int


def read_picture(path: Path, *, fit: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """The picture as (height, width, 3) RGB, alpha over black, the first frame of several.

    `fit` (width, height) scales it down into that box, never up. Raises Unreadable, DiskTrouble.
    """
    image = _upright(path, fit)
    if image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, (0, 0, 0, 255))
        image = Image.alpha_composite(ground, image)
    return np.array(image.convert("RGB"))


def read_picture_alpha(path: Path) -> NDArray[np.uint8]:
    """The picture as (height, width, 4) RGBA, not premultiplied. Raises Unreadable, DiskTrouble."""
    return np.array(_upright(path, None).convert("RGBA"))


def measure(path: Path) -> Size:
    """How large a picture is, from its header; not whether the rest can be read."""
    with _opened(path) as image:
        width, height = image.size
        # Pillow itself turns a TIFF
        turned = image.format != "TIFF" and _orientation(image) in _SIDEWAYS
        frames = getattr(image, "n_frames", 1)
    return Size(height, width, frames) if turned else Size(width, height, frames)


def as_jpeg(picture: NDArray[np.uint8]) -> bytes:
    """An RGB array as the bytes of a JPEG file."""
    written = io.BytesIO()
    Image.fromarray(picture).save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


def shrunk(picture: NDArray[np.uint8], box: tuple[int, int]) -> NDArray[np.uint8]:
    """An RGB array scaled down into `box` (width, height), never up."""
    return np.array(_smaller(Image.fromarray(picture), box))


def _upright(path: Path, fit: tuple[int, int] | None) -> Image.Image:
    """The picture in RGB or RGBA."""
    with _opened(path) as image:
        orientation = _orientation(image) if image.format != "TIFF" else 1
        box = fit[::-1] if fit and orientation in _SIDEWAYS else fit
        if box:
            image.draft(image.mode, (box[0] * 2, box[1] * 2))  # a JPEG decodes at a half, a quarter
        image.load()
    profile = image.info.get("icc_profile")
    plain = _eight_bits(image)
    if box:
        plain = _smaller(plain, box)
    if orientation in _TURNS:
        plain = plain.transpose(_TURNS[orientation])
    return _in_srgb(plain, profile)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """An open picture of bearable size; what Pillow raises inside becomes a plain sentence."""
    try:
        with path.open("rb") as reader, Image.open(reader) as image:
            if image.width * image.height > MOST_PIXELS:
                raise unreadable.too_large(path.name, image.width, image.height)
            yield image
    except UnidentifiedImageError as error:
        raise unreadable.damaged(path.name) from error
    except OSError as error:
        if error.errno is not None:
            raise disk_trouble(error, path, reading=True) from error
        raise _broken(path, error) from error
    except _SENSELESS as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> unreadable.Unreadable:
    cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
    return unreadable.truncated(path.name) if cut else unreadable.damaged(path.name)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (OSError, *_SENSELESS):  # a damaged note of the camera does not spoil the picture
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """The same picture in L, LA, RGB, RGBA, CMYK, LAB or YCbCr."""
    if image.mode in ("P", "PA", "RGB", "L") and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("1",):
        return image.convert("L")
    if image.mode in ("P", "PA", "RGBX", "RGBa", "La", "HSV"):
        return image.convert("RGBA" if image.mode in ("PA", "RGBa", "La") else "RGB")
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_from_deep(np.asarray(image)))
    return image


def _from_deep(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Sixteen bits, or floats of which 1.0 is white, as eight."""
    white = 1 if np.issubdtype(values.dtype, np.floating) else 65535
    shares = np.nan_to_num(values.astype(np.float32) / white, nan=0.0, posinf=1.0, neginf=0.0)
    return (np.clip(shares, 0, 1) * 255 + 0.5).astype(np.uint8)


def _smaller(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    share = min(box[0] / image.width, box[1] / image.height)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA; a profile that makes no sense is left aside."""
    alpha = image.getchannel("A") if "A" in image.getbands() and image.mode != "LAB" else None
    colours = image.convert(image.mode.rstrip("A")) if alpha else image
    if profile:
        colours = _converted(colours, profile) or colours
    if colours.mode != "RGB":
        colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _is_srgb(source):
            return None
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, *_SENSELESS, OSError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return ImageCms.getProfileDescription(profile).strip().startswith("sRGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
