"""The words of a shot as a model reads them: the cast spelled out where it is named."""

from __future__ import annotations

import re
from collections.abc import Callable

from generation.contract import ShotRequest, Subject

Label = Callable[[Subject], str]


def spelled_out(request: ShotRequest, label: Label | None = None) -> str:
    """The prompt with every @name as `label` calls it; whoever is in the shot without being named
    is told of at the end, so that each shot says the same of them."""
    name = label or _described
    named = {subject.name: subject for subject in request.subjects if subject.name}
    met: set[str] = set()

    def call(found: re.Match[str]) -> str:
        subject = named[found[1]]
        first = subject.name not in met
        met.add(subject.name)
        return name(subject) if first else subject.name

    words = request.prompt.strip()
    if named:
        longest_first = sorted(map(re.escape, named), key=len, reverse=True)
        words = re.sub(rf"@({'|'.join(longest_first)})", call, words)
    unmet = [name(subject) for subject in request.subjects if subject.name not in met]
    return "\n".join(filter(None, [words, *unmet]))


def _described(subject: Subject) -> str:
    description = subject.description.strip()
    return f"{subject.name} ({description})" if description else subject.name
