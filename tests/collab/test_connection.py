"""The connection over real sockets, to servers that behave, vanish, trickle and flood: SPEC.md,
section 8."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from collab.connection import (
    MOST_WAITING,
    Connection,
    Frame,
    Happening,
    Lost,
    Opened,
)
from collab.dialling import DISTRUST, Address, dial, give_up
from collab.pacing import BUSY, Backoff, Bucket, Pace
from collab.roles import Role
from collab.server.certificate import self_signed
from collab.server.serving import Options, shut
from collab.wire import SUBPROTOCOL, Code
from tests.app.rooms import Cable
from tests.collab.serving import ServedHere

QUICK = Pace(first=0.02, most=0.1, ping=5.0, dead=60.0, opening=30.0)
"""Soon back, and for no machine too slow to be alive."""

BRISK = replace(QUICK, ping=0.2, dead=2.0)
"""For tests of what is dead: a machine that stands still for so long fails them."""

Handler = Callable[[ServerConnection], Awaitable[None]]


class Here:
    """A connection and who waits for it."""

    def __init__(self, address: Address, pace: Pace = QUICK) -> None:
        self._woken = threading.Event()
        self.wakes = 0
        self.seen: list[Happening] = []
        self.connection = Connection(address, self._wake, pace=pace)
        self.connection.start()

    def _wake(self) -> None:
        self.wakes += 1
        self._woken.set()

    def next(self, kind: type[Happening], patience: float = 60.0) -> Happening:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            found = self.connection.take()
            if found is None:
                self._woken.wait(0.05)
                self._woken.clear()
                continue
            self.seen.append(found)
            if isinstance(found, kind):
                return found
        raise AssertionError(f"no {kind.__name__} after {self.seen}")


@contextmanager
def calling(address: Address, pace: Pace = QUICK) -> Iterator[Here]:
    here = Here(address, pace)
    try:
        yield here
    finally:
        here.connection.close()


@contextmanager
def answered_by(handler: Handler) -> Iterator[int]:
    """A websocket server on a thread of its own; gives its port."""
    ready = threading.Event()
    found: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, Server]] = []

    async def run() -> None:
        over = asyncio.Event()
        async with serve(
            handler,
            "127.0.0.1",
            0,
            subprotocols=[SUBPROTOCOL],
            ping_interval=None,  # type: ignore
        ) as server:
            found.append((asyncio.get_running_loop(), over, server))
            ready.set()
            await over.wait()
            await shut(server)
            server.close(close_connections=True)

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="answering")
    thread.start()
    assert ready.wait(60)
    loop, over, server = found[0]
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


def at(port: int) -> Address:
    return Address(f"ws://127.0.0.1:{port}/v1/film")


async def echo(websocket: ServerConnection) -> None:
    async for message in websocket:
        await websocket.send(message)


def test_frames_go_and_come_in_order_and_small_ones_travel_as_one() -> None:
    with answered_by(echo) as port, calling(at(port)) as here:
        opened = here.next(Opened)
        assert isinstance(opened, Opened)
        sent = [bytes([number]) * (number + 1) for number in range(200)] + [b"x" * 100_000]
        for frame in sent:
            here.connection.send(opened.attempt, frame)
        here.connection.send(opened.attempt + 1, b"for a socket that is not")
        came: list[bytes] = []
        while sum(map(len, came)) < sum(map(len, sent)):
            frame = here.next(Frame)
            assert isinstance(frame, Frame)
            came.append(frame.content)
        assert b"".join(came) == b"".join(sent)
        assert len(came) < 20


def test_many_frames_are_one_wake_until_they_are_taken() -> None:
    async def chatter(websocket: ServerConnection) -> None:
        for number in range(100):
            await websocket.send(bytes([number]))
        await websocket.send(bytes(4000))  # more than there is of HTTP before all these
        await websocket.wait_closed()

    with answered_by(chatter) as port, calling(at(port)) as here:
        deadline = time.monotonic() + 60
        while (here.connection.heard < 4000 or not here.wakes) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert here.wakes == 1
        for number in range(100):
            assert here.next(Frame) == Frame(1, bytes([number]))


def test_what_was_sent_before_closing_arrives() -> None:
    came: list[bytes] = []

    async def listen(websocket: ServerConnection) -> None:
        with suppress(Exception):
            async for message in websocket:
                came.append(bytes(message))  # type: ignore[arg-type]

    with answered_by(listen) as port:
        with calling(at(port)) as here:
            opened = here.next(Opened)
            here.connection.send(opened.attempt, b"last words")
        deadline = time.monotonic() + 60
        while not came and time.monotonic() < deadline:  # they may lie there still to be read
            time.sleep(0.01)
        assert came == [b"last words"]


@pytest.mark.parametrize("failures", [0, 1, 3, 10, 100])
def test_r8_21_pauses_are_drawn_evenly_up_to_a_bound_that_doubles(failures: int) -> None:
    bounds: list[tuple[float, float]] = []

    def draw(least: float, most: float) -> float:
        bounds.append((least, most))
        return most

    backoff = Backoff(Pace(), draw)
    for _ in range(failures):
        backoff.after(0.0)
    backoff.after(0.0)
    assert bounds[-1] == (0.0, min(5.0, 0.1 * 2.0**failures))
    backoff.after(60.0)  # one that stood for a while begins anew
    assert bounds[-1] == (0.0, 0.1)
    for code in BUSY:
        backoff.after(0.0, code)
        assert bounds[-1] == (0.5, 5.0)


def test_r8_21_a_lost_socket_is_dialled_again_and_again() -> None:
    async def hang_up(websocket: ServerConnection) -> None:
        websocket.transport.abort()

    with answered_by(hang_up) as port, calling(at(port)) as here:
        for attempt in range(1, 5):
            assert here.next(Opened) == Opened(attempt)
            lost = here.next(Lost)
            assert isinstance(lost, Lost)
            assert (lost.attempt, lost.code, lost.opened, lost.final) == (
                attempt,
                1006,
                True,
                False,
            )


def test_r8_21_a_server_that_comes_late_is_found_and_hurrying_skips_the_pause() -> None:
    slow = Pace(first=60.0, most=60.0)
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with calling(at(port), slow) as here:
        lost = here.next(Lost)
        assert isinstance(lost, Lost)
        assert not lost.opened
        with _at_port(port):
            deadline = time.monotonic() + 60
            while not any(isinstance(one, Opened) for one in here.seen):
                here.connection.hurry()
                with suppress(AssertionError):
                    here.next(Opened, 0.2)
                assert time.monotonic() < deadline


@contextmanager
def _at_port(port: int) -> Iterator[None]:
    with answered_by(echo) as real, Forward(port, real):
        yield


class Forward(Cable):
    """A cable that ends at a port of our choice."""

    def __init__(self, port: int, to: int) -> None:
        super().__init__(to)
        self._server.close()
        self._server = socket.create_server(("127.0.0.1", port))


def test_r8_22_a_line_on_which_nothing_moves_is_given_up() -> None:
    with answered_by(echo) as port, Cable(port) as cable, calling(at(cable.port), BRISK) as here:
        here.next(Opened)
        quiet = time.monotonic() + 1.25 * BRISK.dead  # pings are answered
        while time.monotonic() < quiet:
            time.sleep(0.05)
        assert here.connection.take() is None
        began = time.monotonic()
        cable.freeze()
        lost = here.next(Lost)
        assert isinstance(lost, Lost)
        assert lost.code == 1006
        assert time.monotonic() - began < 20
        cable.mend()
        here.next(Opened)


def test_r8_22_a_frame_that_trickles_in_is_a_sign_of_life() -> None:
    async def trickle(websocket: ServerConnection) -> None:
        websocket.transport.write(b"\x82\x1e")  # a binary frame of 30 bytes, RFC 6455, 5.2
        for _ in range(30):
            await asyncio.sleep(0.09)  # in all longer than what is dead keeps silent
            websocket.transport.write(b"x")
        await websocket.wait_closed()

    with answered_by(trickle) as port, calling(at(port), BRISK) as here:
        assert here.next(Frame) == Frame(1, b"x" * 30)


def test_r8_23_nothing_is_said_to_somebody_with_another_certificate(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)
    said: list[bytes] = []

    def listen(server: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.path, certificate.key)
        with suppress(OSError):
            while True:
                one, _ = server.accept()
                with suppress(OSError), context.wrap_socket(one, server_side=True) as spoken:
                    spoken.settimeout(60)
                    said.append(spoken.recv(1000))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=(server,), daemon=True)
        thread.start()
        url = f"wss://127.0.0.1:{server.getsockname()[1]}/v1/film"
        with calling(Address(url, "a secret token", fingerprint="0" * 64)) as here:
            lost = here.next(Lost)
            assert isinstance(lost, Lost)
            assert (lost.code, lost.opened) == (DISTRUST, False)
            here.next(Lost)
        with calling(Address(url, "a secret token", fingerprint=certificate.fingerprint)) as here:
            deadline = time.monotonic() + 60
            while not any(said) and time.monotonic() < deadline:
                time.sleep(0.01)
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)
    assert b"a secret token" in b"".join(said)
    assert b"" in said
    assert [b"secret" in each for each in said].count(True) >= 1
    assert not any(b"secret" in each for each in said[:2])


def test_r8_23_the_certificate_of_the_link_is_enough(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film"), tls=True) as server:
        link = server.link(Role.owner)
        with calling(Address(link.socket, link.token, fingerprint=link.fingerprint)) as here:
            here.next(Opened)


def test_r8_24_a_refusal_is_final_and_says_why(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ServedHere(data, Options(data, room="film")) as server:
        expired = server.personal("bob", seconds=-5)
        with calling(Address(server.link().socket, expired)) as here:
            lost = here.next(Lost)
            assert isinstance(lost, Lost)
            assert (lost.code, lost.final) == (Code.token, True)
            assert "expired" in lost.reason
            time.sleep(0.3)
            assert here.connection.take() is None


def test_r8_26_what_nobody_takes_is_not_read() -> None:
    piece = b"x" * (1 << 20)

    async def flood(websocket: ServerConnection) -> None:
        for _ in range(40):
            await websocket.send(piece)
        await websocket.wait_closed()

    patient = Pace(ping=60, dead=120)
    with answered_by(flood) as port, calling(at(port), patient) as here:
        heard = -1
        while heard < MOST_WAITING or here.connection.heard != heard:  # until nothing more comes
            heard = here.connection.heard
            time.sleep(0.3)
        assert MOST_WAITING < heard < 2 * MOST_WAITING
        for _ in range(40):
            assert here.next(Frame) == Frame(1, piece)


def test_a_bucket_gives_a_burst_and_then_a_rate() -> None:
    bucket = Bucket(10.0, 5.0)
    assert [bucket.take(0.0) for _ in range(6)] == [True] * 5 + [False]
    assert bucket.wait() == pytest.approx(0.1)
    assert bucket.take(0.1)
    assert not bucket.take(0.15)
    assert [bucket.take(100.0) for _ in range(6)] == [True] * 5 + [False]


def test_who_answers_at_the_moment_when_dialling_is_given_up_is_hung_up_on() -> None:
    gone = threading.Event()

    async def wait(websocket: ServerConnection) -> None:
        await websocket.wait_closed()
        gone.set()

    async def work(port: int) -> None:
        dialling = asyncio.ensure_future(dial(at(port), 1 << 20, lambda _: None))
        await asyncio.wait({dialling})
        await give_up(dialling)

    with answered_by(wait) as port:
        asyncio.run(work(port))
        assert gone.wait(60)


def test_whoever_leaves_in_the_middle_of_tls_leaves_no_socket_behind(tmp_path: Path) -> None:
    """Whatever the moment: pytest makes a failure of each socket that nobody has closed."""
    options = Options(tmp_path, room="film")
    with ServedHere(tmp_path / "data", options, tls=True) as server:
        url = f"wss://127.0.0.1:{server.port}/v1/film"
        address = Address(url, server.token(), fingerprint=server.fingerprint)
        for step in range(60):
            here = Here(address)
            time.sleep(step / 2500)
            here.connection.close()
        gc.collect()
