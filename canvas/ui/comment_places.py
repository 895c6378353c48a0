"""What a comment is about, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from canvas.document.board import Board
from canvas.document.remarks import Comment
from canvas.document.timing import timecode
from canvas.ui.kinds import kind_name


def about(board: Board, comment: Comment) -> str:
    """2A · Countdown · 00:00:01:12, or that it is gone."""
    if comment.node is None:
        return QCoreApplication.translate("CommentPlaces", "On the canvas")
    node = board.all_nodes.get(comment.node)
    if node is None:
        return QCoreApplication.translate("CommentPlaces", "On something that is not here")
    number = next((shot.number for shot in board.film if shot.node == node.id), "")
    parts = [number, node.title or kind_name(node.kind)]
    frame = comment.frame_at(board.meta.rate)
    if frame is not None:
        parts.append(timecode(frame, board.meta.rate))
    words = " · ".join(part for part in parts if part)
    if node.deleted:
        gone = QCoreApplication.translate("CommentPlaces", "{name}, deleted")
        return gone.format(name=words)
    return words


def is_gone(board: Board, comment: Comment) -> bool:
    """Whether what it was about is no longer on the board."""
    return comment.node is not None and comment.node not in board.nodes
