"""What the machine can draw on, told honestly, by the real child and by ones that go wrong."""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from canvas.document.words import say
from generation.devices import Devices, Found, asked, best, found_from
from generation.fit.device import Device, Speeds, from_json, from_plain, to_plain
from generation.fit.memory import LIMIT, Memory, _limited, _linux, mac_pages, memory
from tests.generation.fit.cards import GB, card, processor

PATIENCE = 90.0


@pytest.fixture(scope="module")
def found() -> Found:
    """What the real child says of this machine."""
    return asked()


def test_the_child_finds_the_processor_and_measures_it(found: Found) -> None:
    cpu = found.devices[0]
    assert (cpu.id, cpu.kind) == ("cpu", "cpu")
    assert found.torch
    assert cpu.speeds.known, found.said
    assert cpu.ram >= cpu.free_ram > 0
    assert 1e8 < cpu.speed_flops < 1e15


def test_what_a_device_is_survives_the_way_between_programs(found: Found) -> None:
    for device in (*found.devices, card(24), processor()):
        assert from_json(json.dumps(to_plain(device))) == device


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kind": "toaster"},
        {"memory": -1},
        {"memory": 1e300},
        {"free": "much"},
        {"ram": float("nan")},
        {"speeds": {"matmul": float("inf")}},
        {"free_ram": True},
    ],
)
def test_what_no_device_can_be_is_not_believed(spoilt: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_plain({**to_plain(card(24)), **spoilt})


def test_a_name_is_cut_before_it_fills_the_screen() -> None:
    assert len(from_plain({**to_plain(card(24)), "name": "x" * 10_000}).name) == 200


def planted(folder: Path, text: str) -> tuple[str, ...]:
    """The child's command with another torch before the real one."""
    package = folder / "torch"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(text)
    start = f"import sys; sys.path.insert(0, {str(folder)!r}); sys.argv.append('--quick'); "
    return (sys.executable, "-c", start + "from generation.probe import main; main()")


CARDS = """
from types import SimpleNamespace
__version__ = "9.9"
float8_e4m3fn = 1
version = SimpleNamespace(cuda="13.0", hip=None)
backends = SimpleNamespace(mps=SimpleNamespace(is_available=lambda: False))
class cuda:
    @staticmethod
    def init(): {init}
    @staticmethod
    def device_count(): return 2
    @staticmethod
    def get_device_properties(n):
        if n == 0: raise RuntimeError("CUDA error: an illegal memory access\\nmore")
        return SimpleNamespace(name="Second Card")
    @staticmethod
    def mem_get_info(n): return 7 << 30, 8 << 30
    @staticmethod
    def get_device_capability(n): return 8, 9
    @staticmethod
    def is_bf16_supported(including_emulation=True): return True
"""


def told(folder: Path, text: str) -> Found:
    return asked(planted(folder, text))


def test_one_card_that_fails_does_not_hide_the_other(tmp_path: Path) -> None:
    seen = told(tmp_path, CARDS.format(init="pass"))
    assert [device.id for device in seen.devices] == ["cpu", "cuda:1"]
    second = seen.devices[1]
    assert (second.name, second.fp8, second.half) == ("Second Card", True, True)
    assert (second.memory, second.free) == (8 * GB, 7 * GB)
    assert "cuda:0 was found but fails: CUDA error" in str(seen.said[0])


def test_a_card_of_amd_is_known_as_one(tmp_path: Path) -> None:
    text = CARDS.format(init="pass").replace('cuda="13.0", hip=None', 'cuda=None, hip="7.1"')
    assert [device.kind for device in told(tmp_path, text).devices] == ["cpu", "rocm"]


def test_an_apple_machine_shares_its_memory_with_the_card(tmp_path: Path) -> None:
    there = "is_available=lambda: True"
    text = CARDS.format(init="pass").replace('cuda="13.0"', "cuda=None")
    text = text.replace("is_available=lambda: False", there)
    text += "\nmps = SimpleNamespace(recommended_max_memory=lambda: 12 << 30)\n"
    seen = told(tmp_path, text)
    assert [device.kind for device in seen.devices] == ["cpu", "mps"]
    assert seen.devices[1].memory == 12 * GB
    assert not seen.devices[1].fp8


def test_a_torch_without_cuda_beside_an_nvidia_card_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "bin" / "nvidia-smi"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho 570.86\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    seen = told(tmp_path, CARDS.format(init="pass").replace('cuda="13.0"', "cuda=None"))
    assert "the one without CUDA" in str(seen.said[0])


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        ("Found no NVIDIA driver on your system.", "No graphics card was found"),
        ("CUDA driver initialization failed, you might not have a card", "cuda was found but"),
    ],
)
def test_no_card_and_a_card_that_fails_are_two_things(
    raised: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    seen = told(tmp_path, CARDS.format(init=f"raise RuntimeError({raised!r})"))
    assert said in str(seen.said[0])


def test_a_driver_that_is_too_old_is_said_so(tmp_path: Path) -> None:
    raised = 'raise RuntimeError("The NVIDIA driver on your system is too old (found 11040).")'
    seen = told(tmp_path, CARDS.format(init=raised))
    assert [device.kind for device in seen.devices] == ["cpu"]
    assert "too old" in str(seen.said[0])
    assert "Update the driver" in str(seen.said[0])


def test_a_torch_that_does_not_start_is_said_so(tmp_path: Path) -> None:
    seen = told(tmp_path, 'raise OSError("libcudart.so.13: cannot open shared object file")')
    assert seen.torch == ""
    assert "libcudart" in str(seen.said[0])
    assert seen.devices[0].kind == "cpu"


def test_without_torch_animatic_is_pointed_to() -> None:
    start = (
        "import sys; sys.modules['torch'] = None; import importlib.util as u; "
        "old = u.find_spec; u.find_spec = lambda n, *a: None if n == 'torch' else old(n, *a); "
        "from generation.probe import main; main()"
    )
    seen = asked((sys.executable, "-c", start))
    assert seen.torch == ""
    assert "Animatic works without it" in str(seen.said[0])
    assert seen.devices[0].ram > 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('no json')", "could not be read"),
        ("import sys; sys.exit('the driver is on fire')", "the driver is on fire"),
        ("import os; os.abort()", "could not be read"),
        ("print('{}')", "could not be read"),
    ],
)
def test_whatever_the_child_does_the_processor_is_there(code: str, said: str) -> None:
    seen = asked((sys.executable, "-c", code))
    assert [device.id for device in seen.devices] == ["cpu"]
    assert said in str(seen.said[0])


