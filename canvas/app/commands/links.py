"""Wires between ports."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.edits import AddEdge, DeleteEdges
from canvas.document.records import INPUTS, Edge, Port
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence


@command("link.connect", title=QT_TRANSLATE_NOOP("commands", "Connect"))
def connect(session: Session, source: str, out: str, target: str, into: str) -> str:
    """Link an output to an input; an input that takes one link gives up the one it had. Returns the
    link's id."""
    edge = Edge(source=source, out=out, target=target, into=into)
    session.apply(DeleteEdges(_in_the_way(session, edge)), AddEdge(edge), label="Connect")
    return edge.id


@command("link.disconnect", title=QT_TRANSLATE_NOOP("commands", "Disconnect"))
def disconnect(session: Session, edges: Sequence[str]) -> None:
    """Remove links."""
    if edges:
        session.apply(DeleteEdges(tuple(edges)), label="Disconnect")


@command("link.reconnect", title=QT_TRANSLATE_NOOP("commands", "Reconnect"))
def reconnect(session: Session, link: str, source: str, out: str, target: str, into: str) -> str:
    """Put another link in the place of one, in one step. Returns the new link's id."""
    edge = Edge(source=source, out=out, target=target, into=into)
    if edge.id == link:
        return link
    taken = (link, *(old for old in _in_the_way(session, edge) if old != link))
    session.apply(DeleteEdges(taken), AddEdge(edge), label="Connect")
    return edge.id


@command("link.why_not", title=QT_TRANSLATE_NOOP("commands", "Why not connect"))
def why_not(session: Session, source: str, out: str, target: str, into: str) -> Sentence | None:
    """Why `connect` would refuse this link, or None where it may be made."""
    edge = Edge(source=source, out=out, target=target, into=into)
    draft = session.board.draft()
    draft.take(DeleteEdges(_in_the_way(session, edge)))
    return draft.why_not(edge)


def ports_for(session: Session, source: str, out: str, target: str) -> tuple[str, ...]:
    """The inputs of `target` that this output may feed, the free ones first: where a dropped link
    may land."""
    node = session.board.nodes[target]
    ports = [
        port
        for port in INPUTS[node.kind]
        if why_not(session, source, out, target, port.name) is None
    ]
    return tuple(port.name for port in sorted(ports, key=lambda port: _full(session, target, port)))


def _full(session: Session, target: str, port: Port) -> bool:
    return not port.many and bool(session.board.links_into(target, port.name))


def _in_the_way(session: Session, edge: Edge) -> tuple[str, ...]:
    """The links that a single input gives up for this one."""
    node = session.board.nodes.get(edge.target)
    ports = INPUTS[node.kind] if node else ()
    if not any(port.name == edge.into and not port.many for port in ports):
        return ()
    links = session.board.links_into(edge.target, edge.into)
    return tuple(link.id for link in links if link.id != edge.id)
