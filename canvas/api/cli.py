"""The command line: a typed function a verb, and exit codes 0 done, 1 the work failed, 2 the call
was wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from canvas.api import demo as showing
from canvas.api import history as past
from canvas.api import queue as waiting
from canvas.api import serve as serving
from canvas.api import verbs
from canvas.api.console import Console, told
from canvas.api.interrupt import STOPPED, interruptible
from canvas.api.models_line import line as models_line
from canvas.api.verbs import DONE, FAILED, WRONG, Call, WrongCall
from canvas.app.session import NoName
from canvas.document.schema import LEAST_SIDE, MOST_SIDE
from canvas.document.timing import Rate, rate_from
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

app = typer.Typer(
    help="Turns a board of ideas into a film. A BOARD alone, or nothing, opens the window.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


class Quality(StrEnum):
    draft = "draft"
    final = "final"


Board = Annotated[Path, typer.Argument(metavar="BOARD", help="A board: My film.shotweave")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


@app.command()
def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder for the board and the films.")] = Path(
        "demo"
    ),
    no_window: Annotated[bool, typer.Option("--no-window", help="Open nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build the sample board, render it, export the film, and open it."""
    _run(context, as_json, lambda call: showing.demo(call, out, window=not no_window))


@app.command()
def new(
    context: typer.Context,
    board: Board,
    title: Annotated[str, typer.Option(help="The film's title; else the board's name.")] = "",
    rate: Annotated[str, typer.Option(help="Frames a second: 24, 25, 29.97, 30000/1001.")] = "24",
    size: Annotated[str, typer.Option(help="Pixels of the film.")] = "1280x720",
    as_json: AsJson = False,
) -> None:
    """Make a new board."""
    _run(context, as_json, lambda call: verbs.new(call, board, title, _rate(rate), _size(size)))


