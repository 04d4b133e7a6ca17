"""``lantern studio``: the editors' work in a browser; ``studio-user``: who may come in from elsewhere."""

from __future__ import annotations

import getpass
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from lantern import paths
from lantern.cli import encoder
from lantern.cli.console import console
from lantern.editing.history import is_kept_here
from lantern.errors import SettingError
from lantern.local_bot import HOST, free_port
from lantern.studio.access import ROLES, USERS_FILE, add_user, remove_user

Port = Annotated[int, typer.Option(help="Port of the studio.")]
BotPort = Annotated[int, typer.Option(help="Port of the running bot.")]
State = Annotated[Path, typer.Option(help="Folder of the running bot's state.", file_okay=False)]
Host = Annotated[str, typer.Option(help="Address to listen on; another than this computer needs users.")]
Proxies = Annotated[
    int, typer.Option(min=0, help="So many servers of yours (HTTPS) pass requests on to it; people sign in.")
]
Keep = Annotated[
    bool | None,
    typer.Option(help="Commit each save to git, in the editor's name; done where git is, unless you say no."),
]
Ahead = Annotated[
    bool, typer.Option(help="Ask what serves beforehand, beside other work; the first publishing is shorter.")
]
Roles = Annotated[str, typer.Option(help=f"What the person may do, of: {', '.join(ROLES)}.")]


def command(
    port: Port = 5080,
    bot_port: BotPort = 5005,
    state: State = paths.STATE,
    host: Host = HOST,
    keep: Keep = None,
    proxies: Proxies = 0,
    ahead: Ahead = True,
) -> None:
    """Start the studio and print its address; Ctrl-C stops it.

    Example: lantern studio --no-keep
    """
    # Imported here: the web framework takes a second that the other verbs need not wait for.
    from lantern.studio.app import Settings, create_app
    from lantern.studio.jobs import asked_ahead

    # Behind a server of one's own, requests of others come from this computer too.
    exposed = host != HOST or proxies > 0
    if exposed and not (state / USERS_FILE).is_file():
        where = f"Others can reach {host}" if host != HOST else "Others come in by the server before it"
        raise SettingError(f"{where}, so people have to sign in. Add them first: lantern studio-user NAME")
    encoder.ensure()
    port = port if exposed else free_port(port, "STUDIO_PORT")
    keep = is_kept_here(paths.ROOT) if keep is None else keep
    settings = Settings(paths.ROOT, state, bot_port, exposed, keep, getpass.getuser(), proxies)
    console.print(f"The studio is at [bold]http://{host}:{port}/[/]\nStop it with Ctrl-C.")
    if not keep:
        console.print("Saves are not kept in git: what is saved over cannot be undone in the studio.")
    if exposed:
        console.print("Sessions are sent over HTTPS only: a server with HTTPS has to stand before it.")
        if not proxies:
            console.print("If it tells from where requests come (X-Forwarded-For), say so: --proxies 1")
    with asked_ahead(state) if ahead else nullcontext():
        create_app(settings).run(host=host, port=port, access_log=False, motd=False)


def user_command(
    name: Annotated[str, typer.Argument(help="The person's name, as history and reviews show it.")],
    roles: Roles = "write",
    state: State = paths.STATE,
    remove: Annotated[bool, typer.Option("--remove", help="Take the person away instead.")] = False,
) -> None:
    """Add a person to the studio, or give them another password and other roles; it asks for the password.

    With another password, or taken away, they are signed out everywhere.

    Example: lantern studio-user "Ana Ruiz" --roles write,publish
    """
    if remove:
        remove_user(state / USERS_FILE, name)
        console.print(f"{name} may not come in any more.", markup=False)
        return
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    add_user(state / USERS_FILE, name, password, [role.strip() for role in roles.split(",") if role.strip()])
    console.print(f"{name} may: {roles}", markup=False)
