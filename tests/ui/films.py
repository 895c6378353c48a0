"""Boards whose film is really rendered: every frame of a shot says which one it is."""

from __future__ import annotations

from collections.abc import Sequence

from assets.pictures import as_jpeg
from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.edits import AddAsset, AddTake, set_node
from canvas.document.records import Asset, NodeKind, Take, new_id
from tests.assets.painted import clip_bytes, numbered


def add_rendered(session: Session, frames: int, first: int, *, number: str = "") -> str:
    """A clip at the end of the film with a finished take of numbered frames; its node."""
    rate = session.board.meta.rate
    stored = session.store.put_bytes(clip_bytes(frames, first, rate), ".mp4")
    face = session.store.put_bytes(as_jpeg(numbered(first)), ".jpg")
    asset = Asset(
        hash=stored.hash,
        kind="video",
        mime="video/mp4",
        suffix=".mp4",
        bytes=stored.bytes,
        width=320,
        height=180,
        frames=frames,
        rate=rate,
        seconds=frames / float(rate),
        thumbnail=face.hash,
    )
    node = add_node(
        session, NodeKind.clip, (0, 0), title=f"Shot {first}", params={"frames": frames}
    )
    take = Take(
        id=new_id(),
        node=node,
        key=stored.hash,
        asset=stored.hash,
        model="animatic",
        frames=frames,
        rate=rate,
        made="2026-01-01T00:00:00Z",
    )
    session.apply(AddAsset(asset), AddTake(take), set_node(node, take=take.id))
    add_shot(session, node, number=number)
    return node


def add_card(session: Session, frames: int, title: str) -> str:
    """A clip of nothing but a title at the end of the film; its node."""
    node = add_node(session, NodeKind.clip, (0, 0), title=title, params={"frames": frames})
    add_shot(session, node)
    return node


def add_film(session: Session, lengths: Sequence[int]) -> list[str]:
    """Rendered shots of these lengths; the first frames say 0, 100, 200 ..."""
    return [
        add_rendered(session, frames, 100 * index, number=f"{index + 1}")
        for index, frames in enumerate(lengths)
    ]
