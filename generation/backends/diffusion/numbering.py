"""How a prompt names the pictures that go with it: by the number that each has among them."""

from __future__ import annotations

from itertools import count

from generation.backends.diffusion.sentences import Label
from generation.backends.diffusion.shot import Shot
from generation.contract import ShotRequest, Subject


def first_number(shot: Shot) -> int:
    """Of the cast's pictures: the one that the shot starts from comes before them."""
    return 2 if shot.first is not None else 1


def numbered(request: ShotRequest, form: str, first: int = 1) -> Label:
    """Call each of the cast by name, description and the numbers of its pictures.

    `form` is how the model calls one picture: "Picture {}" or "<Picture {}>".
    """
    numbers = count(first)
    shown = {
        subject.name: [form.format(next(numbers)) for _ in subject.pictures]
        for subject in request.subjects
    }

    def label(subject: Subject) -> str:
        about = [subject.description.strip(), ", ".join(shown.get(subject.name, ()))]
        said = "; ".join(filter(None, about))
        return f"{subject.name} ({said})" if said else subject.name

    return label
