"""Sound that goes into a model: decoded at the rate that it listens at."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from assets.mixing import opened_sound


def samples(path: Path, rate: int, seconds: float) -> NDArray[np.float32]:
    """(2, samples) in -1..1, at most `seconds` of it. Raises SoundUnreadable."""
    most, found, got = round(seconds * rate), [], 0
    with opened_sound(path) as sound:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=rate)
        for frame in sound.decode(audio=0):
            for piece in resampler.resample(frame):
                found.append(piece.to_ndarray())
                got += piece.samples
            if got >= most:
                break
        found += [piece.to_ndarray() for piece in resampler.resample(None)]
    heard = np.concatenate(found, axis=1) if found else np.zeros((2, 0))
    return np.ascontiguousarray(heard[:, :most], dtype=np.float32)