def test_a_card_that_never_answers_is_not_waited_for_for_ever() -> None:
    seen = asked((sys.executable, "-c", "import time; time.sleep(60)"), patience=0.3)
    assert "did not answer" in str(seen.said[0])


def test_a_program_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert "could not be read" in str(asked((str(tmp_path / "nowhere"),)).said[0])


def test_an_answer_without_a_processor_is_none() -> None:
    with pytest.raises(ValueError, match="not even a processor"):
        found_from({"torch": "", "devices": [], "said": []})


def test_looking_waits_for_nobody_and_tells_whoever_listens() -> None:
    going, heard = threading.Event(), threading.Event()

    def ask() -> Found:
        assert going.wait(PATIENCE)
        return Found("2.13", (processor(), card(24)), (say("a word"),))

    devices = Devices(ask)
    devices.listen(heard.set)
    devices.look()
    devices.look()
    assert (devices.looking, devices.looked) == (True, False)
    assert [device.kind for device in devices.listing()] == ["cpu"]
    going.set()
    assert devices.wait(PATIENCE)
    assert heard.wait(PATIENCE)
    assert [device.kind for device in devices.listing()] == ["cpu", "cuda"]
    assert devices.best().name == "Card 24"
    assert devices.find("cuda:0") is not None
    assert devices.torch == "2.13"


def test_looking_again_believes_what_is_free_at_its_largest() -> None:
    answers = [card(24, free=20), card(24, free=3), card(24, free=22)]

    def ask() -> Found:
        return Found("2.13", (processor(), answers.pop(0)), ())

    devices = Devices(ask)
    free = []
    for _ in range(3):
        devices.look(again=True)
        assert devices.wait(PATIENCE)
        free.append(devices.best().free // GB)
    assert free == [20, 20, 22]


def test_a_card_that_could_not_be_measured_now_keeps_its_speed() -> None:
    slow = replace(card(24), speeds=Speeds())
    answers = [card(24), slow]
    devices = Devices(lambda: Found("2.13", (processor(), answers.pop(0)), ()))
    for _ in range(2):
        devices.look(again=True)
        assert devices.wait(PATIENCE)
    assert devices.best().speeds == card(24).speeds


def test_of_several_cards_the_one_with_the_most_memory_is_best() -> None:
    cards = (processor(), card(8), card(24), card(12))
    assert best(cards).name == "Card 24"
    assert best(cards[:1]).kind == "cpu"


def test_the_machine_tells_its_memory() -> None:
    total, free = memory()
    assert total >= free > 0


def test_a_container_has_what_it_may_use(tmp_path: Path) -> None:
    limit, used = tmp_path / "max", tmp_path / "current"
    limit.write_text("4000\n")
    used.write_text("1000\n")
    assert _limited(Memory(10_000, 9_000), limit, used) == Memory(4000, 3000)
    limit.write_text("max\n")
    assert _limited(Memory(10_000, 9_000), limit, used) == Memory(10_000, 9_000)
    assert _limited(Memory(10_000, 9_000), tmp_path / "none", used) == Memory(10_000, 9_000)
    assert LIMIT.name == "memory.max"


def test_an_odd_meminfo_is_no_memory(tmp_path: Path) -> None:
    odd = tmp_path / "meminfo"
    odd.write_bytes(b"\xff\xfe")
    assert _linux(odd) == Memory(0, 0)
    odd.write_text("MemTotal:       16 kB\nMemAvailable:    8 kB\n")
    assert _linux(odd) == Memory(16 * 1024, 8 * 1024)


def test_pages_of_a_mac_are_counted() -> None:
    text = (
        "Mach Virtual Memory Statistics: (page size of 16384 bytes)\n"
        "Pages free:                   10.\nPages active:                 99.\n"
        "Pages inactive:               20.\nPages purgeable:               5.\n"
    )
    assert mac_pages(text) == 35 * 16384
    assert mac_pages("") == 0


def test_the_processor_alone_is_a_device_at_once() -> None:
    first = Devices().listing()[0]
    assert isinstance(first, Device)
    assert first.ram > 0
