"""A board's folder: made whole, opened by one program at a time, refused plainly."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assets import folder as folders
from assets.clouds import cloud_of
from assets.disk import NameTooLong, ReadOnlyPlace
from assets.folder import BoardBusy, BoardFolder, NotABoard, PathTaken
from assets.processes import MACHINE
from assets.store import Store
from collab.journal import Journal
from tests.assets.disks import own_mounts

HOLDER = """
import sys
from pathlib import Path
from assets.folder import BoardFolder
folder = BoardFolder.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
folder.close()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that has the board open until its stdin closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "My film.shotweave"
    BoardFolder.create(path).close()
    return path


def test_a_new_board_has_the_layout_of_the_design(tmp_path: Path) -> None:
    folder = BoardFolder.create(tmp_path / "films" / "Rain.shotweave")
    assert folder.journal == folder.path / "board.sqlite"
    assert folder.jobs == folder.path / "jobs.sqlite"
    assert folder.media == folder.path / "media"
    assert folder.journal.is_file()
    assert folder.media.is_dir()
    assert folder.notices == ()
    folder.close()
    assert {entry.name for entry in folder.path.parent.iterdir()} == {"Rain.shotweave"}


@pytest.mark.parametrize("name", ["a b", "最后一公里", "🎬 film", "x" * 200, "50% & 'more'"])
def test_any_name_works(tmp_path: Path, name: str) -> None:
    folder = BoardFolder.create(tmp_path / f"{name}.shotweave")
    with Journal(folder.journal) as journal:
        journal.append(b"x", person="Ada", label="")
        assert journal.flush()
    Store(folder.media).put_bytes(b"x", ".png")
    folder.close()
    again = BoardFolder.open(folder.path, readonly=True)
    with Journal(again.journal, readonly=True) as journal:
        assert journal.load().updates == (b"x",)


def test_a_name_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    with pytest.raises(NameTooLong, match="too long for this disk"):
        BoardFolder.create(tmp_path / ("片" * 200 + ".shotweave"))
    assert list(tmp_path.iterdir()) == []


def test_a_board_may_be_named_by_its_file(board: Path) -> None:
    folder = BoardFolder.open(board / "board.sqlite")
    assert folder.path == board
    folder.close()


def test_an_existing_path_is_not_touched(tmp_path: Path, board: Path) -> None:
    file = tmp_path / "notes.shotweave"
    file.write_text("mine")
    link = tmp_path / "link.shotweave"
    link.symlink_to(tmp_path / "nowhere")
    for taken in (file, link, board):
        with pytest.raises(PathTaken, match="is already there"):
            BoardFolder.create(taken)
    assert file.read_text() == "mine"


def test_what_is_no_board_is_refused_plainly(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "film.mp4").write_bytes(b"x")
    for path, words in (
        (tmp_path / "pictures", "is not a Shotweave board"),
        (tmp_path / "film.mp4", "is not a Shotweave board"),
        (tmp_path / "nothing", "There is no board"),
    ):
        with pytest.raises(NotABoard, match=words):
            BoardFolder.open(path)
    assert list((tmp_path / "pictures").iterdir()) == []


def test_a_board_without_its_file_is_refused_and_left_alone(board: Path) -> None:
    Store(board / "media").put_bytes(b"x", ".png")
    (board / "board.sqlite").unlink()
    before = sorted(board.rglob("*"))
    with pytest.raises(NotABoard, match=r"Bring board\.sqlite back"):
        BoardFolder.open(board)
    assert sorted(board.rglob("*")) == before


ON_A_TINY_DISK = """
mount -t tmpfs -o size=16k tmpfs "$1" && exec "$2" -c '
import sys
from pathlib import Path
from assets.disk import DiskFull
from assets.folder import BoardFolder
try:
    BoardFolder.create(Path(sys.argv[1], "Rain.shotweave"))
except DiskFull as trouble:
    print(trouble)
print(list(Path(sys.argv[1]).iterdir()))
' "$1"
"""


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own may be mounted here")
def test_a_board_that_does_not_fit_leaves_nothing_under_its_name(tmp_path: Path) -> None:
    command = ["unshare", "-rm", "sh", "-c", ON_A_TINY_DISK, "sh", str(tmp_path), sys.executable]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "is full" in said[0]
    assert said[1] == "[]"


# -- one program at a time


def test_the_second_process_is_told_who_has_the_board(board: Path) -> None:
    with holder(board) as process:
        with pytest.raises(BoardBusy) as caught:
            BoardFolder.open(board)
        owner = caught.value.owner
        assert owner is not None
        assert owner.process == process.pid
        assert owner.machine == MACHINE
        assert f"{owner.who} has My film.shotweave open on {MACHINE} since 2" in str(caught.value)
        assert "open it read-only" in str(caught.value)
        reader = BoardFolder.open(board, readonly=True)
        assert reader.readonly
        reader.close()
        with pytest.raises(BoardBusy):
            BoardFolder.open(board)
        process.communicate("")
    BoardFolder.open(board).close()


def test_the_same_process_may_not_open_it_twice_either(board: Path) -> None:
    first = BoardFolder.open(board)
    with pytest.raises(BoardBusy):
        BoardFolder.open(board)
    first.close()
    first.close()
    BoardFolder.open(board).close()


def test_a_dead_owners_lock_is_free(board: Path) -> None:
    with holder(board) as process:
        process.kill()
    assert (board / "owner.json").exists()
    folder = BoardFolder.open(board)
    assert folder.notices == ()
    folder.close()
    assert not (board / "owner.json").exists()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"who": 3}', "null"])
