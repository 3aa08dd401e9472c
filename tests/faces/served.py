"""A small demo world that is served as anybody serves it: `python -m tests.faces.served FOLDER`.

Prints one line of JSON, who can log in with what as what and come into which app by which number, and goes on as
`facevalue up --demo`.
"""

import json
import os
import sys
from pathlib import Path

import django

from facevalue.config import environment, schema


def main(folder: Path) -> None:
    environment.choose(folder)
    environment.show_messages()
    environment.use_django_settings()
    schema.prepare(str(folder / "state.sqlite"))
    django.setup()
    from facevalue.demo import actions
    from facevalue.kit.clock import now_ms
    from tests.demo.world import PEOPLE, SEED, SHOWN, Folder

    made = Folder(folder, str(folder / "state.sqlite"), str(folder / "log.sqlite"))
    world = actions.create(made, PEOPLE, SEED, now_ms(), SHOWN)
    about = {
        "logins": [(str(login.role), login.email, login.password) for login in world.logins],
        "stars": {star.host.partition(".")[0]: star.phone for star in world.stars},
    }
    print(json.dumps(about), flush=True)
    command = [
        str(Path(sys.executable).with_name("facevalue")),
        "up",
        "--demo",
        "--pace",
        "1",
        "--data",
        str(folder),
        "--port",
        "0",
    ]
    os.execv(command[0], command)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
