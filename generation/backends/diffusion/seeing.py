"""How Qwen's readers look at pictures, also where torchvision, which videos need, is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from transformers import ProcessorMixin, Qwen2VLProcessor, Qwen3VLProcessor
from transformers.utils.import_utils import is_torchvision_available


class _PicturesOnly(ProcessorMixin):
    """What both readers share, less their video half, which does not load without torchvision."""

    return_mm_token_type_ids = True

    def __init__(
        self, image_processor: Any = None, tokenizer: Any = None, chat_template: Any = None
    ) -> None:
        for name in ("image", "video", "vision_start", "vision_end"):
            token = f"<|{name}{'' if name.startswith('vision') else '_pad'}|>"
            setattr(self, f"{name}_token", token)
            setattr(self, f"{name}_token_id", tokenizer.convert_tokens_to_ids(token))
        parts = image_processor, tokenizer
        super().__init__(*parts, chat_template=chat_template)


class Qwen2Pictures(_PicturesOnly, Qwen2VLProcessor):
    """Qwen2-VL's reader of pictures."""


class Qwen3Pictures(_PicturesOnly, Qwen3VLProcessor):
    """Qwen3-VL's reader of pictures."""


def sees_videos() -> bool:
    return bool(is_torchvision_available())


def qwen2_processor(folder: Path) -> Any:
    """What QwenImageEditPlusPipeline calls its processor."""
    kind = Qwen2VLProcessor if sees_videos() else Qwen2Pictures
    return kind.from_pretrained(folder, local_files_only=True)


def qwen3_processor(folder: Path) -> Any:
    """What MiniMax-H3 calls its processor."""
    kind = Qwen3VLProcessor if sees_videos() else Qwen3Pictures
    return kind.from_pretrained(folder, local_files_only=True)
