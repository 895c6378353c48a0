"""What a card says and shows, worked out from the board and its renders; no painting here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from canvas.app.whereabouts import Whereabouts
from canvas.document.board import Board
from canvas.document.flow import fed_nodes, mode_of
from canvas.document.records import PARAMS, Asset, Node, NodeKind, Take
from canvas.document.sequence import first_picture
from canvas.document.timing import seconds_from
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble
from canvas.ui import file_words
from canvas.ui.kinds import kind_name
from canvas.ui.language import tell
from generation.catalogue import installed

translate = QCoreApplication.translate


class Rendered(Protocol):
    """How far the render of a node is: the app's NodeState."""

    @property
    def state(self) -> str: ...
    @property
    def progress(self) -> float: ...
    @property
    def seconds_left(self) -> float | None: ...
    @property
    def preview(self) -> bytes | None: ...
    @property
    def trouble(self) -> Trouble | None: ...
    @property
    def by(self) -> str: ...


StateOf = Callable[[str], Rendered]

WhereOf = Callable[[str], "Whereabouts | None"]
"""Where a stored file is that is not here, by its hash."""

RENDERED = frozenset({NodeKind.clip})
"""Kinds whose picture is made here."""

MOST_WORDS, MOST_TITLE = 4000, 200
"""Characters of a text and of a name beyond which no card has room; more is never laid out."""

FACED = frozenset({NodeKind.picture, NodeKind.video, NodeKind.element, NodeKind.sound})
"""Kinds that show what they refer to."""


@dataclass(frozen=True, slots=True)
class Badge:
    text: str
    bad: bool = False
    short: str = ""
    """What is said where there is little room."""


@dataclass(frozen=True, slots=True)
class Face:
    """All that is written and shown on one card."""

    title: str = ""
    facts: str = ""
    words: str = ""
    pictures: tuple[str, ...] = ()
    """Hashes of the pictures' thumbnails, the main one first."""
    preview: bytes | None = None
    slate: tuple[str, str] | None = None
    """A large line and a small one, for a clip that has only words."""
    sound: str = ""
    """The hash of the sound whose waveform is drawn."""
    hint: str = ""
    """What an empty card says."""
    state: Badge | None = None
    time: str = ""
    take: str = ""
    progress: float | None = None
    reason: str = ""
    """Why a render failed."""
    colour: str = ""
    """What a person has painted the node with: #rrggbb."""
    locked: bool = False
    mode: str = "on"
    """on, muted or bypassed."""
    where: str = ""
    """What is said in place of a picture whose file is with somebody else."""
    again: bool = False
    """A render ended badly: the card offers to try again."""


class Faces:
    """Faces by node, kept until something about the node changes. Main thread."""

    def __init__(self, board: Board, state_of: StateOf) -> None:
        self._board = board
        self._state_of = state_of
        self.where_of: WhereOf = here
        self._faces: dict[str, Face] = {}
        self._numbers: dict[str, str] | None = None
        self._files: dict[str, str] = {}

    def of(self, node: str) -> Face:
        face = self._faces.get(node)
        if face is None:
            face = self._faces[node] = self._made(self._board.nodes[node])
        return face

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        """Work these out anew when they are next asked for, or all of them."""
        if nodes is None:
            self._faces.clear()
            self._numbers = None
        else:
            for node in nodes:
                self._faces.pop(node, None)

    def missing(self, stored: str) -> str:
        """What a card says in place of a file, given by its hash or that of its thumbnail."""
        if stored not in self._files:
            for asset in self._board.assets.values():
                self._files[asset.hash] = self._files[asset.thumbnail or ""] = asset.name
        name = self._files.get(stored, "")[:MOST_TITLE]
        if not name:
            return translate("Card", "File missing")
        return translate("Card", "{name} is missing").format(name=name)

    def _made(self, node: Node) -> Face:
        if node.kind in RENDERED:
            state = self._state_of(node.id)
            face = _clip_face(self._board, node, state, self._number(node.id))
        else:
            face = _face(self._board, node, self._number(node.id))
        asset = None if self.where_of is here else shown_asset(self._board, node)
        return face if asset is None else _with_file(face, asset, self.where_of)

    def _number(self, node: str) -> str:
        if self._numbers is None:
            self._numbers = {s.node: s.number for s in reversed(self._board.film) if s.number}
        return self._numbers.get(node, "")


