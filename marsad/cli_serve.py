"""The verb that opens the workbench, and the one that admits the people who sign in to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, get_args

import typer

from marsad.cli_record import HERE, Where, me, opened
from marsad.errors import MarsadError
from marsad.model.person import Person, Role
from marsad.terminal import progress

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LAST_PORT = 65535


def serve(
    store: Where = HERE,
    listen: Annotated[
        str, typer.Option(help="Where to listen; anything but this machine demands accounts.", metavar="HOST:PORT")
    ] = "127.0.0.1:8000",
    accounts: Annotated[bool, typer.Option("--accounts", help="Let people sign in, also on this machine.")] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name that browsers know this server by.", metavar="HOST")
    ] = None,
    published: Annotated[Path, typer.Option(help="The folder that publications are written to.")] = Path("published"),
) -> None:
    """Open the workbench in the browser: read, review, compare, map and publish the record.

    On your own machine it needs no account and nobody else can reach it. To serve others, admit them first (`marsad admit amal
    --role analyst`), then name the address to listen on; put a server that speaks HTTPS in front of it.

    Examples: `marsad serve`; `marsad serve --accounts --listen 127.0.0.1:8080`; `marsad serve --listen 0.0.0.0:8000 --name marsad.example.org`.
    """
    import uvicorn

    from marsad.pipeline import prepare
    from marsad.record.board import bring_up
    from marsad.serve.app import create_app
    from marsad.serve.bench import Bench
    from marsad.store.people import all_accounts
    from marsad.store.publications import end_unfinished

    host, port = _address(listen)
    needed = accounts or host not in _LOOPBACK
    with opened(store, "make") as record:
        with record.reading() as connection:
            someone = any(each.secret and each.active for each in all_accounts(connection))
        if needed and not someone:
            raise MarsadError(
                "nobody can sign in yet: admit an administrator first, `marsad admit NAME --role administrator`"
            )
        with record.transaction(me()) as writing:
            end_unfinished(writing)
        with progress() as tick:
            bring_up(record, tick)
        names = (*(name or ()), *_LOOPBACK[:2], "[::1]")
        bench = Bench(record, published, prepare, None if needed else me(), names, secure=needed and bool(name))
        sys.stdout.write(f"The workbench is open at http://{host}:{port}/ (end it with Ctrl-C)\n")
        sys.stdout.flush()
        uvicorn.run(create_app(bench), host=host, port=port, log_level="warning", server_header=False)


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > _LAST_PORT:
        raise MarsadError(f"--listen {listen}: write it as HOST:PORT, such as 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def admit(
    name: Annotated[str, typer.Argument(help="The name that the person signs in and signs judgements with.")],
    role: Annotated[
        str, typer.Option(help="reader, analyst, reviewer or administrator; `none` closes the account.")
    ] = "reader",
    shown: Annotated[str, typer.Option(help="The name that is shown; the other without.")] = "",
    store: Where = HERE,
) -> None:
    """Admit a person to the workbench, or give one another role or password; the password is asked for, or read from standard input.

    Examples: `marsad admit amal --role analyst`; `marsad admit amal --role none`.
    """
    from typing import cast

    from marsad.serve.passwords import hashed
    from marsad.serve.typed import named
    from marsad.store.people import close_account, put_account

    if role != "none" and not (name := named(name)):
        raise MarsadError("name the person: marsad admit amal --role analyst")
    if role not in (*get_args(Role), "none"):
        raise MarsadError(f"'{role}' is no role; one of {', '.join(get_args(Role))} is, and none")
    with opened(store, "make") as record:
        if role == "none":
            with record.transaction(me()) as writing:
                close_account(writing, name)
        else:
            secret = hashed(_asked())
            with record.transaction(me()) as writing:
                put_account(writing, Person(name, shown or name, cast(Role, role)), secret)
    sys.stdout.write(f"{name}: {'closed' if role == 'none' else role}\n")


def _asked() -> str:
    """Ask for a password twice, or take the first line where nobody can be asked."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


VERBS = (serve, admit)
