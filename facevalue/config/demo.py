"""`facevalue up --demo`: a world that is made once, and a simulator that keeps it alive over HTTP."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from facevalue.config.folder import Folder

if TYPE_CHECKING:
    from facevalue.demo.actions import Login, Star


def enter(stack: ExitStack, folder: Folder, pace: float) -> Callable[[str], None]:
    """Makes the world before anybody works on the folder. Gives what to call, with the server's address, once it listens:
    it says who can log in, and starts the simulator, which the stack stops."""
    # Its models need Django, which is set up by now.
    from facevalue.demo import actions

    print(f"The demo world is in {folder.path}. The first time, making it takes some seconds.", flush=True)
    world = actions.create(folder)

    def begin(address: str) -> None:
        port = address.rpartition(":")[2]
        print("Log in as", *map(_line, world.logins), sep="\n")
        print("Creators' apps, where codes are shown at /demo/messages; come in with your own number, or as")
        print(*(_star(star, port) for star in world.stars), sep="\n", flush=True)
        simulator = actions.Simulator(world, address, pace)
        stack.callback(simulator.stop)
        simulator.start()

    return begin


def _line(login: "Login") -> str:
    return f"  {login.email:22}  {login.password:24}  {login.name}, {login.role} of {login.organisation}"


def _star(star: "Star", port: str) -> str:
    return f"  http://{star.host}:{port}  {star.phone:24}  {star.name}"