def shown_asset(board: Board, node: Node) -> Asset | None:
    """The file that a card shows: its own, or that of its take."""
    if node.kind in RENDERED:
        take = shown_take(board, node)
        return None if take is None else board.assets.get(take.asset)
    return board.assets.get(node.refs[0]) if node.refs and node.kind in FACED else None


def _with_file(face: Face, asset: Asset, where_of: WhereOf) -> Face:
    """The same face, saying where the card's file is if it is with somebody else."""
    small = where_of(asset.thumbnail) if asset.thumbnail else None
    where = where_of(asset.hash)
    if small is None and where is None:
        return face
    instead = small or (where if not asset.thumbnail else None)
    if instead is not None:
        face = replace(face, where=file_words.whole(instead, asset.name[:MOST_TITLE]))
    if where is None or face.state is not None or face.progress is not None:
        return face
    words, short = file_words.brief(where)
    badge = Badge(words, bad=where.state == "failed", short=short) if words else None
    return replace(face, state=badge, progress=where.share if where.moves else None)


def here(_hash: str) -> None:
    """Of a board that nobody shares: a file is here, or missing."""


def cover_of(board: Board, id: str) -> str | None:
    """The thumbnail that stands for a node where it is drawn small."""
    node = board.nodes[id]
    if node.kind in RENDERED:
        take = shown_take(board, node)
        return _thumbnail(board, take.asset) if take is not None else _still(board, node)
    return _thumbnail(board, node.refs[0]) if node.refs and node.kind in FACED else None


def shown_take(board: Board, node: Node) -> Take | None:
    """The chosen take, or the latest one."""
    chosen = board.takes.get(node.take or "")
    if chosen is not None:
        return chosen
    takes = board.takes_of(node.id)
    return takes[-1] if takes else None


def _face(board: Board, node: Node, number: str) -> Face:
    refs = node.refs if node.kind in FACED else ()
    asset = board.assets.get(refs[0]) if refs else None
    words = board.text(node.id)[:MOST_WORDS]
    sound = asset if node.kind is NodeKind.sound else None
    return Face(
        title=(sound.name if sound and not node.title else "") or _title(node, number),
        facts=_facts(board, node, asset),
        words=words,
        pictures=() if sound else _thumbnails(board, refs),
        sound=sound.hash if sound else "",
        hint="" if refs or words else _hint(node.kind),
        colour=node.color or "",
        locked=node.locked,
        mode=mode_of(node),
    )


def _clip_face(board: Board, node: Node, render: Rendered, number: str) -> Face:
    take = shown_take(board, node)
    cover = _thumbnail(board, take.asset) if take is not None else _still(board, node)
    words = words_into(board, node.id)
    running = render.state == "running"
    slate = None
    if cover is None and take is None and not (running and render.preview):
        slate = _slate(node, words)
    return Face(
        title=_title(node, number),
        facts=_clip_facts(board, node, take, cover),
        pictures=(cover,) if cover else (),
        preview=render.preview if running else None,
        slate=slate,
        hint="" if cover or slate or take else translate("Card", "Link words or a picture"),
        state=_state_badge(node, take, render),
        time=duration(render.seconds_left) if running and render.seconds_left else "",
        take=_take_badge(board, node, take),
        progress=render.progress if running else None,
        reason=tell(render.trouble.what) if render.state == "failed" and render.trouble else "",
        colour=node.color or "",
        locked=node.locked,
        mode=mode_of(node),
        again=render.state in ("failed", "lost"),
    )


def words_into(board: Board, node: str) -> str:
    """What the prompts that are linked to a clip say, joined."""
    texts = (board.text(source.id).strip() for source in fed_nodes(board, node, "words"))
    return "\n".join(text[:MOST_WORDS] for text in texts if text)[:MOST_WORDS]


def _slate(node: Node, words: str) -> tuple[str, str] | None:
    if not words:
        return None
    first, _, rest = words.partition("\n")
    return (node.title, words) if node.title else (first, rest)