@app.command("import")
def bring_in(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Pictures, videos, sounds.")
    ],
    board: Annotated[Path, typer.Option("--board", metavar="BOARD", help="Where they go.")],
    no_clips: Annotated[
        bool, typer.Option("--no-clips", help="Leave them bare: no clips, no shots.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring files in: a picture feeds a clip, a video becomes a shot."""
    _run(context, as_json, lambda call: verbs.bring_in(call, board, files, clips=not no_clips))


@app.command()
def render(
    context: typer.Context,
    board: Board,
    node: Annotated[
        list[str] | None, typer.Option(help="A clip, by its id or its shot's number; repeatable.")
    ] = None,
    quality: Annotated[Quality | None, typer.Option(help="In place of what the clips say.")] = None,
    as_json: AsJson = False,
) -> None:
    """Render the shots that are missing or stale."""
    _run(context, as_json, lambda call: verbs.render(call, board, node or [], quality))


@app.command()
def export(
    context: typer.Context,
    board: Board,
    to: Annotated[Path, typer.Option(metavar="FILE", help="film.mp4 or film.gif")],
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Render nothing first: stills and cards stay.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Render what is missing, then write the film."""
    _run(context, as_json, lambda call: verbs.export(call, board, to, as_is=as_is))


@app.command()
def show(context: typer.Context, board: Board, as_json: AsJson = False) -> None:
    """Describe a board and its film."""
    _run(context, as_json, lambda call: verbs.show(call, board))


@app.command("queue")
def manage_queue(
    context: typer.Context,
    verb: Annotated[waiting.Verb, typer.Argument(help="What is to be done.")],
    board: Board,
    job: Annotated[
        list[int] | None, typer.Option(help="A render, by its number in the list; repeatable.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what is rendered and waits, pause it, draw it, take out of it, or try again."""
    _run(context, as_json, lambda call: waiting.queue(call, board, verb, job or []))


@app.command()
def check(context: typer.Context, board: Board, as_json: AsJson = False) -> None:
    """Read a whole board and say what is wrong with it."""
    _run(context, as_json, lambda call: verbs.check(call, board))


@app.command()
def lend(
    context: typer.Context,
    link: Annotated[str, typer.Argument(metavar="LINK", help="An invitation: shotweave://join/…")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the board's copy is kept.")],
    name: Annotated[str, typer.Option(help="What the others see this machine as.")] = "",
    as_json: AsJson = False,
) -> None:
    """Lend this machine's graphics card to a room, until Ctrl+C."""
    from canvas.api import lend as lending  # late: it brings the rooms

    _run(context, as_json, lambda call: lending.lend(call, link, into, name))


app.registered_commands += serving.app.registered_commands  # main.py runs these by themselves


@app.command("history")
def list_history(
    context: typer.Context,
    board: Board,
    limit: Annotated[int, typer.Option(min=0, help="The latest steps; 0 for all.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List who did what and when, and the versions that have a name."""
    _run(context, as_json, lambda call: past.history(call, board, limit=limit))


@app.command()
def restore(
    context: typer.Context,
    board: Board,
    at: Annotated[
        str,
        typer.Option(metavar="WHEN", help="A number or a name of `history`, or 2026-11-22 14:03."),
    ],
    node: Annotated[
        list[str] | None, typer.Option(help="Just this node, by its id; repeatable.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Leave the board, make one of then.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring back what a board was, as a change like any other."""
    _run(context, as_json, lambda call: past.restore(call, board, at, node or [], to))


def run_line(arguments: Sequence[str]) -> int:
    """Run one line of arguments. Returns its exit code; nothing but a fault of ours raises."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal cannot spell is no failure
            stream.reconfigure(errors="replace")
    with interruptible() as interrupt:
        call = Call(Console(as_json="--json" in arguments), interrupt)
        try:
            app(list(arguments), prog_name="main.py", obj=call)
        except SystemExit as end:  # the way in which typer ends, also after a wrong call
            return _ended(call, end)
    return DONE


def _ended(call: Call, end: SystemExit) -> int:
    """Tell of what ended a line before its verb could: a press of Ctrl+C, or that no verb
    understood it, of which people have been told by typer."""
    explain: object = getattr(end.__context__, "format_message", None)
    if callable(explain):
        error = {"code": WrongCall.code, "what": explain(), "remedy": "Look at: main.py --help"}
        call.console.result({"ok": False, "error": error})
    elif call.interrupt.wanted() and not call.console.answered:
        return _stopped(call.console)
    return end.code if isinstance(end.code, int) else FAILED


def _run(context: typer.Context, as_json: bool, work: Callable[[Call], int]) -> NoReturn:
    call: Call = context.obj
    console, interrupt = call.console, call.interrupt
    console.as_json = as_json
    try:
        code = work(call)
    except KeyboardInterrupt:
        code = _stopped(console)
    except Trouble as trouble:
        code = _stopped(console) if interrupt.wanted() else _told(console, trouble)
    except Exception:  # Ctrl+C can strike inside a library, which fails in a way of its own then
        if not interrupt.wanted():
            raise
        code = _stopped(console)
    raise typer.Exit(code)


app.add_typer(models_line(_run), name="models")


def _told(console: Console, trouble: Trouble) -> int:
    console.note(trouble)
    console.result({"ok": False, "error": told(trouble)})
    return WRONG if isinstance(trouble, WrongCall | NoName) else FAILED


def _stopped(console: Console) -> int:
    console.note("Stopped. Everything that was finished is kept; run it again to go on.")
    console.result({"ok": False, "error": {"code": "stopped", "what": "Stopped."}})
    return STOPPED


def _rate(text: str) -> Rate:
    try:
        rate = rate_from(text)
    except (ValueError, ZeroDivisionError):
        rate = None
    if rate is None or not 1 <= rate.fraction <= 240:
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "{rate} is no frame rate."), rate=text),
            remedy=say(QT_TRANSLATE_NOOP("words", "Write 24, 25, 29.97 or 30000/1001.")),
        )
    return rate


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    sides = [int(side) for side in (width, height) if side.isdecimal() and len(side) < 6]
    if len(sides) != 2 or not all(LEAST_SIDE <= side <= MOST_SIDE for side in sides):
        raise WrongCall(
            say(QT_TRANSLATE_NOOP("words", "{size} is no size of a film."), size=text),
            remedy=say(
                QT_TRANSLATE_NOOP(
                    "words", "Write width x height, each from {least} to {most} pixels: 1280x720."
                ),
                least=LEAST_SIDE,
                most=MOST_SIDE,
            ),
        )
    return sides[0], sides[1]
