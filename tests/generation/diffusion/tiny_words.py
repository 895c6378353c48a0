"""Tokenizers of the true kinds, trained on a few sentences: nothing is fetched."""

from __future__ import annotations

from typing import Any

from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

SENTENCES = (
    "a fox crosses the snow at dawn while the camera rises",
    "slow push in on a lighthouse keeper, rain on the glass",
    "two boats drift apart, wide shot, overcast, grainy film",
    "blurred, distorted, watermark, low quality, jittery",
    "describe the picture, then say what changes: a red coat instead of a blue one",
)
QWEN_MARKS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
_CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def sentence_pieces(longest: int = 512, *, left: bool = False) -> Any:
    """As T5 and Gemma read: pieces of words; `left` pads before the words."""
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(models.Unigram())
    pieces.normalizer = normalizers.NFKC()
    pieces.pre_tokenizer = pre_tokenizers.Metaspace()
    pieces.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=200,
        unk_token="<unk>",
        special_tokens=["<pad>", "</s>", "<unk>"],
        initial_alphabet=[chr(code) for code in range(32, 127)],
        show_progress=False,
    )
    pieces.train_from_iterator(SENTENCES * 4, trainer)
    end = ("</s>", pieces.token_to_id("</s>"))
    pieces.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[end])
    return PreTrainedTokenizerFast(
        tokenizer_object=pieces,
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        model_max_length=longest,
        padding_side="left" if left else "right",
    )


def clip_words(longest: int = 77) -> Any:
    """As CLIP reads: pairs of bytes between two marks."""
    from transformers import PreTrainedTokenizerFast

    first, last = "<|startoftext|>", "<|endoftext|>"
    words = _byte_pairs((first, last), unknown=last)
    words.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    marks = [(mark, words.token_to_id(mark)) for mark in (first, last)]
    words.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}", special_tokens=marks
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=words,
        bos_token=first,
        eos_token=last,
        pad_token=last,
        unk_token=last,
        model_max_length=longest,
    )


def qwen_words() -> Any:
    """As Qwen reads: pairs of bytes, the marks of pictures and videos, a chat's form."""
    import json

    from transformers import Qwen2Tokenizer

    trained = json.loads(_byte_pairs(QWEN_MARKS).to_str())["model"]
    words = Qwen2Tokenizer(
        vocab=trained["vocab"], merges=[tuple(merge) for merge in trained["merges"]]
    )
    words.add_special_tokens({"additional_special_tokens": list(QWEN_MARKS[1:])})
    words.chat_template = _CHAT
    return words


def _byte_pairs(marks: tuple[str, ...], unknown: str | None = None) -> Tokenizer:
    words = Tokenizer(models.BPE(unk_token=unknown))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=list(marks),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    words.train_from_iterator(SENTENCES * 4, trainer)
    return words
