"""What may be done to a board: edits in, writes out, or Refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from canvas.document import edits as e
from canvas.document import forms, places, schema, values, versions
from canvas.document.draft import Draft
from canvas.document.records import (
    SHOOTABLE,
    WRITABLE,
    Asset,
    Edge,
    Json,
    Node,
    NodeKind,
    Shot,
)
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.document.writes import META, Begin, Create, Keep, Put, Splice

SHOWN: dict[NodeKind, str] = {
    NodeKind.picture: "picture",
    NodeKind.video: "video",
    NodeKind.sound: "sound",
    NodeKind.element: "picture",
}
"""The kind of asset that a node's refs name; a node of any other kind has none."""

_FIXED = frozenset({"id", "kind", "deleted"})
_FIXED_META = frozenset({"schema", "lineage"})


class Rules(Draft):
    """Takes edits one by one, each on the board as those before it would leave it."""

    def take(self, edit: e.Edit) -> None:
        try:
            self._take(edit)
        except Unfit as error:
            raise e.Refused(error.reason) from None

    def _take(self, edit: e.Edit) -> None:
        match edit:
            case e.SetNode():
                self._set_node(edit)
            case e.TypeText():
                self._type(edit)
            case e.AddNode():
                self._add_node(edit.node, edit.text)
            case e.DeleteNodes():
                self._delete_nodes(edit.ids)
            case e.RestoreNodes():
                for id in dict.fromkeys(edit.ids):
                    self._hide_node(id, False)
            case e.AddEdge():
                self._add_edge(edit.edge)
            case e.DeleteEdges():
                self._delete_edges(edit.ids)
            case e.BendEdge():
                self._bend_edge(edit)
            case e.AddShot():
                self._add_shot(edit.shot)
            case e.SetShot():
                self._set_shot(edit)
            case e.DeleteShots():
                self._delete_shots(edit.ids)
            case e.RestoreShots():
                self._restore_shots(edit.ids)
            case e.SetMeta():
                self._set_meta(edit)
            case _:
                self._take_record(edit)

    def _take_record(self, edit: e.Edit) -> None:
        match edit:
            case e.AddAsset(asset):
                self._insert("assets", asset.hash, asset, self._mirror.assets, self._assets)
            case e.AddTake(take):
                self._need(self.node(take.node), take.node)
                self._need_asset(take.asset)
                self._insert("takes", take.id, take, self._mirror.takes, self._takes)
            case e.AddRender(render):
                self._need_asset(render.asset)
                self._insert("renders", render.key, render, self._mirror.renders, {})
            case e.PutCue(cue):
                if cue.asset is not None:
                    self._need_asset(cue.asset)
                self._put("cues", cue.id, cue, self._mirror.all_cues.get(cue.id))
            case e.PutMark(mark):
                mark = forms.check(schema.MARK, mark)
                places.check(mark)
                versions.check(mark)
                self._put("marks", mark.id, mark, self._mirror.all_marks.get(mark.id))
            case _:
                raise TypeError(f"{edit!r} is no edit")

    # nodes

    def _add_node(self, node: Node, text: str) -> None:
        node = forms.check(schema.NODE, node)
        if node.id in self._nodes or self._exists("nodes", node.id):
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "There is a node with this id already.")))
        if node.deleted:
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "A new node cannot be deleted.")))
        text = values.words(values.LONGEST_TEXT)(text)
        if text and node.kind not in WRITABLE:
            raise Unfit(_has_no_text(node))
        self._check_references(node)
        self._nodes[node.id] = node
        self.writes.append(Create("nodes", node.id, forms.write(schema.NODE, node)))
        if node.kind in WRITABLE and not self._exists("texts", node.id):
            self._texts[node.id] = text
            self.writes.append(Begin(node.id, text))

    def _set_node(self, edit: e.SetNode) -> None:
        node = self._need(self.node(edit.id), edit.id)
        changes: dict[str, Any] = {}
        params: dict[str, Json] = {}
        for name, value in edit.registers.items():
            if name == "params":
                params = _params(node.kind, value)
            else:
                changes[name] = _parsed(schema.NODE, name, value, _FIXED)
        after = replace(node, **changes)
        if changes.keys() & {"parent", "refs", "take"}:
            self._check_references(after, changes.keys())
        for name in changes:
            self._put_register("nodes", node.id, schema.NODE, name, node, after)
        for name, setting in params.items():
            if node.params.get(name) != setting:
                self.writes.append(Put("nodes", node.id, forms.PARAM + name, setting))
        if params:
            merged = {**node.params, **params}
            kept = {name: value for name, value in merged.items() if value is not None}
            after = replace(after, params=kept)
        self._nodes[node.id] = after

    def _put_register(
        self, root: str, id: str, form: forms.Form[Any], attribute: str, old: Any, new: Any
    ) -> None:
        """Write one register, unless it stands so already."""
        value = getattr(new, attribute)
        if getattr(old, attribute) != value:
            self.writes.append(Put(root, id, _register(form, attribute), forms.raw(value)))

    def _check_references(
        self, node: Node, names: Iterable[str] = ("parent", "refs", "take")
    ) -> None:
        if "parent" in names and node.parent is not None:
            self._check_parent(node, node.parent)
        if "refs" in names and node.refs:
            self._check_refs(node)
        if "take" in names and node.take is not None:
            take = self._takes.get(node.take) or self._mirror.takes.get(node.take)
            if take is None or take.node != node.id:
                raise Unfit(say(QT_TRANSLATE_NOOP("words", "This take is not one of the node's.")))

    def _check_parent(self, node: Node, parent: str) -> None:
        seen = {node.id}
        above: str | None = parent
        while above is not None:
            if above in seen:
                raise Unfit(
                    say(QT_TRANSLATE_NOOP("words", "A scene frame cannot lie inside itself."))
                )
            seen.add(above)
            frame = self.live_node(above)
            if frame is None or frame.kind is not NodeKind.scene:
                if above != parent:
                    return
                raise Unfit(
                    say(QT_TRANSLATE_NOOP("words", "Only a scene frame can hold other nodes."))
                )
            above = frame.parent

    def _check_refs(self, node: Node) -> None:
        wanted = SHOWN.get(node.kind)
        for hash in node.refs:
            asset = self._need_asset(hash)
            if asset.kind != wanted:
                raise Unfit(
                    say(
                        QT_TRANSLATE_NOOP("words", "A {kind} node cannot show a {asset} file."),
                        kind=node.kind.value,
                        asset=asset.kind,
                    )
                )

    def _delete_nodes(self, ids: Iterable[str]) -> None:
        for id in dict.fromkeys(ids):
            self._hide_node(id, True)
            around = {x.id: x for out in (True, False) for x in self._links_around(id, out=out)}
            self._delete_edges(around)
            shots = self._mirror.shots_of.get(id, set()) | {
                shot.id for shot in self._shots.values() if shot.node == id
            }
            self._delete_shots(sorted(shots))

    def _hide_node(self, id: str, deleted: bool) -> None:
        node = self._need(self.node(id), id)
        if node.deleted != deleted:
            self._nodes[id] = replace(node, deleted=deleted)
            self.writes.append(Put("nodes", id, forms.DELETED, deleted))

    def _type(self, edit: e.TypeText) -> None:
        node = self._need(self.node(edit.id), edit.id)
        if node.kind not in WRITABLE:
            raise Unfit(_has_no_text(node))
        inserted = values.words(values.LONGEST_TEXT)(edit.inserted)
        text = self._text(edit.id)
        at, removed = values.whole(0, len(text))(edit.at), edit.removed
        removed = values.whole(0, len(text) - at)(removed)
        after = text[:at] + inserted + text[at + removed :]
        values.words(values.LONGEST_TEXT)(after)
        if after != text:
            self._texts[edit.id] = after
            self.writes.append(Splice(edit.id, at, removed, inserted))

    # links

    def _add_edge(self, edge: Edge) -> None:
        edge = forms.check(schema.EDGE, edge)
        known = self._edge(edge.id)
        if known is not None and not known.deleted and edge.id in self._mirror.edges:
            return
        reason = self.why_not(edge)
        if reason is not None:
            raise Unfit(reason)
        self._keep_edge(replace(edge, deleted=False))

    def _delete_edges(self, ids: Iterable[str]) -> None:
        for id in dict.fromkeys(ids):
            edge = self._edge(id)
            if edge is None:
                raise Unfit(say(QT_TRANSLATE_NOOP("words", "There is no such link.")))
            if not edge.deleted:
                self._keep_edge(replace(edge, deleted=True))

    def _bend_edge(self, edit: e.BendEdge) -> None:
        edge = self._edge(edit.id)
        if edge is None or edge.deleted:
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "There is no such link.")))
        bent = forms.check(schema.EDGE, replace(edge, bends=edit.bends))
        if bent != edge:
            self._keep_edge(bent)

    def _keep_edge(self, edge: Edge) -> None:
        self._edges[edge.id] = edge
        self._around[edge.source, True][edge.id] = edge
        self._around[edge.target, False][edge.id] = edge
        self.writes.append(Keep("edges", edge.id, forms.write(schema.EDGE, edge)))

    # the film

    def _add_shot(self, shot: Shot) -> None:
        shot = forms.check(schema.SHOT, shot)
        if shot.id in self._shots or self._exists("shots", shot.id):
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "There is a shot with this id already.")))
        if shot.deleted:
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "A new shot cannot be deleted.")))
        self._check_shot(shot)
        self._shots[shot.id] = shot
        self.writes.append(Create("shots", shot.id, forms.write(schema.SHOT, shot)))

    def _check_shot(self, shot: Shot) -> None:
        node = self.live_node(shot.node)
        if node is None or node.kind not in SHOOTABLE:
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "Only a clip or a video can be a shot.")))
        if shot.out is not None and shot.out <= shot.in_:
            raise Unfit(say(QT_TRANSLATE_NOOP("words", "A shot ends after it begins.")))

    def _set_shot(self, edit: e.SetShot) -> None:
        shot = self._need(self._shot(edit.id), edit.id)
        changes = {
            name: _parsed(schema.SHOT, name, value, _FIXED)
            for name, value in edit.registers.items()
        }
        after = replace(shot, **changes)
        if changes.keys() & {"node", "in_", "out"}:
            self._check_shot(after)
        for name in changes:
            self._put_register("shots", shot.id, schema.SHOT, name, shot, after)
        self._shots[shot.id] = after

    def _delete_shots(self, ids: Iterable[str]) -> None:
        for id in dict.fromkeys(ids):
            shot = self._need(self._shot(id), id)
            if not shot.deleted:
                self._shots[id] = replace(shot, deleted=True)
                self.writes.append(Put("shots", id, forms.DELETED, True))

    def _restore_shots(self, ids: Iterable[str]) -> None:
        for id in dict.fromkeys(ids):
            shot = self._need(self._shot(id), id)
            if shot.deleted:
                self._check_shot(shot)
                self._shots[id] = replace(shot, deleted=False)
                self.writes.append(Put("shots", id, forms.DELETED, False))

    # everything else

    def _set_meta(self, edit: e.SetMeta) -> None:
        before = self._meta or self._mirror.meta
        changes = {
            name: _parsed(schema.META, name, value, _FIXED_META)
            for name, value in edit.registers.items()
        }
        self._meta = replace(before, **cast(Any, changes))
        for name in changes:
            self._put_register(META, META, schema.META, name, before, self._meta)

    def _insert(
        self, root: str, key: str, record: Any, known: Any, drafted: dict[str, Any]
    ) -> None:
        """Insert only: what is there stays as it is."""
        record = forms.check(schema.FORMS[root], record)
        schema.FORMS[root].key(key)
        if key in known or key in drafted or (root, key) in self._kept:
            return
        drafted[key] = record
        self._kept.add((root, key))
        self.writes.append(Keep(root, key, forms.write(schema.FORMS[root], record)))

    def _put(self, root: str, id: str, record: Any, before: Any) -> None:
        record = forms.check(schema.FORMS[root], record)
        if record != before or (root, id) in self._kept:
            self._kept.add((root, id))
            self.writes.append(Keep(root, id, forms.write(schema.FORMS[root], record)))

    def _need(self, found: Any, id: str) -> Any:
        if found is None:
            raise Unfit(
                say(
                    QT_TRANSLATE_NOOP("words", "There is nothing on the board with the id {id}."),
                    id=id,
                )
            )
        return found

    def _need_asset(self, hash: str) -> Asset:
        asset = self.asset(hash)
        if asset is None:
            raise Unfit(
                say(QT_TRANSLATE_NOOP("words", "The board knows no file {hash}."), hash=hash[:12])
            )
        return asset


def _register(form: forms.Form[Any], attribute: str) -> str:
    return next(name for name, slot in form.slots.items() if slot.attribute == attribute)


def _parsed(form: forms.Form[Any], attribute: str, value: object, fixed: frozenset[str]) -> object:
    """The typed value of an attribute that may be set; None resets it where it has a default."""
    if attribute not in fixed:
        for slot in form.slots.values():
            if slot.attribute == attribute:
                if value is None and attribute not in form.needed:
                    return form.defaults[attribute]
                return slot.parse(value)
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "There is no {name} that could be set."), name=attribute)
    )


def _params(kind: NodeKind, value: object) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise Unfit(say(QT_TRANSLATE_NOOP("words", "Settings come by name.")))
    return {name: values.parameter(kind, name, setting) for name, setting in value.items()}


def _has_no_text(node: Node) -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "A {kind} node has no text."), kind=node.kind.value)
