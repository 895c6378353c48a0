"""What of a node can play: the small film that its card shows, or the sound that it holds."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.records import Asset, NodeKind
from canvas.ui.painting.faces import shown_take

FILMED = frozenset({NodeKind.clip, NodeKind.video})


def film_of(board: Board, node: str) -> Asset | None:
    """The take, or the video, that a card shows."""
    record = board.nodes.get(node)
    if record is None or record.kind not in FILMED:
        return None
    take = shown_take(board, record)
    shown = take.asset if take is not None else record.refs[0] if record.refs else ""
    asset = board.assets.get(shown)
    return asset if asset is not None and asset.kind == "video" else None


def proxy_of(board: Board, node: str) -> str | None:
    """The hash of the film that plays in a card: the small one, or for want of it the whole."""
    film = film_of(board, node)
    return (film.proxy or film.hash) if film is not None else None


def sound_of(board: Board, node: str) -> Asset | None:
    """The sound that a sound node holds."""
    record = board.nodes.get(node)
    if record is None or record.kind is not NodeKind.sound or not record.refs:
        return None
    asset = board.assets.get(record.refs[0])
    return asset if asset is not None and asset.seconds > 0 else None


def can_play(board: Board, node: str) -> bool:
    return proxy_of(board, node) is not None or sound_of(board, node) is not None
