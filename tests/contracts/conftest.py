"""The checkpoints and pictures of the diffusion tests, for everything that draws."""

from __future__ import annotations

from tests.contracts.peer import company
from tests.generation.diffusion.conftest import checkpoint
from tests.generation.diffusion.sights import sights

__all__ = ["checkpoint", "company", "sights"]
