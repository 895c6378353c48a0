"""Shots become pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from canvas.app.commands.registry import command
from canvas.app.notices import ACTIVE
from canvas.app.refusing import judged
from canvas.app.session import Session
from canvas.app.takes import recipe_of, take_edits
from canvas.document.edits import Edit
from canvas.document.records import Asset, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from generation.compile import Plan, Planned, compile_shot, plan
from generation.contract import RenderTrouble
from generation.messages import media_of


class NothingRuns(Trouble):
    """A render was to be stopped, and none is under way."""

    code = "nothing_runs"


@dataclass(frozen=True, slots=True)
class Submitted:
    queued: tuple[str, ...] = ()
    """Clips that are rendered now, with what they need, in order."""
    fresh: tuple[str, ...] = ()
    """Clips whose very picture had been rendered before, by whomever: nothing is rendered."""
    refused: Mapping[str, RenderTrouble] = field(default_factory=dict)
    """Clips that cannot be rendered, and why: nothing of them is queued."""


@command(
    "render.start",
    title=QT_TRANSLATE_NOOP("commands", "Render"),
    keys=("Ctrl+Return",),
    menu="render",
)
def render(
    session: Session,
    nodes: Sequence[str] | None = None,
    *,
    quality: str | None = None,
    front: bool = False,
) -> Submitted:
    """Render clips and what they depend on; without `nodes`, every clip that the film shows and
    that is missing or stale.

    `quality` draft or final overrides what the clips say; `front` puts them before all that waits.
    What has been rendered before, by whomever in the room, is not rendered again: its take is
    chosen at once. Where a picture or clip that a render begins with is still with somebody else,
    it starts when that has come. What its model refuses, and what can be drawn nowhere, is not
    queued: `refused` says why, and so does the clip. Raises OriginalsAway.
    """
    session.must_be_writable()
    chosen = None if nodes is None else clips_of(session, nodes)
    wanted = _plan(session, chosen, quality)
    session.rendering.supersede(wanted.keys)
    fresh = _choose_made(session, wanted, quality)
    found = judged(session, wanted.jobs)
    session.rendering.refuse(found.refused)
    submit = partial(session.rendering.submit, found.jobs, front=front)
    lacking = _lacking(session, found.jobs) if session.fetching.shared else ()
    if lacking:
        session.awaiting.render(lacking, submit)
    else:
        submit()
    queued = tuple(dict.fromkeys(job.node for job in found.jobs))
    return Submitted(queued, fresh, {**wanted.refused, **found.refused})


@command(
    "render.front",
    title=QT_TRANSLATE_NOOP("commands", "Render before all others"),
    keys=("Ctrl+Shift+Return",),
    menu="render",
)
def render_first(session: Session, nodes: Sequence[str] | None = None) -> Submitted:
    """Render clips and what they depend on before everything that waits already."""
    return render(session, nodes, front=True)


@command(
    "render.cancel_current",
    title=QT_TRANSLATE_NOOP("commands", "Cancel what is rendering"),
    keys=("Ctrl+Alt+Return",),
    menu="render",
)
def cancel_current(session: Session) -> tuple[str, ...]:
    """Stop the render that is under way within a step; what waits goes on. Returns the clips.
    Raises NothingRuns."""
    running = session.rendering.running()
    if not running:
        raise NothingRuns(say(QT_TRANSLATE_NOOP("words", "Nothing is being rendered now.")))
    session.rendering.cancel(running)
    return running


@command(
    "render.cancel",
    title=QT_TRANSLATE_NOOP("commands", "Cancel all renders"),
    keys=("Ctrl+Alt+Shift+Return",),
    menu="render",
)
def cancel_renders(session: Session, nodes: Sequence[str] | None = None) -> None:
    """Stop the renders of these clips within a step, or all of them."""
    session.rendering.cancel(None if nodes is None else clips_of(session, nodes))


@command("render.retry", title=QT_TRANSLATE_NOOP("commands", "Try again"), menu="render")
def retry(session: Session, nodes: Sequence[str] | None = None) -> Submitted:
    """Render again what failed, was cancelled or was lost in a crash: these clips, or all such."""
    again = session.rendering.undone() if nodes is None else clips_of(session, nodes)
    return render(session, again) if again else Submitted()


def to_render(session: Session) -> tuple[str, ...]:
    """The clips that `render` would render now and that no render is under way for: the number on
    the button."""
    return tuple(dict.fromkeys(job.node for job in _waiting(session)))


def time_to_render(session: Session) -> Sentence | None:
    """How long all of `to_render` take on this machine; None where nothing is known of them."""
    return session.fitting.total(job.request for job in _waiting(session))


def _waiting(session: Session) -> tuple[Planned, ...]:
    jobs = _plan(session, None, None).jobs
    return tuple(job for job in jobs if session.state(job.node).state not in ACTIVE)


def clips_of(session: Session, nodes: Iterable[str]) -> tuple[str, ...]:
    """The clips among `nodes`, with those that selected scene frames hold, each once."""
    board = session.board
    chosen = dict.fromkeys(nodes)
    found = {
        id: None
        for id, node in board.nodes.items()
        if node.kind is NodeKind.clip and (id in chosen or node.parent in chosen)
    }
    return tuple(found)


def _plan(session: Session, nodes: Sequence[str] | None, quality: str | None) -> Plan:
    """What is missing; a render whose file has gone or was cut short is made again, unless
    somebody in the room has it."""

    def have(asset: str) -> bool:
        return session.rendering.has(asset) or session.fetching.can_be_had(asset)

    return plan(session.board, nodes, quality=quality, have=have)


def _lacking(session: Session, jobs: Iterable[Planned]) -> tuple[Asset, ...]:
    """The files that these renders begin with and that are not here."""
    renders = session.board.renders
    needed = []
    for job in jobs:
        for media in media_of(job.request):
            made = renders.get(media.render)
            needed.append(media.asset or (made.asset if made is not None else ""))
    return session.fetching.lacking(needed)


def _choose_made(session: Session, wanted: Plan, quality: str | None) -> tuple[str, ...]:
    """Choose the takes of what has been rendered before; returns the clips that got another one."""
    board = session.board
    edits: list[Edit] = []
    changed: list[str] = []
    for node in sorted(wanted.fresh):
        request = compile_shot(board, node)
        recipe = recipe_of(replace(request, quality=quality or request.quality))
        more = take_edits(board, node, board.renders[wanted.keys[node]], recipe)
        if more:
            edits += more
            changed.append(node)
    if edits:
        session.absorb(*edits, label="Render")
    return tuple(changed)
