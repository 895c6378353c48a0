"""Pictures, videos and sounds from a person's own files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.disk import Stopped
from canvas.app.commands.nodes import front_of
from canvas.app.commands.registry import command
from canvas.app.layout import GAP, below, free, in_rows, scene_at
from canvas.app.session import Session
from canvas.document.edits import AddAsset, AddEdge, AddNode, AddShot, Edit, set_node
from canvas.document.ordering import between
from canvas.document.records import SIZES, Asset, Edge, Node, NodeKind, Shot, new_id
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble

if TYPE_CHECKING:
    from assets.media import TakenIn

COLUMNS = 4
"""Files in a row of the canvas."""

KINDS = {"picture": NodeKind.picture, "video": NodeKind.video, "sound": NodeKind.sound}


@dataclass(frozen=True, slots=True)
class Imported:
    nodes: tuple[str, ...] = ()
    """One per file that came in, in their order."""
    clips: tuple[str, ...] = ()
    """The clips that pictures feed."""
    troubles: tuple[tuple[Path, Trouble], ...] = ()
    """Files that did not come in, and why."""
    notices: tuple[tuple[Path, Sentence], ...] = ()


@command(
    "media.import",
    title=QT_TRANSLATE_NOOP("commands", "Import files..."),
    keys=("Ctrl+I",),
    menu="file",
)
def import_files(
    session: Session,
    paths: Sequence[Path],
    *,
    pos: tuple[float, float] | None = None,
    clips: bool = True,
    progress: Callable[[int, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Take in files and lay them out in rows. With `clips`, a picture feeds a clip at the end of
    the film, and a video, which moves already, is put there itself.

    A file that cannot be read is reported and the others come in; whoever stops half way, by
    `cancelled` or by Ctrl+C, keeps the files that had come in. `progress` hears the index of the
    file and its share done. One step of undo for all.
    """
    session.must_be_writable()
    taken: list[tuple[Path, TakenIn]] = []
    troubles: list[tuple[Path, Trouble]] = []
    try:
        for index, path in enumerate(paths):
            if cancelled is not None and cancelled():
                break
            try:
                taken.append((path, _take_in(session, path, index, progress, cancelled)))
            except Stopped:
                break
            except Trouble as trouble:
                troubles.append((path, trouble))
    finally:
        edits, nodes, fed = placed(session, [one.asset for _, one in taken], pos, clips=clips)
        if edits:
            session.apply(*edits, label=f"Import {len(nodes)} files")
    notices = [(path, notice) for path, one in taken for notice in one.notices]
    return Imported(nodes, fed, tuple(troubles), tuple(notices))


@command("media.paste", title=QT_TRANSLATE_NOOP("commands", "Paste picture"))
def paste_picture(session: Session, data: bytes, pos: tuple[float, float]) -> str:
    """Put a picture from the clipboard, in any format that a file may have, at `pos`. Returns its
    node's id."""
    from assets.media import take_in_bytes

    session.must_be_writable()
    taken = take_in_bytes(data, "pasted.png", session.store)
    return place_picture(session, taken.asset, pos)


def place_picture(session: Session, asset: Asset, pos: tuple[float, float]) -> str:
    """Put a picture that is in the store already at `pos`. Returns its node's id."""
    edits, nodes, _ = placed(session, [asset], pos, clips=False)
    session.apply(*edits, label="Paste picture")
    return nodes[0]


@command("media.replace", title=QT_TRANSLATE_NOOP("commands", "Choose file"))
def replace_file(session: Session, node: str, asset: Asset) -> None:
    """Let a picture, video or sound node show another file, which is in the store already. Raises
    Refused for a file of another kind."""
    known = asset.hash in session.board.assets
    edits: list[Edit] = [] if known else [AddAsset(asset)]
    session.apply(*edits, set_node(node, refs=(asset.hash,)), label="Choose file")


@command("media.clip", title=QT_TRANSLATE_NOOP("commands", "Make clips of pictures"), menu="insert")
def make_clips(session: Session, nodes: Sequence[str]) -> tuple[str, ...]:
    """Give each selected picture a clip that begins with it, each video one that goes on from its
    end, and append them to the film."""
    known = (session.board.nodes[id] for id in nodes)
    sources = [one for one in known if one.kind in (NodeKind.picture, NodeKind.video)]
    edits: list[Edit] = []
    film = _Tail(session)
    made: list[str] = []
    for source, corner in zip(sources, _clip_corners(session, sources), strict=True):
        clip, more = _clip_for(session, source, corner, film)
        edits += more
        made.append(clip)
    if edits:
        session.apply(*edits, label="Make clips")
    return tuple(made)