def _state_badge(node: Node, take: Take | None, render: Rendered) -> Badge | None:
    model = model_name(str(node.param("model")))
    match render.state:
        case "running":
            done = percent(render.progress)
            return Badge(f"{render.by or model} · {done}", short=done)
        case "queued":
            waiting = translate("Card", "{model} · waiting").format(model=model)
            return Badge(waiting, short=translate("Card", "Waiting"))
        case "stale" if take is not None:
            stale = translate("Card", "{model} · stale").format(model=model_name(take.model))
            return Badge(stale, short=translate("Card", "Stale"))
        case "failed":
            return Badge(translate("Card", "Failed"), bad=True)
        case "lost":
            return Badge(translate("Card", "Interrupted"), bad=True)
    return None


def _take_badge(board: Board, node: Node, take: Take | None) -> str:
    takes = board.takes_of(node.id)
    if take is None or len(takes) < 2:
        return ""
    number = [one.id for one in takes].index(take.id) + 1
    star = " ★" if node.take == take.id else ""
    return translate("Card", "take {number}").format(number=number) + star


def _title(node: Node, number: str) -> str:
    title = " ".join(node.title[:MOST_TITLE].split())
    parts = (number[:MOST_TITLE], title) if number or title else (kind_name(node.kind),)
    return " · ".join(part for part in parts if part)


def _clip_facts(board: Board, node: Node, take: Take | None, cover: str | None) -> str:
    frames = node.param("frames")
    count = frames if isinstance(frames, int) else 0
    takes = len(board.takes_of(node.id))
    if takes > 1:
        rung = translate("Card", "{count} takes").format(count=takes)
    elif take is not None:
        rung = (
            translate("Card", "draft")
            if take.recipe.get("quality") == "draft"
            else translate("Card", "final")
        )
    else:
        rung = translate("Card", "still") if cover else translate("Card", "card")
    if take is not None and take.recipe.get("precision"):  # not as on a card with more memory
        rung = f"{rung} · {translate('Card', 'fewer bits')}"
    return f"{seconds(float(seconds_from(count, board.meta.rate)))} · {rung}"


def _facts(board: Board, node: Node, asset: Asset | None) -> str:
    if node.kind is NodeKind.element:
        role = translate("Card", _ROLES.get(str(node.param("role")), "character"))
        return f"{role} · {len(node.refs)}" if node.refs else role
    if asset is None:
        return ""
    if node.kind is NodeKind.picture:
        return f"{asset.width}×{asset.height}"
    if node.kind is NodeKind.video and asset.rate is not None:
        return f"{seconds(asset.seconds)} · {asset.rate} fps"
    return seconds(asset.seconds)


def _hint(kind: NodeKind) -> str:
    match kind:
        case NodeKind.prompt:
            return translate("Card", "Double-click to write")
        case NodeKind.note:
            return translate("Card", "Double-click to write")
        case NodeKind.picture | NodeKind.video | NodeKind.sound:
            return translate("Card", "Drop a file here")
        case NodeKind.element:
            return translate("Card", "Drop pictures here")
    return ""


def _still(board: Board, node: Node) -> str | None:
    """The picture that a clip begins with, another one that feeds it for want of that."""
    asset = first_picture(board, node.id)
    return _thumbnail(board, asset) if asset is not None else None


def _thumbnails(board: Board, refs: Iterable[str]) -> tuple[str, ...]:
    found = (_thumbnail(board, ref) for ref in refs)
    return tuple(one for one in found if one)


def _thumbnail(board: Board, asset: str) -> str | None:
    record = board.assets.get(asset)
    return record.thumbnail if record is not None else None


def model_name(model: str) -> str:
    """What a person calls a model; a recipe that names none was drawn by the one that needs no
    weights."""
    manifest = installed().find(model or str(PARAMS[NodeKind.clip]["model"].default))
    return manifest.name if manifest is not None else model


def percent(share: float) -> str:
    return f"{int(share * 100)} %"


def seconds(length: float) -> str:
    return translate("Card", "{seconds} s").format(seconds=f"{length:.1f}")


def duration(left: float) -> str:
    """A time to wait, no finer than it is known."""
    whole = max(int(left + 0.5), 1)
    if whole < 60:
        return translate("Card", "{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return translate("Card", "{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return translate("Card", "{minutes} min").format(minutes=minutes)


_ROLES = {
    "character": QT_TRANSLATE_NOOP("Card", "character"),
    "prop": QT_TRANSLATE_NOOP("Card", "prop"),
    "place": QT_TRANSLATE_NOOP("Card", "place"),
    "style": QT_TRANSLATE_NOOP("Card", "style"),
}
