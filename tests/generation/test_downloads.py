"""Downloads over a real connection: cut, paused, killed, wrong, refused, and without room."""

from __future__ import annotations

import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from generation import fetch_plan, fetching, weights
from generation.catalogue import refresh
from generation.downloads import Downloads, Fetching
from generation.fetch_troubles import FetchTrouble
from generation.manifest import Lora, Manifest, Settings
from generation.places import own
from tests.generation.checkpoints import cached, files, manifest, safetensors
from tests.generation.hub_server import Hub, serving

BIG = "transformer/diffusion_pytorch_model-00001-of-00002.safetensors"
HUB = (
    *("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
    *("HF_TOKEN", "HF_ENDPOINT"),
)
TOML = """
id = "small"
name = "Small Wan"
backend = "generation.backends.diffusion.backend:Diffusion"
version = "1"
family = "wan"
pipeline = "WanPipeline"
repo = "someone/small"
[defaults.final]
steps = 2
"""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    for name in (*HUB, "SHOTWEAVE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    contents = files() | {BIG: safetensors(64_000), "README.md": b"no", "vae/old.bin": b"pickle"}
    with serving({"someone/small": contents}) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        _speak_to(server.address, monkeypatch)
        yield server
        close_session()


def close_session() -> None:
    from huggingface_hub.utils import close_session

    close_session()


def _speak_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library reads its address once, and this process may have met it before."""
    from huggingface_hub import constants

    from generation import hub as speaking

    template = address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(speaking, "HfApi", lambda: _api(address))


def _api(address: str) -> object:
    from huggingface_hub import HfApi

    return HfApi(endpoint=address)


@pytest.fixture
def fetched() -> Callable[..., list[tuple[int, int, str, str]]]:
    """Fetch in this process; what was told meanwhile."""

    def run(model: Manifest | None = None) -> list[tuple[int, int, str, str]]:
        told: list[tuple[int, int, str, str]] = []
        fetching.fetch(model or manifest(), lambda *what: told.append(what))
        return told

    return run


Fetched = Callable[..., list[tuple[int, int, str, str]]]


def test_a_model_comes_whole_and_is_present_then(hub: Hub, fetched: Fetched) -> None:
    told = fetched()
    found = weights.state(manifest())
    assert isinstance(found, weights.Present)
    assert not (own("small") / "README.md").exists()
    assert not (own("small") / "vae/old.bin").exists(), "pickles stay where they are"
    assert told[-1][0] == told[-1][1] == found.bytes
    assert fetch_plan.standing("small") is None
    assert {item.commit for item in fetch_plan.read("small", fetch_plan.RECEIPT)} == {"5" * 40}


def test_what_was_fetched_is_not_fetched_again(hub: Hub, fetched: Fetched) -> None:
    fetched()
    hub.ranges.clear()
    fetched()
    assert hub.ranges == []


@pytest.mark.parametrize("cuts", [[1], [100_000], [50_000, 50_000, 3, 70_000]])
def test_a_connection_that_breaks_off_is_taken_up_where_it_was(
    hub: Hub, fetched: Fetched, cuts: list[int]
) -> None:
    hub.cuts = list(cuts)
    fetched()
    assert isinstance(weights.state(manifest()), weights.Present)
    assert (own("small") / BIG).read_bytes() == safetensors(64_000)
    assert [wanted for wanted in hub.ranges if wanted], "it went on with a Range"


def test_a_server_that_knows_no_ranges_is_asked_for_all_of_it(hub: Hub, fetched: Fetched) -> None:
    hub.cuts, hub.no_ranges = [100_000], True
    fetched()
    assert (own("small") / BIG).read_bytes() == safetensors(64_000)


def test_wrong_bytes_are_thrown_away_and_fetched_once_more(hub: Hub, fetched: Fetched) -> None:
    hub.broken[BIG] = [bytes(len(safetensors(64_000)))]
    fetched()
    assert (own("small") / BIG).read_bytes() == safetensors(64_000)


def test_bytes_that_are_wrong_twice_are_told_and_never_used(hub: Hub, fetched: Fetched) -> None:
    hub.broken[BIG] = [bytes(len(safetensors(64_000)))] * 2
    with pytest.raises(FetchTrouble, match="checksum"):
        fetched()
    assert not (own("small") / BIG).exists()
    assert isinstance(weights.state(manifest()), weights.Missing)


def test_a_small_file_is_known_by_its_name_in_git(hub: Hub, fetched: Fetched) -> None:
    hub.broken["vae/config.json"] = [b"[]"]
    fetched()
    assert (own("small") / "vae/config.json").read_bytes() == b"{}"


@pytest.mark.parametrize("code", [401, 403])
def test_a_gated_model_says_where_to_accept_its_terms(
    hub: Hub, fetched: Fetched, code: int
) -> None:
    hub.gated = code
    with pytest.raises(FetchTrouble) as told:
        fetched()
    assert f"{hub.address}/someone/small" in str(told.value.remedy)
    assert "HF_TOKEN" in str(told.value.remedy)


def test_the_token_of_the_person_goes_along(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    fetched()
    assert set(hub.tokens) == {("127.0.0.1", "Bearer hf_mine")}


def test_the_token_of_the_person_stays_with_the_hub(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    _must_have_two_names()
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    hub.elsewhere, hub.cuts = True, [100_000]
    fetched()
    assert set(hub.tokens) == {("127.0.0.1", "Bearer hf_mine"), ("localhost", "")}
    assert any(hub.ranges), "storage elsewhere is asked for the rest alone, too"
    assert isinstance(weights.state(manifest()), weights.Present)


def _must_have_two_names() -> None:
    """Storage elsewhere is this machine by its other name."""
    try:
        socket.gethostbyname("localhost")
    except OSError:
        pytest.skip("this machine has no second name")


def test_two_programs_do_not_fetch_one_model_at_once(hub: Hub, fetched: Fetched) -> None:
    place = fetch_plan.workplace("small")
    place.mkdir(parents=True)
    with FileLock(place / "lock"), pytest.raises(FetchTrouble, match="another window"):
        fetched()
    assert hub.asked == []


def test_a_repository_that_is_not_there_is_named(hub: Hub, fetched: Fetched) -> None:
    with pytest.raises(FetchTrouble, match="has no someone/other"):
        fetched(manifest(repo="someone/other"))


def test_a_revision_that_is_not_there_is_named(hub: Hub, fetched: Fetched) -> None:
    with pytest.raises(FetchTrouble, match="no version nine"):
        fetched(manifest(revision="nine"))


def test_a_server_that_is_busy_for_a_while_is_asked_again(hub: Hub, fetched: Fetched) -> None:
    plan = manifest()
    fetch_plan.write("small", _items(plan))
    hub.busy = 2
    fetched(plan)
    assert isinstance(weights.state(plan), weights.Present)


def _items(model: Manifest) -> tuple[fetch_plan.Item, ...]:
    from generation import hub as speaking

    return speaking.files_of(model)


def test_room_on_the_disk_is_asked_for_before_the_first_byte(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "room_left", lambda _place: 1000)
    with pytest.raises(FetchTrouble, match="more on the disk"):
        fetched()
    assert hub.ranges == []


def test_a_disk_that_fills_up_stops_it_and_keeps_what_came(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fetching.hub.stream

    def full(item: fetch_plan.Item, *rest: object) -> bool:
        if item.to == BIG:
            raise OSError(28, "No space left on device", str(own("small") / BIG))
        return real(item, *rest)  # type: ignore[arg-type]  # handed on as it came

    with monkeypatch.context() as patched:
        patched.setattr(fetching.hub, "stream", full)
        with pytest.raises(FetchTrouble, match="full"):
            fetched()
    standing = fetch_plan.standing("small")
    assert standing is not None
    assert 0 < standing.done < standing.total
    fetched()
    assert isinstance(weights.state(manifest()), weights.Present)


def test_files_of_a_cache_are_taken_from_there(tmp_path: Path, hub: Hub, fetched: Fetched) -> None:
    cached(
        tmp_path / "cache/huggingface/hub", "someone/small", {BIG: safetensors(64_000)}, "5" * 40
    )
    fetched()
    assert not any(BIG in path for path in hub.asked)


def test_parts_and_loras_come_from_their_own_repositories(hub: Hub, fetched: Fetched) -> None:
    adapter = {"config.json": b"{}", "diffusion_pytorch_model.safetensors": safetensors()}
    hub.repos["other/adapter"] = adapter | {"diffusion_pytorch_model.fp16.safetensors": b"half"}
    hub.repos["other/loras"] = {"fast.safetensors": safetensors(), "slow.safetensors": b"no"}
    rows = tuple(
        Lora(id=name, name=name, repo="other/loras", file=f"{name}.safetensors")
        for name in ("fast", "slow")
    )
    model = manifest(
        parts={"motion_adapter": "other/adapter"},
        loras=rows,
        defaults={"final": Settings(steps=9), "draft": Settings(steps=2, lora="fast")},
    )
    fetched(model)
    place = weights.folder(model, "draft")
    assert (place / "motion_adapter/config.json").is_file()
    assert not list(place.glob("motion_adapter/*fp16*"))
    assert weights.lora_file(place, rows[0]).is_file()
    assert not weights.lora_file(place, rows[1]).exists(), "nobody draws with it"


@pytest.mark.parametrize("name", ["../out.json", "/etc/x.json", "a\\..\\b.json", "c:/d.json"])
def test_a_file_that_would_leave_the_folder_is_left_out(
    hub: Hub, fetched: Fetched, name: str
) -> None:
    hub.repos["someone/small"][name] = b"{}"
    fetched(manifest(patterns=("*",)))
    assert all(fetch_plan.inside(item.to) for item in fetch_plan.read("small", "receipt.json"))


# -- the child program


@pytest.fixture
def downloads(hub: Hub) -> Iterator[Downloads]:
    place = own("small")
    place.mkdir(parents=True)
    (place / "manifest.toml").write_text(TOML)
    refresh()
    made = Downloads()
    yield made
    made.close()


def _until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def _has_begun(downloads: Downloads) -> Callable[[], bool]:
    def begun() -> bool:
        now = downloads.of("small")
        return now is not None and now.state == "fetching" and now.file == BIG and now.done > 1000

    return begun


def test_a_download_is_paused_killed_and_resumed_at_the_next_start(
    hub: Hub, downloads: Downloads
) -> None:
    heard: list[Fetching] = []
    downloads.listen(heard.append)
    hub.hold = threading.Event()
    downloads.start("small")
    _until(_has_begun(downloads))

    downloads.pause("small")
    rest = downloads.of("small")
    assert rest is not None
    assert rest.state == "paused"
    assert 1000 < rest.done < rest.total
    assert Downloads().resume_all() == (), "what was paused by hand rests"

    downloads.start("small")
    _until(_has_begun(downloads))
    child = downloads._children["small"]
    os.kill(child.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    ended = downloads.wait("small", 60)
    assert ended is not None
    assert ended.state == "failed"
    assert "Resume" in str(ended.trouble)

    hub.hold.set()
    anew = Downloads()
    assert anew.resume_all() == ("small",), "what was running goes on at the next start"
    anew.wait("small", 60)
    assert isinstance(weights.state(manifest()), weights.Present)
    assert any(wanted for wanted in hub.ranges), "from where it was"
    assert anew.of("small") is None
    assert {each.state for each in heard} >= {"asking", "fetching", "paused", "failed"}


def test_a_file_that_is_too_large_to_be_handed_out_at_once_comes_in_pieces(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the storage behind a hub does it, for files of more than some tens of gigabytes."""
    _must_have_two_names()
    hub.elsewhere, hub.at_once = True, 90_000
    with pytest.raises(FetchTrouble, match="400"):
        fetched()
    monkeypatch.setattr("generation.hub.PIECE", 90_000)
    hub.ranges.clear()
    hub.asked.clear()
    fetched()
    assert isinstance(weights.state(manifest()), weights.Present)
    length = len(hub.repos["someone/small"][BIG])
    assert f"bytes=180000-{length - 1}" in hub.ranges
    assert all(int(b) - int(a) < 90_000 for a, b in _bounds(hub))
    asked = [path for path in hub.asked if path.endswith(BIG)]
    assert len(asked) == 2 * 3, "each piece begins at the hub, which signs its address anew"


def test_a_large_file_goes_on_in_its_pieces_after_a_cut(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.hub.PIECE", 90_000)
    hub.at_once, hub.cuts = 90_000, [7_000, 13_000, 1]
    fetched()
    assert isinstance(weights.state(manifest()), weights.Present)
    starts = [int(a) for a, _ in _bounds(hub)]
    assert {7_000, 90_000 + 7_000} & set(starts)


def test_a_large_file_that_nobody_hands_out_names_the_tool_that_gets_it(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.hub.PIECE", 90_000)
    hub.at_once = 10_000
    with pytest.raises(FetchTrouble, match="does not hand out") as caught:
        fetched()
    assert "“hf download someone/small”" in str(caught.value.remedy)


def test_a_server_that_answers_with_other_bytes_than_it_was_asked_for_is_not_believed(
    hub: Hub, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.fetching._wait", lambda turn: 0.0)
    monkeypatch.setattr("generation.hub.PIECE", 90_000)
    hub.elsewhere_from = 5
    with pytest.raises(FetchTrouble, match="cannot be reached"):
        fetched()
    hub.elsewhere_from = 0
    fetched()
    assert isinstance(weights.state(manifest()), weights.Present)


def _bounds(hub: Hub) -> list[tuple[str, str]]:
    pairs = [wanted.removeprefix("bytes=").split("-") for wanted in hub.ranges if wanted]
    return [(first, last) for first, last in pairs]


def test_a_download_that_is_given_up_leaves_nothing_half_done(
    hub: Hub, downloads: Downloads
) -> None:
    hub.hold = threading.Event()
    downloads.start("small")
    _until(_has_begun(downloads))
    assert downloads.give_up("small") >= 1024
    assert downloads.of("small") is None
    assert not (own("small") / ".download" / "parts").exists()


def test_offline_mode_is_honoured(
    hub: Hub, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    downloads.start("small")
    ended = downloads.wait("small", 60)
    assert ended is not None
    assert "HF_HUB_OFFLINE" in str(ended.trouble)
    assert hub.asked == []


@pytest.mark.soak
def test_a_download_that_is_killed_again_and_again_loses_no_byte(
    hub: Hub, downloads: Downloads
) -> None:
    chance = random.Random(5)
    hub.pause = 0.02
    before = 0
    for _ in range(20):
        downloads.start("small")
        wanted = before + chance.randrange(1000, 15_000)
        _until(lambda wanted=wanted: _arrived() >= wanted or downloads.of("small") is None)
        child = downloads._children.get("small")
        if child is None:
            break
        os.kill(child.pid, signal.SIGKILL)
        downloads.wait("small", 60)
        assert _arrived() >= wanted
        before = _arrived()
    downloads.start("small")
    downloads.wait("small", 60)
    assert isinstance(weights.state(manifest()), weights.Present)
    starts = [int(wanted[6:].partition("-")[0]) for wanted in hub.ranges if wanted]
    assert starts == sorted(starts), "every part went on behind the one before"


def _arrived() -> int:
    standing = fetch_plan.standing("small")
    return standing.done if standing is not None else 0
