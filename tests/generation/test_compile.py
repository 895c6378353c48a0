"""What feeds a clip becomes its request; equal ones have equal keys; only what is stale is due."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.edits import (
    AddShot,
    DeleteEdges,
    DeleteNodes,
    TypeText,
    set_meta,
    set_node,
    set_shot,
)
from canvas.document.records import NodeKind, Shot, new_id
from canvas.document.timing import Rate
from generation.catalogue import Catalogue, read
from generation.compile import compile_shot, content_key, keys, plan, state_of, watch
from generation.contract import (
    BadRequest,
    Camera,
    Keyframe,
    Media,
    Motion,
    Path2D,
    Region,
    Slate,
    SoundPart,
    Subject,
    VideoReference,
)
from tests.generation.boards import Table, digest
from tests.generation.conftest import MANIFESTS


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_clip_takes_its_size_and_rate_from_the_board_and_its_settings_from_itself(
    table: Table,
) -> None:
    table.board.apply(set_meta(rate=Rate(24000, 1001), width=1920, height=816))
    clip = table.clip("c", frames=48, seed=7, negative=" blurry ", quality="draft", loop=True)
    request = compile_shot(table.board, clip)
    assert (request.frames, request.seed, request.negative) == (48, 7, "blurry")
    assert (request.rate, request.width, request.height) == ((24000, 1001), 1920, 816)
    assert (request.quality, request.loop, request.model) == ("draft", True, "animatic")


def test_words_are_joined_as_people_read_the_board(table: Table) -> None:
    clip = table.clip("c")
    table.add(NodeKind.prompt, "z", "third", pos=(500.0, 40.0))
    table.add(NodeKind.prompt, "b", "second", pos=(90.0, 40.0))
    table.add(NodeKind.prompt, "a", " first ", pos=(800.0, -20.0))
    table.add(NodeKind.prompt, "e", "  ", pos=(0.0, 0.0))
    for prompt in "zabe":
        table.link(prompt, clip)
    assert compile_shot(table.board, clip).prompt == "first\nsecond\nthird"


def test_pictures_become_keyframes_and_references(table: Table) -> None:
    clip = table.clip("c")
    table.link(table.picture("p"), clip, "first")
    table.link(table.picture("q"), clip, "last")
    table.link(table.picture("r"), clip, "references")
    request = compile_shot(table.board, clip)
    assert request.keyframes == (
        Keyframe(picture=Media(asset=digest("p")), at=0),
        Keyframe(picture=Media(asset=digest("q")), at=-1),
    )
    assert request.references == (Media(asset=digest("r")),)


def test_the_cast_comes_with_its_words_untouched_and_all_its_pictures(table: Table) -> None:
    clip = table.clip("c")
    words = "  a tabby, \n green eyes "
    cat = table.add(NodeKind.element, "e", words, title="@Chelsea", params={"role": "prop"})
    table.link(table.picture("p"), cat)
    table.link(table.picture("q"), cat)
    table.link(cat, clip)
    assert compile_shot(table.board, clip).subjects == (
        Subject(
            name="Chelsea",
            role="prop",
            description=words,
            pictures=(Media(asset=digest("p")), Media(asset=digest("q"))),
        ),
    )


def test_a_clip_goes_on_where_the_one_before_it_ends(table: Table) -> None:
    """Merkle: the clip before enters by its own content key."""
    first, second = table.clip("c1"), table.clip("c2")
    table.link(first, second, "previous")
    before = content_key(compile_shot(table.board, first))
    expected = Keyframe(picture=Media(render=before, frame=-1), at=0)
    assert compile_shot(table.board, second).keyframes == (expected,)


def test_a_first_picture_counts_before_the_clip_before(table: Table) -> None:
    first, second = table.clip("c1"), table.clip("c2")
    table.link(first, second, "previous")
    table.link(table.picture("p"), second, "first")
    assert compile_shot(table.board, second).keyframes[0].picture == Media(asset=digest("p"))
    assert plan(table.board, [second]).jobs[0].needs == ()


def test_a_video_before_gives_its_last_frame_and_a_guide_all_of_them(table: Table) -> None:
    clip = table.clip("c")
    table.link(table.video("v"), clip, "previous")
    table.link(table.video("w"), clip, "guide")
    request = compile_shot(table.board, clip)
    assert request.keyframes[0].picture == Media(asset=digest("v"), frame=-1)
    assert request.video == VideoReference(video=Media(asset=digest("w")))


def test_dialogue_and_sounds_come_along(table: Table) -> None:
    clip = table.add(NodeKind.clip, "c", "Who is there?")
    table.link(table.sound("s"), clip)
    assert compile_shot(table.board, clip).sounds == (
        SoundPart(kind="speech", text="Who is there?"),
        SoundPart(kind="effect", media=Media(asset=digest("s"))),
    )


def test_camera_subject_and_paths_become_motion(table: Table) -> None:
    clip = table.clip(
        "c",
        camera=[0, 1, 0, 0, 0, 4.5],
        subject=[0.1, 0.2, 0.3, 0.4],
        mask=digest("m"),
        paths=[{"points": [[0, 0], [1, 0.5]], "region": {"box": [0, 0, 0.5, 0.5]}}],
    )
    assert compile_shot(table.board, clip).motion == Motion(
        camera=Camera(vertical=1.0, zoom=4.5),
        subject=Region(box=(0.1, 0.2, 0.3, 0.4), mask=Media(asset=digest("m"))),
        paths=(Path2D(points=((0.0, 0.0), (1.0, 0.5)), region=Region(box=(0.0, 0.0, 0.5, 0.5))),),
    )


def test_a_shot_of_words_alone_is_a_card_with_its_number(table: Table) -> None:
    clip = table.clip("Dawn")
    table.shot(clip, "2A")
    assert compile_shot(table.board, clip).slate == Slate(title="Dawn", number="2A")


def test_a_shot_with_a_picture_bears_its_name_only_where_that_is_asked_for(table: Table) -> None:
    plain, burnt = table.clip("c1"), table.clip("c2", burn_in=True)
    for clip in (plain, burnt):
        table.link(table.picture(f"of-{clip}"), clip, "first")
    assert compile_shot(table.board, plain).slate is None
    assert compile_shot(table.board, burnt).slate == Slate(title="c2")


@pytest.mark.parametrize(
    "paths", [7, [[[0, 0]]], [[[0, 0], [1]]], [[[0, 0], [1, "x"]]], [{"points": None}]]
)
def test_paths_that_make_no_sense_are_refused_with_a_way_out(table: Table, paths: object) -> None:
    clip = table.clip("c", paths=paths)
    with pytest.raises(BadRequest) as caught:
        compile_shot(table.board, clip)
    assert caught.value.remedy is not None
    assert keys(table.board) == {}


def test_only_clips_are_rendered(table: Table) -> None:
    for node in (table.prompt("p", "words"), "nowhere"):
        with pytest.raises(BadRequest):
            compile_shot(table.board, node)
    assert plan(table.board, ["p", "nowhere"]).jobs == ()


def test_a_key_says_nothing_of_the_node(table: Table) -> None:
    """Never node id, position or title: equal shots are rendered once."""
    clips = [table.clip("one"), table.clip("two")]
    for clip in clips:
        table.link(table.picture(f"of-{clip}", asset="the same"), clip, "first")
    table.board.apply(set_node("two", pos=(9.0, 9.0), title="Other", color="#ff0000"))
    one, two = (keys(table.board)[clip] for clip in clips)
    assert one == two
    assert len({job.key for job in plan(table.board, clips).jobs}) == 1


def test_what_the_model_ignores_is_no_part_of_the_key(table: Table) -> None:
    clip = table.clip("c")
    before = keys(table.board)[clip]
    table.board.apply(set_node(clip, params={"steps": 30, "guidance": 5.0}))
    assert keys(table.board)[clip] == before
    table.board.apply(set_node(clip, params={"seed": 3}))
    assert keys(table.board)[clip] != before


def test_keys_are_the_same_in_another_process(table: Table) -> None:
    table.film(3)
    script = (
        "import sys; from canvas.document.board import Board; from generation.compile import keys;"
        "board = Board.load([bytes.fromhex(sys.stdin.read())], person='bob');"
        "print(sorted(keys(board).items()))"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=table.board.encode().hex(),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert other.stdout.strip() == str(sorted(keys(table.board).items()))


def render_all(table: Table) -> None:
    for job in plan(table.board).jobs:
        table.rendered(job.node, job.key)


def test_editing_one_of_200_shots_plans_exactly_that_one_and_what_follows(table: Table) -> None:
    """Figure: unchanged shots are never rendered again."""
    clips = table.film(200)
    for before, after in ((99, 150), (150, 151)):
        table.board.apply(DeleteEdges(edges_into(table, clips[after], "first")))
        table.link(clips[before], clips[after], "previous")
    render_all(table)
    assert plan(table.board).jobs == ()
    assert plan(table.board).fresh == set(clips)
    table.board.apply(TypeText("prompt99", 0, 0, "handheld, "))
    due = plan(table.board)
    assert [job.node for job in due.jobs] == [clips[99], clips[150], clips[151]]
    assert [job.needs for job in due.jobs] == [(), (due.jobs[0].key,), (due.jobs[1].key,)]
    assert due.fresh == set(clips) - {clips[99], clips[150], clips[151]}


def edges_into(table: Table, clip: str, port: str) -> list[str]:
    return [edge.id for edge in table.board.links_into(clip, port)]


def test_undoing_an_edit_finds_the_old_render_again(table: Table) -> None:
    table.film(2)
    render_all(table)
    table.board.apply(TypeText("prompt1", 0, 4, "pull"))
    assert state_of(table.board, "clip1") == "stale"
    table.board.undo()
    assert state_of(table.board, "clip1") == "done"
    assert plan(table.board).jobs == ()


def test_what_is_not_in_the_film_is_rendered_only_when_asked_for(table: Table) -> None:
    table.film(2)
    loose = table.clip("loose", seed=5)
    assert loose not in [job.node for job in plan(table.board).jobs]
    assert [job.node for job in plan(table.board, [loose]).jobs] == [loose]


def test_what_a_shot_of_the_film_follows_from_is_rendered_too(table: Table) -> None:
    loose = table.clip("loose", seed=5)
    shown = table.clip("shown")
    table.link(loose, shown, "previous")
    table.shot(shown)
    assert [job.node for job in plan(table.board).jobs] == [loose, shown]


def test_a_render_whose_file_is_missing_is_made_again(table: Table) -> None:
    clips = table.film(2)
    render_all(table)
    gone = digest(keys(table.board)[clips[0]])
    due = plan(table.board, have=lambda asset: asset != gone)
    assert [job.node for job in due.jobs] == [clips[0]]


def test_a_shot_that_cannot_be_rendered_is_named_and_holds_nobody_up(table: Table) -> None:
    bad, good = table.clip("bad", paths=7), table.clip("good")
    after = table.clip("after")
    table.link(bad, after, "previous")
    due = plan(table.board, [bad, good, after])
    assert [job.node for job in due.jobs] == [good]
    assert due.refused.keys() == {bad, after}
    table.board.apply(set_node(bad, params={"paths": None}))
    assert plan(table.board, [after]).refused == {}
    assert [job.node for job in plan(table.board, [after]).jobs] == [bad, after]


def test_cutting_the_link_to_a_bad_clip_heals(table: Table) -> None:
    bad, after = table.clip("bad", paths=7), table.clip("after")
    edge = table.link(bad, after, "previous")
    assert plan(table.board, [after]).jobs == ()
    table.board.apply(DeleteEdges([edge.id]))
    assert [job.node for job in plan(table.board, [after]).jobs] == [after]


def test_a_chain_of_thousands_is_no_deeper_than_one(table: Table) -> None:
    clips = [table.clip(f"c{number:04}") for number in range(1500)]
    for before, after in pairwise(clips):
        table.link(before, after, "previous")
    assert [job.node for job in plan(table.board, [clips[-1]]).jobs] == clips


def test_another_quality_is_another_render(table: Table) -> None:
    first, second = table.clip("c1"), table.clip("c2")
    table.link(first, second, "previous")
    draft = plan(table.board, [second], quality="draft")
    final = plan(table.board, [second])
    assert [job.request.quality for job in draft.jobs] == ["draft", "draft"]
    assert not {job.key for job in draft.jobs} & {job.key for job in final.jobs}


def test_a_model_of_one_quality_renders_a_draft_as_its_final(table: Table) -> None:
    clip, ours = table.clip("c3", model="rehearsal"), read([MANIFESTS])
    draft_keys = keys(table.board, [clip], quality="draft", catalogue=ours)
    assert draft_keys == keys(table.board, [clip], catalogue=ours)


def test_the_state_of_a_clip_follows_its_chosen_take(table: Table) -> None:
    clip = table.clip("c")
    assert state_of(table.board, clip) == "empty"
    render_all_of(table, clip)
    assert state_of(table.board, clip) == "done"
    table.board.apply(set_node(clip, params={"seed": 1}))
    assert state_of(table.board, clip) == "stale"
    old = table.board.nodes[clip].take
    render_all_of(table, clip)
    assert state_of(table.board, clip) == "done"
    table.board.apply(set_node(clip, take=old))
    assert state_of(table.board, clip) == "stale"


def render_all_of(table: Table, clip: str) -> None:
    for job in plan(table.board, [clip]).jobs:
        table.rendered(job.node, job.key)


def fresh_keys(board: Board) -> dict[str, str]:
    """The keys worked out from nothing: the oracle of the kept ones."""
    return keys(Board.load([board.encode()], person="oracle"))


def test_renaming_a_shot_on_a_slate_and_renumbering_it_change_its_key(table: Table) -> None:
    clip = table.clip("c")
    table.shot(clip, "1")
    seen = [keys(table.board)[clip]]
    for edit in (set_shot(f"shot-{clip}", number="2"), set_node(clip, title="Night")):
        table.board.apply(edit)
        seen.append(keys(table.board)[clip])
    assert len(set(seen)) == 3
    assert keys(table.board) == fresh_keys(table.board)


def test_a_board_is_let_go_with_its_keys(table: Table) -> None:
    table.film(1)
    keys(table.board)
    board = weakref.ref(table.board)
    del table.board
    gc.collect()
    assert board() is None


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["type", "seed", "title", "move", "size", "delete", "undo", "cut", "chain", "number"]
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(edits=_EDITS)
def test_kept_keys_are_always_those_worked_out_from_nothing(
    edits: list[tuple[str, int, int]],
) -> None:
    table = Table()
    table.film(6)
    table.link(table.add(NodeKind.element, "cast", "a cat"), "clip0")
    for number in range(1, 4):  # one clip reads several prompts: where they lie decides their order
        table.link(f"prompt{number}", "clip0")
    for verb, one, other in edits:
        keys(table.board)
        act(table, verb, one, other)
        assert keys(table.board) == fresh_keys(table.board)


def act(table: Table, verb: str, one: int, other: int) -> None:
    board = table.board
    clip, rival = f"clip{one}", f"clip{other}"
    if verb == "undo":
        board.undo()
    elif clip not in board.nodes or rival not in board.nodes:
        return
    elif verb == "type":
        board.apply(TypeText(f"prompt{one}", 0, 1, str(other)))
    elif verb == "seed":
        board.apply(set_node(clip, params={"seed": other}))
    elif verb == "title":
        board.apply(set_node(clip, title=str(other), params={"burn_in": True}))
    elif verb == "move":
        board.apply(set_node(f"prompt{one}", pos=(0.0, -100.0 * other)))
        if one != other and not board.links_into(rival, "last"):
            table.link(f"picture{one}", rival, "last")
    elif verb == "size":
        board.apply(set_meta(width=640 + 2 * other))
    elif verb == "delete":
        board.apply(DeleteNodes([clip]))
    elif verb == "cut":
        board.apply(DeleteEdges([edge.id for edge in board.links_into(clip)][:1]))
    elif verb == "chain" and one < other:
        first = [edge.id for edge in board.links_into(rival) if edge.into in ("first", "previous")]
        board.apply(DeleteEdges(first))
        table.link(clip, rival, "previous")
    elif verb == "number" and f"shot-{clip}" in board.shots:
        board.apply(set_shot(f"shot-{clip}", number=str(other)))
        board.apply(AddShot(Shot(id=new_id(), node=rival, seq="1", number="9")))


# -- models that draw at another rate than the film's


SLOW = (
    'id = "slow"\nname = "Slow"\nbackend = "a:B"\nversion = "1"\nfamily = "wan"\n'
    'pipeline = "WanPipeline"\nrate = [16, 1]\n[inputs]\nwords = 1\nfirst = 1\n'
    "[limits]\nframes_step = {step}\nframes_offset = 1\nframes_high = 500\nmultiple = 16\n"
    "pixels_high = 400000\n[defaults.final]\nsteps = 4\n"
)


def of_step(tmp_path: Path, step: int) -> Catalogue:
    (tmp_path / "slow.toml").write_text(SLOW.format(step=step))
    return read([tmp_path])


def test_a_clip_after_one_of_another_rate_begins_where_the_film_leaves_that(
    tmp_path: Path,
) -> None:
    table = Table()
    one, two = table.clip("one", model="slow", frames=96), table.clip("two")
    table.link(one, two, "previous")

    def first(step: int) -> Keyframe:
        found = plan(table.board, [two], catalogue=of_step(tmp_path, step))
        return found.jobs[-1].request.keyframes[0]

    assert first(4).picture.frame == -1, "65 frames at 16 a second: the last is at four seconds"
    assert first(60).picture.frame == 64, "121 frames: the film leaves them after four seconds"


def test_what_a_model_ignores_or_snaps_alike_renders_nothing_again(tmp_path: Path) -> None:
    table = Table()
    clip = table.clip("one", model="slow", frames=96)
    catalogue = of_step(tmp_path, 4)
    before = keys(table.board, [clip], catalogue=catalogue)
    table.board.apply(set_node(clip, params={"frames": 95}))
    assert keys(table.board, [clip], catalogue=catalogue) == before, "both are 65 frames"
    table.board.apply(set_node(clip, params={"frames": 120}))
    assert keys(table.board, [clip], catalogue=catalogue) != before


def test_models_that_come_later_hear_of_a_change_before_whoever_listens(tmp_path: Path) -> None:
    """What a listener asks for is of the board as it is now, whichever models it asks of."""
    table = Table()
    clip = table.clip("one", model="slow", frames=96)
    watch(table.board)
    catalogues = [of_step(tmp_path, 4)]
    seen: list[str] = []
    table.board.listen(
        lambda _change: seen.append(keys(table.board, [clip], catalogue=catalogues[-1])[clip])
    )
    catalogues.append(of_step(tmp_path, 60))  # a model was dropped in while the board is open
    table.board.apply(set_node(clip, params={"frames": 200}))
    table.board.apply(set_node(clip, params={"frames": 300}))
    assert seen[0] != seen[1]


def test_a_shot_waits_for_no_clip_that_its_model_does_not_look_at(table: Table) -> None:
    first = table.clip("first")
    table.link(table.prompt("p", "a fox"), first, "words")
    for id, model in (("blind", "wan2.1-t2v-1.3b"), ("sees", "wan2.2-ti2v-5b")):
        after = table.clip(id, model=model)
        table.link("p", after, "words")
        table.link(first, after, "previous")
    blind = plan(table.board, ["blind"]).jobs
    assert {job.node for job in blind} == {"blind"}
    assert blind[0].needs == ()
    sees = plan(table.board, ["sees"]).jobs
    assert [job.node for job in sees][:2] == ["first", "sees"]
    assert sees[1].needs == (sees[0].key,)
