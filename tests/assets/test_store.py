"""The store: bytes come in whole or not at all, and stay what their name says."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assets.disk import DiskTrouble, NotThere, Stopped
from assets.store import CHUNK, INCOMING, MissingMedia, Store
from tests.assets.disks import own_mounts

NAMES = [
    "plain.png",
    "with spaces and (brackets).png",
    "最后一公里.png",
    "🎬🌧.png",
    "a" * 196 + ".png",
    "%2e%2e and 'quotes' & $dollar.png",
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media 片")


def leftovers(store: Store) -> list[Path]:
    folder = store.root / INCOMING
    return list(folder.iterdir()) if folder.exists() else []


def test_bytes_come_back_under_their_hash(store: Store) -> None:
    stored = store.put_bytes(b"frame", ".PNG")
    assert stored.hash == hashlib.sha256(b"frame").hexdigest()
    assert stored.path == store.root / stored.hash[:2] / f"{stored.hash}.png"
    assert store.path(stored.hash).read_bytes() == b"frame"
    assert store.verify(stored.hash)
    assert leftovers(store) == []


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_is_taken(store: Store, tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes(name.encode())
    stored = store.put(source, ".png")
    assert stored.path.read_bytes() == name.encode()
    assert source.exists()


def test_equal_bytes_are_stored_once(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "a.mov"
    source.write_bytes(b"same")
    first = store.put(source, ".mov")
    before = first.path.stat()
    assert store.put_bytes(b"same", ".mov") == first
    assert store.put_bytes(b"same", ".mp4").path == first.path
    after = first.path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert list(store.hashes()) == [first.hash]


def test_a_finished_file_is_moved_in(store: Store) -> None:
    unfinished = store.temporary(".mp4")
    unfinished.write_bytes(b"film")
    stored = store.adopt(unfinished, ".mp4")
    assert not unfinished.exists()
    assert stored.path.read_bytes() == b"film"
    assert stored.bytes == 4


def test_a_file_that_has_rotted_is_found_and_healed_by_the_same_bytes(store: Store) -> None:
    stored = store.put_bytes(b"whole", ".png")
    stored.path.write_bytes(b"rotten")
    assert not store.verify(stored.hash)
    assert store.put_bytes(b"whole", ".png").path == stored.path
    assert store.verify(stored.hash)


def test_missing_bytes_are_told_with_a_way_out(store: Store) -> None:
    absent = "ab" * 32
    assert store.find(absent) is None
    assert not store.verify(absent)
    with pytest.raises(MissingMedia, match="Import the same picture or video again"):
        store.path(absent)


@pytest.mark.parametrize("hash", ["", "../../etc/passwd", "AB" * 32, "a" * 63, "*" * 64])
def test_what_is_no_hash_finds_nothing(store: Store, hash: str) -> None:
    store.put_bytes(b"x", ".png")
    assert store.find(hash) is None


@pytest.mark.parametrize("suffix", ["png", ".p/ng", "../x", ".toolongasuffix"])
def test_a_suffix_that_could_lead_elsewhere_is_refused(store: Store, suffix: str) -> None:
    with pytest.raises(ValueError, match="not a suffix"):
        store.put_bytes(b"x", suffix)


def test_progress_rises_to_one(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "long.mp4"
    source.write_bytes(os.urandom(CHUNK * 3 + 5))
    heard: list[float] = []
    store.put(source, ".mp4", progress=heard.append)
    assert heard == sorted(heard)
    assert len(heard) == 4
    assert heard[-1] == 1.0


def test_cancelling_leaves_nothing(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "long.mp4"
    source.write_bytes(os.urandom(CHUNK * 5))
    answers = iter([False, False, True])
    with pytest.raises(Stopped):
        store.put(source, ".mp4", cancelled=lambda: next(answers))
    assert list(store.hashes()) == []
    assert leftovers(store) == []


def test_a_missing_source_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="nowhere"):
        store.put(tmp_path / "nowhere.png", ".png")
    assert leftovers(store) == []


def test_asking_an_empty_store_creates_nothing(store: Store) -> None:
    assert list(store.hashes()) == []
    assert store.find("ab" * 32) is None
    assert store.sweep() == 0
    assert not store.root.exists()


def test_several_threads_may_store_the_same_and_different_bytes(store: Store) -> None:
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            for number in range(30):
                store.put_bytes(b"%d" % (number % 10) * 1000, ".png")
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(list(store.hashes())) == 10
    assert all(store.verify(hash) for hash in store.hashes())
    assert leftovers(store) == []


PUTTER = """
import sys
from pathlib import Path
from assets.store import Store
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    store.put_bytes(b"%d" % number * 200_000, ".bin")
"""


def putter(store: Store, count: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PUTTER, str(store.root), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_may_store_at_once(store: Store) -> None:
    both = [putter(store, 20), putter(store, 20)]
    for process in both:
        with process:
            assert process.wait(60) == 0
    assert len(list(store.hashes())) == 20
    assert all(store.verify(hash) for hash in store.hashes())


def test_kill_9_leaves_no_half_a_file_under_a_final_name(store: Store) -> None:
    for moment in (0.0, 0.02, 0.05, 0.1):
        with putter(store, 1000) as process:
            time.sleep(moment)
            process.kill()
        assert all(store.verify(hash) for hash in store.hashes())
    store.sweep()
    assert leftovers(store) == []


def test_sweeping_leaves_what_is_still_being_written(store: Store) -> None:
    own = store.temporary(".mp4")
    own.write_bytes(b"half")
    with putter(store, 0) as ended:
        ended.wait(60)
    foreign = own.with_name(own.name.replace(f"-{os.getpid()}-", f"-{ended.pid}-"))
    foreign.write_bytes(b"left behind")
    elsewhere = own.with_name("00000000" + own.name[8:].replace(str(os.getpid()), "1"))
    elsewhere.write_bytes(b"from another machine")
    assert store.sweep() == 1
    assert sorted(leftovers(store)) == sorted([own, elsewhere])


# -- disks that refuse


def limited(code: str, store: Store) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process whose files may not grow past 1 MB."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    return subprocess.run(
        [sys.executable, "-c", code, str(store.root)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def test_a_disk_that_takes_no_more_is_told_and_nothing_half_is_left(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from assets.store import Store\n"
        "from assets.disk import DiskTrouble\n"
        "try:\n"
        "    Store(Path(sys.argv[1])).put_bytes(b'x' * 5_000_000, '.mp4')\n"
        "except DiskTrouble as trouble:\n"
        "    print(trouble.code, trouble)\n"
    )
    done = limited(code, store)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("file-too-large The disk does not take a file that large")
    assert list(store.hashes()) == []
    assert leftovers(store) == []


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" -c '
import sys
from pathlib import Path
from assets.disk import DiskFull
from assets.store import INCOMING, Store
store = Store(Path(sys.argv[1]))
kept = store.put_bytes(b"a" * 1_000_000, ".png")
try:
    store.put_bytes(b"b" * 5_000_000, ".mp4")
except DiskFull as trouble:
    print(trouble)
    print(list(store.hashes()) == [kept.hash], store.verify(kept.hash))
    print(list((store.root / INCOMING).iterdir()))
' "$1"
"""


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own may be mounted here")
def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    command = ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", str(place), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told, kept, left = done.stdout.splitlines()
    assert "is full" in told
    assert "Free some space" in told
    assert kept == "True True"
    assert left == "[]"


def test_a_place_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file")
    with pytest.raises(DiskTrouble):
        Store(tmp_path / "media").put_bytes(b"x", ".png")


def test_store_and_folder_load_no_picture_or_film_library() -> None:
    code = (
        "import sys, assets.store, assets.folder\n"
        "print([name for name in ('av', 'PIL', 'cv2', 'numpy') if name in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "[]"
