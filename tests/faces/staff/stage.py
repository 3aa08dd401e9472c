"""The real pages over the scene: `python -m tests.faces.staff.stage FOLDER`.

Prints one line of JSON when it is ready: its address and the ids of the scene.
"""

import json
import socket
import sys
from pathlib import Path
from typing import Any, cast

import uvicorn
from a2wsgi import WSGIMiddleware

from facevalue.config import schema
from facevalue.config.environment import choose, use_django_settings


def main(folder: Path) -> None:
    choose(folder)
    use_django_settings()
    schema.prepare(str(folder / "state.sqlite"))

    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tests.faces.brand.people import HASHERS
    from tests.faces.staff import scene

    settings.PASSWORD_HASHERS = HASHERS
    made = scene.build()
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"url": f"http://localhost:{listener.getsockname()[1]}", **made._asdict()}), flush=True)
    pages = WSGIMiddleware(cast(Any, get_wsgi_application()))
    uvicorn.Server(uvicorn.Config(pages, log_level="error", lifespan="off")).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
