"""What is known of one checkpoint: a manifest, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Argument = bool | int | float | str

PATTERNS = (
    *("model_index.json", "modular_model_index.json", "*/*.json", "*/*.safetensors"),
    *("*/*.txt", "*/*.model", "*/*.jinja"),
)
"""A folder per component, as pipelines are saved; a single file beside them is something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a model draws: `frames_step * n + frames_offset` frames, sides that are multiples of
    `multiple`, and no more than `pixels_high` pixels a frame."""

    frames_low: int = 1
    frames_high: int = 1_000_000
    frames_step: int = 1
    frames_offset: int = 0
    multiple: int = 2
    side_low: int = 16
    side_high: int = 8192
    pixels_high: int = 0
    """Width times height at most; 0 sets no bound."""
    shape_high: float = 0.0
    """The long side over the short one at most; 0 sets no bound."""
    between_step: int = 1
    """A picture in between stands at frame `between_step * k + 1`."""
    pictures: int = 9
    """Over all subjects and references together."""
    tokens: int = 0
    """How much of the words the text encoder reads; 0 reads all of them."""
    steps_low: int = 1
    steps_high: int = 200
    guidance_high: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a checkpoint, by its path inside the repository."""

    path: str
    bytes: int = 0
    """0 where nobody has said."""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a quality is drawn when the shot asks for nothing else."""

    steps: int
    guidance: float = 1.0
    """1 and less means no second, unguided pass: what to avoid is not read then."""
    guidance_2: float | None = None
    """Of the second expert, where there are two."""
    pixels: int = 0
    """Draw no more pixels a frame than this; 0 leaves it to the limits."""
    cache: str = ""
    """first-block, or nothing."""
    cache_threshold: float = 0.0
    lora: str = ""
    """The row of `loras` that this quality is drawn with."""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    """Further arguments of the pipeline's call, as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    """A small file that changes a checkpoint: a look, a movement, or fewer steps."""

    id: str
    name: str
    file: str
    """Its path inside `repo`, or beside the manifest where `repo` is empty."""
    file_2: str = ""
    """The same for the second expert, where there are two."""
    repo: str = ""
    revision: str = ""
    bytes: int = 0
    sha256: str = ""
    strength: float = 1.0
    steps: int = 0
    """0 leaves the steps as they are."""
    guidance: float | None = None
    trigger: str = ""
    """Words without which it does nothing; put before the prompt."""
    into: tuple[str, ...] = ()
    """The components that it changes; none named: the first transformer or unet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One checkpoint, and what it takes."""

    id: str
    name: str
    backend: str
    """`package.module:Class`, loaded in the render process only."""
    version: str
    """Part of every content key: a model that draws differently has another version."""
    about: str = ""
    """What it is good for, in one sentence."""
    licence: str = ""
    """Its short name, SPDX where there is one."""
    licence_note: str = ""
    """What follows from it, in one sentence."""
    inputs: Mapping[str, int] = field(default_factory=dict)
    """Input name -> how many of it are taken; a name that is missing is not taken."""
    needs: tuple[str, ...] = ()
    """Inputs without which nothing can be drawn."""
    needs_one_of: tuple[str, ...] = ()
    """At least one of these inputs."""
    excludes: tuple[tuple[str, ...], ...] = ()
    """Of each group only the first input that is given is used."""
    along: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Input name -> others, of which one has to be given for it to be used."""
    limits: Limits = Limits()
    patience: float = 60.0
    """Seconds of silence after which its process is taken to hang."""

    family: str = ""
    """Which code knows how to call it: wan, wan-vace, ltx, ltx2, h3, svd, animatediff, qwen-edit,
    z-image, ltx-larger or ltx2-larger. Empty: the backend needs no checkpoint."""
    pipeline: str = ""
    """The class in diffusers, or `modular:<blocks>`."""
    repo: str = ""
    """On the hub, `owner/name`; empty: the files lie beside the manifest."""
    revision: str = ""
    """Commit, branch or tag; empty is the newest."""
    files: tuple[File, ...] = ()
    """Empty: whatever `patterns` finds in the repository or folder."""
    patterns: tuple[str, ...] = PATTERNS
    """Which files of the repository belong to the model; a star stands for slashes too."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Component -> the repository that it comes from, where that is another one."""
    rate: tuple[int, int] | None = None
    """Frames a second that it draws; None draws at any rate."""
    defaults: Mapping[str, Settings] = field(default_factory=dict)
    """By quality: final and draft."""
    loras: tuple[Lora, ...] = ()
    """Rows: each is offered as a model of its own, `<id>+<row>`."""
    lora: Lora | None = None
    """The row that this one is."""
    weight_bytes: Mapping[str, int] = field(default_factory=dict)
    """Component -> bytes of its weights as they are stored."""
    work: str = ""
    """The architecture whose memory and speed are known; see generation/work.py."""
    unchecked: tuple[str, ...] = ()
    """What is written here and could not be verified, one plain statement each."""
    sound: bool = False
    """It makes sound too."""
    makes: str = "video"
    """video, picture, or larger: the frames that another model drew, enlarged."""
    folder: Path | None = None
    """Of a person's own model: where its manifest lies, and its files."""

    @property
    def wants_weights(self) -> bool:
        """Whether there are files without which it cannot draw."""
        return bool(self.family)

    @property
    def original(self) -> str:
        """The id of the checkpoint itself, of which this may be a row."""
        return self.id.partition("+")[0]

    def settings(self, quality: str) -> Settings | None:
        """How this quality is drawn; a model that has no draft draws its final."""
        return self.defaults.get(quality) or self.defaults.get("final")

    def row(self, quality: str) -> Lora | None:
        """The LoRA that this quality is drawn with."""
        chosen = self.settings(quality)
        named = chosen.lora if chosen else ""
        return self.lora or next((row for row in self.loras if row.id == named), None)