def test_an_unreadable_owner_note_is_no_obstacle(board: Path, note: str) -> None:
    with holder(board) as process:
        (board / "owner.json").write_text(note)
        with pytest.raises(BoardBusy, match="Another program has My film"):
            BoardFolder.open(board)
        process.communicate("")
    BoardFolder.open(board).close()


def test_an_owner_on_another_machine_that_did_not_sign_off_is_mentioned(board: Path) -> None:
    note = {"who": "Bo", "machine": "studio-7", "process": 5, "since": "2026-11-01T09:00:00+00:00"}
    (board / "owner.json").write_text(json.dumps(note))
    folder = BoardFolder.open(board)
    assert "Bo had this board open on studio-7" in str(folder.notices[0])
    folder.close()


def test_two_processes_race_for_a_board_and_one_gets_it(board: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom assets.folder import *\n"
        "try:\n    folder = BoardFolder.open(Path(sys.argv[1]))\n    print('mine', flush=True)\n"
        "    time.sleep(2)\nexcept BoardBusy:\n    print('busy', flush=True)"
    )
    command = [sys.executable, "-c", code, str(board)]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(racer.communicate()[0].strip() for racer in racers)
    assert said == ["busy", "busy", "mine"]


# -- the place


ON_A_READ_ONLY_DISK = """
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" -c '
import sys
from pathlib import Path
from assets.disk import ReadOnlyPlace
from assets.folder import BoardFolder
from assets.store import Store
from collab.journal import Journal
board = next(Path(sys.argv[1]).glob("*.shotweave"))
for attempt in (lambda: BoardFolder.open(board),
                lambda: BoardFolder.create(board.with_name("new.shotweave")),
                lambda: Store(board / "media").put_bytes(b"new", ".png")):
    try:
        attempt()
    except ReadOnlyPlace as trouble:
        print(trouble)
folder = BoardFolder.open(board, readonly=True)
with Journal(folder.journal, readonly=True) as journal:
    print(journal.load().updates, journal.check())
print(len(list(Store(folder.media).hashes())))
' "$1"
"""


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own may be mounted here")
@pytest.mark.parametrize("open_elsewhere", [False, True])
def test_a_board_on_read_only_media_opens_for_reading(
    tmp_path: Path, board: Path, open_elsewhere: bool
) -> None:
    """Also where a crash, or a program on another machine, has left SQLite's log beside it."""
    Store(board / "media").put_bytes(b"picture", ".png")
    place = tmp_path / "disc"
    place.mkdir()
    with Journal(board / "board.sqlite") as journal:
        journal.append(b"x", person="Ada", label="")
        assert journal.flush()
        if open_elsewhere:
            shutil.copytree(board, place / board.name, ignore=shutil.ignore_patterns("*-shm"))
    if not open_elsewhere:
        shutil.copytree(board, place / board.name)
    command = ["unshare", "-rm", "sh", "-c", ON_A_READ_ONLY_DISK, "sh", str(place), sys.executable]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == 5
    assert all(line.startswith("Nothing may be written to") for line in said[:3])
    assert "Open the board read-only" in said[0]
    assert said[3:] == ["(b'x',) []", "1"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_we_may_not_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(ReadOnlyPlace):
            BoardFolder.create(tmp_path / "Rain.shotweave")
    finally:
        tmp_path.chmod(0o755)


def test_little_room_is_told(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LEAST_ROOM", 10**18)
    folder = BoardFolder.open(board, readonly=True)
    assert "are left on the disk" in str(folder.notices[0])


CLOUDS = [
    ("OneDrive/Films", "OneDrive"),
    ("OneDrive - Contoso/Films", "OneDrive"),
    ("Dropbox (Personal)/Films", "Dropbox"),
    ("Library/Mobile Documents/com~apple~CloudDocs/Films", "iCloud Drive"),
    ("Library/CloudStorage/GoogleDrive-ada@example.org/My Drive", "Google Drive"),
    ("Library/CloudStorage/OneDrive-Contoso", "OneDrive"),
    ("Google Drive/Films", "Google Drive"),
    ("Nutstore Files/我的坚果云", "坚果云 Nutstore"),
    ("我的坚果云/电影", "坚果云 Nutstore"),
    ("BaiduSyncdisk/电影", "百度网盘 Baidu"),
    ("Nextcloud/Films", "Nextcloud"),
    ("Films", None),
    ("Dropboxing", None),
    ("my icloudy films", None),
]


@pytest.mark.parametrize(("place", "name"), CLOUDS)
def test_a_folder_that_a_cloud_drive_syncs_is_recognised(
    tmp_path: Path, place: str, name: str | None
) -> None:
    assert cloud_of(tmp_path / place, home=tmp_path, environment={}) == name


def test_a_cloud_folder_of_any_name_is_known_by_what_the_drive_says(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    shared = tmp_path / "studio"
    told = {"personal": {"path": str(shared)}, "odd": 3}
    (tmp_path / ".dropbox" / "info.json").write_text(json.dumps(told))
    assert cloud_of(shared / "films", home=tmp_path, environment={}) == "Dropbox"
    environment = {"OneDriveCommercial": str(tmp_path / "work")}
    assert cloud_of(tmp_path / "work/x", home=tmp_path, environment=environment) == "OneDrive"
    assert cloud_of(tmp_path / "else", home=tmp_path, environment=environment) is None


def test_opening_a_synced_board_warns_and_works(tmp_path: Path) -> None:
    folder = BoardFolder.create(tmp_path / "Dropbox" / "Rain.shotweave")
    assert "Dropbox syncs this folder" in str(folder.notices[0])
    folder.close()
