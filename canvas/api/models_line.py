"""`main.py models ...` as typer reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from canvas.api import models
from canvas.api.models import OnOff, Tiles
from canvas.api.verbs import Call

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Named = Annotated[str, typer.Argument(metavar="MODEL", help="Its id or name, as list prints it.")]
Run = Callable[[typer.Context, bool, Callable[[Call], int]], Any]


def line(run: Run) -> typer.Typer:
    """The verbs; `run` is how the command line carries one out."""
    app = typer.Typer(
        help="The models that draw shots: list, add, download, verify, remove.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )

    @app.command("list")
    def list_(context: typer.Context, as_json: AsJson = False) -> None:
        """Name every model, its licence, and whether its files are here."""
        run(context, as_json, models.list_models)

    @app.command()
    def add(
        context: typer.Context,
        path: Annotated[
            Path, typer.Argument(metavar="PATH", help="A model's folder, or its manifest.toml.")
        ],
        as_model: Annotated[
            str, typer.Option("--as", metavar="MODEL", help="Which model the folder holds.")
        ] = "",
        copy: Annotated[
            bool, typer.Option("--copy", help="Copy the files instead of using them there.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Use a model that lies on this disk."""
        run(context, as_json, lambda call: models.add(call, path, as_model=as_model, copy=copy))

    @app.command()
    def download(context: typer.Context, model: Named, as_json: AsJson = False) -> None:
        """Fetch a model, or go on with that after Ctrl+C."""
        run(context, as_json, lambda call: models.download(call, model))

    @app.command()
    def verify(context: typer.Context, model: Named, as_json: AsJson = False) -> None:
        """Read every byte of a model and compare it with its checksums."""
        run(context, as_json, lambda call: models.verify(call, model))

    @app.command()
    def remove(
        context: typer.Context,
        model: Named,
        yes: Annotated[bool, typer.Option("--yes", help="Throw its files away.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Forget a folder, or throw away what was downloaded."""
        run(context, as_json, lambda call: models.remove(call, model, yes=yes))

    @app.command()
    def speed(
        context: typer.Context,
        attention: Annotated[
            str | None, typer.Option("--attention", help="One of those that it prints, or auto.")
        ] = None,
        compile_: Annotated[
            OnOff | None, typer.Option("--compile", help="Compile the blocks of models.")
        ] = None,
        tiling: Annotated[Tiles | None, typer.Option("--tiling", help="Decode in tiles.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Say, or choose, how models are run here."""
        run(context, as_json, lambda call: models.speed(call, attention, compile_, tiling))

    @app.command()
    def kept(
        context: typer.Context,
        clear: Annotated[bool, typer.Option("--clear", help="Throw it away.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Say how much is kept so that it need not be worked out again."""
        run(context, as_json, lambda call: models.kept_work(call, clear=clear))

    return app
