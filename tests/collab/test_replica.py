"""The replica against the real room, in memory: SPEC.md, section 8."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.comments import Comments
from canvas.document.edits import AddNode, set_node
from collab.effects import Close, Keep, Person, RoomState, Send, Weigh
from collab.gate import Examined, TurnedAway, judged, question, verdict
from collab.outcomes import Answered, Broken, Healed, Heavy, Outcome, Parted, TooLarge
from collab.packing import packed
from collab.replica import MOST_UNASKED, NOTHING, Replica
from collab.roles import Role
from collab.room import FRAME, Room
from collab.vectors import write_vector
from collab.wire import (
    BOARD,
    COMMENTS,
    DIFFERS,
    Aware,
    Check,
    Code,
    Edit,
    Hello,
    Message,
    Packed,
    Step1,
    Step2,
    Welcome,
    decode,
    encode,
)
from tests.document.boards import a_node, everything


@dataclass
class Server:
    """A room, its disk and its wires, which can be slow."""

    room: Room = field(default_factory=lambda: Room("film", RoomState()))
    now: float = 100.0
    kept: list[Keep] = field(default_factory=list)
    windows: dict[int, Window] = field(default_factory=dict)
    safe: bool = True

    def settle(self) -> None:
        while any([self._turn(), *[window.turn() for window in [*self.windows.values()]]]):
            pass

    def _turn(self) -> bool:
        effects = self.room.take_effects()
        for effect in effects:
            match effect:
                case Send(peers, frame):
                    for peer in peers:
                        if peer in self.windows:
                            self.windows[peer].inbox.append(frame)
                case Keep(channel, sequence):
                    self.kept.append(effect)
                    if self.safe:
                        self.room.durable(channel, sequence)
                case Close(peer, code, _):
                    self.windows.pop(peer).closed(code)
                case Weigh(job, _, channel, state, update):
                    said = judged(question(channel, state, update))
                    self.room.weighed(job, verdict(0, said), self.now)
        return bool(effects)

    def written(self) -> None:
        """Everything is on the disk now."""
        for channel in (BOARD, COMMENTS):
            self.room.durable(channel, self.room.sequence(channel))


class Window:
    """A board, its comments, and a replica of them."""

    def __init__(
        self, server: Server, person: str, board: Board, role: Role = Role.owner, unsaved: int = 0
    ) -> None:
        self.server, self.person, self.board, self.role = server, person, board, role
        self.comments = Comments.load((), person=person)
        self.replica = Replica(
            {BOARD: board, COMMENTS: self.comments},
            {"id": person, "name": person.title(), "color": "#112233"},
            lineage=board.meta.lineage,
            ids=[board.client, self.comments.client],
            role=role,
            unsaved={BOARD: unsaved},
        )
        board.listen(self._made)
        self.inbox: list[bytes] = []
        self.sent: list[Message] = []
        self.outcomes: list[Outcome] = []
        self.changes: list[Change] = []
        self.codes: list[int] = []
        self.peer = 0
        self.act: Callable[[Outcome], None] = lambda _outcome: None

    def _made(self, change: Change) -> None:
        self.changes.append(change)
        if not change.foreign:
            self.replica.edited(BOARD, change.update, change.label)

    def connect(self, role: Role | None = None) -> Window:
        self.role = self.role if role is None else role
        person = Person(self.person, role=self.role)
        self.peer = self.server.room.enter(person, plain=False, now=self.server.now)
        self.server.windows[self.peer] = self
        self.replica.opened()
        self.server.settle()
        return self

    def cut(self) -> None:
        if self.server.windows.pop(self.peer, None) is not None:
            self.server.room.leave(self.peer, self.server.now)
        self.inbox.clear()
        self.replica.lost()

    def closed(self, code: int) -> None:
        self.codes.append(code)
        self.turn()
        self.replica.lost()

    def turn(self) -> bool:
        frames, self.inbox = self.inbox, []
        for frame in frames:
            self.replica.receive(frame)
        worked = self._work()
        frame = self.replica.outgoing(self.server.now)
        if frame and self.peer in self.server.windows:
            self.sent += decode(frame)
            self.server.room.receive(self.peer, frame, self.server.now)
        return self._work() or worked or bool(frame)

    def _work(self) -> bool:
        worked = False
        while self.replica.work() or self.replica.outcomes:
            worked = True
            while self.replica.outcomes:
                outcome = self.replica.outcomes.popleft()
                self.outcomes.append(outcome)
                self.act(outcome)
        return worked

    def note(self, id: str, **registers: object) -> None:
        self.board.apply(AddNode(a_node(id, "note", **registers)))
        self.server.settle()

    def got(self, kind: type) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, kind)]

    @property
    def unsaved(self) -> int:
        return self.replica.unsaved[BOARD]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def ann(server: Server) -> Window:
    return Window(server, "ann", Board.new(person="ann", title="Film"))


def a_copy(window: Window, person: str, role: Role = Role.editor) -> Window:
    board = Board.load([window.board.encode()], person=person)
    return Window(window.server, person, board, role)


def test_r8_12_nothing_is_written_before_the_welcome(server: Server, ann: Window) -> None:
    ann.note("early")
    assert ann.sent == []
    ann.connect()
    first, *rest = ann.sent
    assert isinstance(first, Hello)
    assert [type(message) for message in rest[:2]] == [Step1, Step1]
    assert ann.replica.state == "live"
    assert ann.unsaved == 0


def test_r8_12_large_vectors_wait_for_the_welcome(server: Server, ann: Window) -> None:
    class Old:
        """A document that thousands have written in."""

        def vector(self) -> bytes:
            return write_vector(dict.fromkeys(range(1, MOST_UNASKED), 1))

        def encode(self, since: bytes | None = None) -> bytes:
            return NOTHING

        def receive(self, update: bytes, origin: str, label: str = "") -> None: ...

    replica = Replica({BOARD: Old()}, {}, lineage="L", ids=[1])
    replica.opened()
    assert [type(message) for message in decode(replica.outgoing(0))] == [Hello]
    replica.receive(encode(Welcome({"lineage": "L", "role": "editor"})))
    replica.work()
    assert [type(message) for message in decode(replica.outgoing(0))] == [Step1]


def test_r8_12_a_room_that_speaks_before_its_welcome_is_hung_up_on(ann: Window) -> None:
    ann.replica.opened()
    other = Board.new(person="x")
    ann.replica.receive(encode(Edit(BOARD, 1, "x", "", other.encode())))
    ann._work()
    assert ann.got(Broken)
    assert [change for change in ann.changes if change.foreign] == []


def test_r8_37_a_replica_far_away_asks_for_packed_answers_and_takes_them(ann: Window) -> None:
    ann.connect()
    ann.note("hers")
    bob = a_copy(ann, "bob")
    for far in (False, True):
        bob.replica.opened(far=far)
        (hello, *_) = decode(bob.replica.outgoing(0.0))
        assert isinstance(hello, Hello)
        assert hello.body["packed"] is far
    welcome = {"lineage": ann.board.meta.lineage, "role": "editor"}
    bob.replica.receive(encode(Welcome(welcome), packed(Step2(BOARD, ann.board.encode()))))
    while bob.replica.work():
        pass
    assert everything(bob.board) == everything(ann.board)


def test_r8_13_a_step_2_takes_the_place_of_what_waited(server: Server, ann: Window) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()
    bob.sent.clear()
    for number in range(3):  # each tells the replica, which is not asked for frames meanwhile
        bob.board.apply(AddNode(a_node(f"n{number}", "note")))
    assert bob.unsaved == 3
    bob.replica.receive(encode(Step1(BOARD, ann.board.vector())))
    server.settle()
    written = [message for message in bob.sent if isinstance(message, Step2 | Edit)]
    assert [type(message) for message in written] == [Step2]
    assert everything(ann.board) == everything(bob.board)
    assert bob.unsaved == 0
    bob.note("after")
    assert isinstance(bob.sent[-1], Edit)
    assert bob.codes == []


def test_r8_14_what_had_no_ack_is_not_saved_there_and_comes_again(
    server: Server, ann: Window
) -> None:
    ann.connect()
    server.safe = False
    ann.note("one")
    ann.note("two")
    assert ann.unsaved == 2
    server.written()
    server.settle()
    assert ann.unsaved == 0
    ann.note("three")
    ann.cut()
    ann.note("four")
    assert ann.unsaved == 2
    server.safe = True
    ann.connect()
    assert ann.unsaved == 0


def test_r8_15_a_burst_goes_no_faster_than_the_room_allows_and_as_few_edits(
    server: Server, ann: Window
) -> None:
    ann.connect()
    ann.note("n")
    bob = a_copy(ann, "bob").connect()
    ann.sent.clear()
    for step in range(2000):
        ann.board.apply(set_node("n", pos=(float(step), 0.0)), label="Move")
        if step % 100 == 0:
            server.settle()
    for _ in range(100):
        server.settle()
        server.now += 0.05
        if not ann.unsaved:
            break
    edits = [message for message in ann.sent if isinstance(message, Edit)]
    assert ann.codes == []
    assert ann.unsaved == 0
    assert len(edits) < 300
    assert {edit.label for edit in edits} == {"Move"}
    assert bob.board.nodes["n"].pos == (1999.0, 0.0)


def test_r8_15_edits_of_different_names_are_not_mixed(server: Server, ann: Window) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()
    labels = ["Add note", "Move", "Move", "Rename"]
    ann.board.apply(AddNode(a_node("n", "note")), label="Add note")
    ann.board.apply(set_node("n", pos=(1.0, 1.0)), label="Move")
    ann.board.apply(set_node("n", pos=(2.0, 2.0)), label="Move")
    ann.board.apply(set_node("n", title="T"), label="Rename")
    server.settle()
    heard = [change.label for change in bob.changes]
    assert heard == list(dict.fromkeys(labels))


def test_r8_16_an_edit_larger_than_a_frame_comes_with_the_next_connection(
    server: Server, ann: Window
) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()

    def reconnect(outcome: Outcome) -> None:
        if isinstance(outcome, TooLarge):
            bob.cut()

    bob.act = reconnect
    long = "x" * 150
    edits = [AddNode(a_node(f"n{number}", "note", title=long)) for number in range(5000)]
    bob.board.apply(*edits)
    server.settle()
    assert bob.got(TooLarge)
    assert bob.unsaved == 1
    bob.connect()
    ann.replica.weighed(_weighed(ann))
    server.settle()
    assert bob.codes == []
    assert len(ann.board.nodes) == 5000


def test_r8_16_edits_that_together_are_larger_than_a_frame_go_in_several(
    server: Server, ann: Window
) -> None:
    ann.connect()
    pieces = [bytes([number]) * (400 << 10) for number in range(5)]
    for number, piece in enumerate(pieces):
        ann.replica.edited(BOARD, piece, f"Paste {number}")
    frames = []
    while ann.replica.wants_in(server.now) is not None:
        server.now += 0.01
        frames.append(ann.replica.outgoing(server.now))
    assert max(len(frame) for frame in frames) <= FRAME
    sent = [edit.update for frame in frames for edit in decode(frame) if isinstance(edit, Edit)]
    assert sent == pieces


def _weighed(window: Window) -> Examined:
    (heavy,) = [outcome for outcome in window.outcomes if isinstance(outcome, Heavy)]
    return verdict(0, judged(question(heavy.channel, NOTHING, heavy.update)))


def test_r8_17_what_comes_after_a_big_update_waits_for_its_verdict(
    server: Server, ann: Window
) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()
    ann.board.apply(*[AddNode(a_node(f"n{n}", "note", title="x" * 100)) for n in range(3000)])
    server.settle()
    ann.note("after")
    assert bob.got(Heavy)
    assert bob.replica.weighing
    assert bob.board.nodes == {}
    bob.replica.weighed(_weighed(bob))
    server.settle()
    assert everything(bob.board) == everything(ann.board)


def test_r8_17_an_update_that_the_gate_turns_away_is_never_applied(ann: Window) -> None:
    ann.connect()
    before = everything(ann.board)
    # one struct, of a client that writes under a root that boards do not have
    evil = b"\x01\x01\x05\x00\x28\x01\x04evil\x01a\x01\x77\x01b\x00"
    ann.replica.receive(encode(Edit(BOARD, 1, "eve", "", evil)))
    ann._work()
    assert ann.got(Broken)
    assert everything(ann.board) == before
    ann.replica.weighed(TurnedAway("nobody waits for this"))


def test_r8_18_a_frame_that_is_none_hangs_up_and_changes_nothing(ann: Window) -> None:
    ann.connect()
    before = everything(ann.board)
    torn = encode(Packed(BOARD, 100, b"torn"))
    for frame in (b"", b"\xff" * 40, b"\x66\x00", b"\x69\x00\x05\x01", torn):
        ann.outcomes.clear()
        ann.replica.receive(frame)
        ann._work()
        assert ann.got(Broken), frame
    assert everything(ann.board) == before


def test_r8_19_a_check_that_differs_heals_both_and_has_the_board_looked_at(
    server: Server, ann: Window
) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()
    ann.note("hers")
    lost, bob.inbox = bob.inbox, []
    assert lost == []
    ann.board.apply(AddNode(a_node("missed", "note")))
    ann.turn()
    server._turn()
    bob.inbox.clear()  # this one never arrived
    server.settle()
    assert "missed" not in bob.board.nodes
    server.now += 31
    server.room.tick(server.now)
    server.settle()
    assert everything(bob.board) == everything(ann.board)
    assert bob.got(Healed) == [Healed(BOARD)]
    assert ann.got(Healed) == []


def test_r8_19_while_edits_are_on_their_way_only_the_second_difference_counts(
    server: Server, ann: Window
) -> None:
    ann.connect()
    server.safe = False
    ann.note("moving")
    ann.sent.clear()
    ann.replica.receive(encode(Check(BOARD, DIFFERS)))
    server.settle()
    assert ann.sent == []
    ann.replica.receive(encode(Check(BOARD, DIFFERS)))
    server.settle()
    assert isinstance(ann.sent[0], Step1)


def test_r8_20_an_answer_carries_the_number_of_its_question(server: Server, ann: Window) -> None:
    ann.connect()
    number = ann.replica.ask("links", {})
    server.settle()
    server.room.answer(ann.peer, number, True, {"links": []})
    server.settle()
    assert ann.got(Answered) == [Answered(number, True, {"links": []})]


def test_r8_11_another_lineage_parts_before_anything_is_merged(server: Server, ann: Window) -> None:
    ann.connect()
    other = Window(server, "bob", Board.new(person="bob", title="Another"), Role.editor)
    other.note("his")
    other.connect()
    assert other.got(Parted) == [Parted("lineage")]
    assert other.codes == [Code.lineage]
    assert ann.board.nodes == {}
    assert other.board.meta.title == "Another"


def test_r8_10_edits_without_the_right_to_them_part_and_are_not_sent(
    server: Server, ann: Window
) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect()
    bob.cut()
    bob.note("dark")
    bob.sent.clear()
    bob.connect(Role.viewer)
    assert bob.got(Parted) == [Parted("role")]
    assert not [message for message in bob.sent if isinstance(message, Step2 | Edit)]
    assert bob.codes == []


def test_r8_9_a_new_role_is_told_and_what_may_be_written_is_asked_for(
    server: Server, ann: Window
) -> None:
    ann.connect()
    bob = a_copy(ann, "bob").connect(Role.viewer)
    assert bob.replica.state == "live"
    server.room.set_role("bob", Role.editor)
    server.settle()
    assert bob.replica.role is Role.editor
    bob.note("now")
    assert "now" in ann.board.nodes
    server.room.set_role("bob", Role.viewer)
    server.settle()
    assert bob.replica.role is Role.viewer
    assert bob.got(Parted) == []


def test_r8_7_twenty_states_a_second_at_most(server: Server, ann: Window) -> None:
    ann.connect()
    ann.sent.clear()
    written: list[int] = []
    for step in range(100):
        ann.replica.present(lambda step=step: written.append(step) or b"{}")  # type: ignore
        server.settle()
        server.now += 0.01
    shown = [message for message in ann.sent if isinstance(message, Aware)]
    assert 19 <= len(shown) <= 21
    assert len(written) == len(shown)
    wait = ann.replica.wants_in(server.now)
    assert wait is None or wait <= 0.05