def placed(
    session: Session,
    assets: Sequence[Asset],
    pos: tuple[float, float] | None,
    *,
    clips: bool,
) -> tuple[list[Edit], tuple[str, ...], tuple[str, ...]]:
    """The edits that lay these files out from `pos`, or under everything, with the nodes and clips
    they make."""
    board = session.board
    sizes = [_cell(asset, clips) for asset in assets]
    corner = below(board.nodes.values()) if pos is None else pos
    edits: list[Edit] = []
    nodes: list[str] = []
    fed: list[str] = []
    film = _Tail(session)
    z = front_of(board.nodes.values())
    for asset, cell in zip(assets, in_rows(sizes, corner, COLUMNS), strict=True):
        if asset.hash not in board.assets:
            edits.append(AddAsset(asset))
        node = _node_for(session, asset, cell, z)
        z = between(z, None)
        edits.append(AddNode(node))
        nodes.append(node.id)
        if clips and node.kind is NodeKind.picture:
            clip, more = _clip_for(session, node, beside(node), film)
            edits += more
            fed.append(clip)
        elif clips and node.kind is NodeKind.video:
            edits.append(film.shot(node.id))
    return edits, tuple(nodes), tuple(fed)


def _clip_corners(session: Session, sources: Sequence[Node]) -> list[tuple[float, float]]:
    """Where the clips of several nodes go: each beside its own if there is room for all, else in
    rows under them. No two lie on each other, nor on anything else."""
    standing, size = list(session.board.nodes.values()), SIZES[NodeKind.clip]
    corners = [beside(source) for source in sources]
    if len(corners) == 1:
        return [free(standing, corners[0], size)]
    kept: list[Node] = []
    for corner in corners:
        if free((*standing, *kept), corner, size) != corner:
            break
        kept.append(Node(id="", kind=NodeKind.clip, pos=corner, size=size))
    else:
        return corners
    left = min(source.pos[0] for source in sources)
    foot = max(source.pos[1] + source.size[1] for source in sources) + GAP
    rows = in_rows([size] * len(sources), (0.0, 0.0), COLUMNS)
    whole = max(x for x, _ in rows) + size[0], max(y for _, y in rows) + size[1]
    x, y = free(standing, (left, foot), whole)
    return [(x + dx, y + dy) for dx, dy in rows]


def beside(node: Node) -> tuple[float, float]:
    """Where the clip that a node feeds goes."""
    return (node.pos[0] + node.size[0] + GAP, node.pos[1])


class _Tail:
    """The end of the film while several shots are appended in one step."""

    def __init__(self, session: Session) -> None:
        film = session.board.film
        self._last = film[-1].seq if film else None

    def shot(self, node: str) -> AddShot:
        self._last = between(self._last, None)
        return AddShot(Shot(id=new_id(), node=node, seq=self._last))


def _take_in(
    session: Session,
    path: Path,
    index: int,
    progress: Callable[[int, float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> TakenIn:
    from assets.media import take_in

    share = None if progress is None else lambda done: progress(index, done)
    return take_in(path, session.store, progress=share, cancelled=cancelled)


def _cell(asset: Asset, clips: bool) -> tuple[float, float]:
    width, height = SIZES[KINDS[asset.kind]]
    if not clips or asset.kind != "picture":
        return (width, height)
    more = SIZES[NodeKind.clip]
    return (width + GAP + more[0], max(height, more[1]))


def _node_for(session: Session, asset: Asset, cell: tuple[float, float], z: str) -> Node:
    kind = KINDS[asset.kind]
    return Node(
        id=new_id(),
        kind=kind,
        pos=cell,
        size=SIZES[kind],
        z=z,
        parent=scene_at(session.board, cell, SIZES[kind]),
        title=Path(asset.name).stem,
        refs=(asset.hash,),
    )


def _clip_for(
    session: Session, source: Node, corner: tuple[float, float], film: _Tail
) -> tuple[str, list[Edit]]:
    clip = Node(
        id=new_id(),
        kind=NodeKind.clip,
        pos=corner,
        size=SIZES[NodeKind.clip],
        z=between(source.z, None),
        parent=scene_at(session.board, corner, SIZES[NodeKind.clip]),
        title=source.title,
    )
    picture = source.kind is NodeKind.picture
    edge = Edge(
        source=source.id,
        out="picture" if picture else "video",
        target=clip.id,
        into="first" if picture else "previous",
    )
    return clip.id, [AddNode(clip), AddEdge(edge), film.shot(clip.id)]
