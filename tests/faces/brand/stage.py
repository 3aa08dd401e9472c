"""The real pages beside a live stream that says what a test tells it to say: `python -m tests.faces.brand.stage FOLDER`.

Prints one line of JSON when it is ready: its address and the ids of its two campaigns.
"""

import json
import socket
import sys
from pathlib import Path

import uvicorn

from facevalue.config import schema
from facevalue.config.environment import choose, use_django_settings


def main(folder: Path) -> None:
    choose(folder)
    use_django_settings()
    schema.prepare(str(folder / "state.sqlite"))

    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from facevalue.faces.brand import live
    from tests import cast
    from tests.faces.brand import people, recorded
    from tests.faces.brand.stream import Stage

    settings.PASSWORD_HASHERS = people.HASHERS
    people.enter()
    campaigns = {
        "kopi": people.plan_campaign(cast.KOPI_NUSANTARA, "Ramadan frames"),
        "glow": people.plan_campaign(cast.SIAM_GLOW, "Songkran stickers"),
    }
    stage = Stage()
    live.provider = lambda campaign, _now_ms: stage.totals.get(campaign, recorded.totals())
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"url": f"http://localhost:{listener.getsockname()[1]}", **campaigns}), flush=True)
    uvicorn.Server(uvicorn.Config(stage.over(get_wsgi_application()), log_level="error")).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
