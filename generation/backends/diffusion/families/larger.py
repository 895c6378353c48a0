"""Frames that another model drew, twice as large: the latent upsamplers of LTX-Video and LTX-2.

They go through a VAE of videos, whole stretches of time at once, so that detail that is made up
stays in place from frame to frame; models that enlarge picture by picture flicker, and are none of
this family.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PIL import Image

from generation.backends.diffusion import loading, troubles
from generation.backends.diffusion.checking import Index, Part, read_index
from generation.backends.diffusion.families.ltx2 import stride_for
from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder

TIMES = 2
"""As large along each side."""
_UPSAMPLER = "latent_upsampler"


class LtxLarger(Family):
    """LTXLatentUpsamplePipeline."""

    text_parts = ()
    exact = ("vae", _UPSAMPLER)
    """One hands to the other what it made, as it is."""
    pipeline = "LTXLatentUpsamplePipeline"
    vae = "AutoencoderKLLTXVideo"
    upsampler = ("ltx", "LTXLatentUpsamplerModel")

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        """Its two parts may lie among those of a whole checkpoint, whose index names another
        pipeline; the others are left alone."""
        found = read_index(order.folder, order.manifest)
        vae = found.part("vae")
        if vae is None or vae.kind != self.vae:
            raise troubles.other_kind(order.manifest, "vae", self.vae)
        folder = order.folder / _UPSAMPLER
        own = found.part(_UPSAMPLER) or Part(_UPSAMPLER, *self.upsampler, folder)
        index = Index(self.pipeline, (vae, own), {})
        return loading.load(order, report, exact=self.exact, index=index)

    def steps(self, shot: Shot) -> int:
        return 1

    def call(self, shot: Shot) -> Call:
        """The pipeline counts in the size that it is given."""
        width, height = (side // TIMES for side in shot.size)
        frames = [Image.fromarray(frame) for frame in _small(shot, (width, height))]
        given = {"video": frames, "width": width, "height": height}
        return Call(arguments={**given, **shot.settings.arguments})

    def words(self, shot: Shot) -> dict[str, Any]:
        return {}


class Ltx2Larger(LtxLarger):
    """LTX2LatentUpsamplePipeline."""

    pipeline = "LTX2LatentUpsamplePipeline"
    vae = "AutoencoderKLLTX2Video"
    upsampler = ("ltx2", "LTX2LatentUpsamplerModel")

    def tile(self, pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
        """As LTX-2: a tile is never a single latent."""
        super().tile(pipe, order, shot)
        if order.speed.get("tiling"):
            across = pipe.vae_spatial_compression_ratio
            width, height = shot.size
            pipe.vae.enable_tiling(
                tile_sample_stride_height=stride_for(height // across) * across,
                tile_sample_stride_width=stride_for(width // across) * across,
            )


def _small(shot: Shot, size: tuple[int, int]) -> list[Any]:
    """The frames of the clip, filling a frame of this size."""
    assert shot.request.video is not None  # the matcher admits no shot without one
    small = replace(shot.request, width=size[0], height=size[1])
    return replace(shot, request=small).video(shot.request.video.video)
