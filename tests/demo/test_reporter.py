"""What the simulator reports arrives once, whatever happens on the way to a real gateway."""

import httpx

from facevalue.demo.actions import World
from facevalue.demo.reporter import Reporter
from tests.demo.world import Folder, engagements


class LossyTransport(httpx.HTTPTransport):
    """A network that loses every other answer on its way back."""

    requests = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.requests += 1
        if self.requests % 2:
            answer.close()
            raise httpx.ReadError("the answer was lost", request=request)
        return answer


def test_engagements_arrive_once_over_a_lossy_network(home: Folder, living: World, url: str) -> None:
    before, app = engagements(home), living.apps[0]
    posts = [post.id for post in living.posts if post.app == app.app]
    with httpx.Client(base_url=url, transport=LossyTransport()) as client:
        reporter = Reporter(client, living.apps)
        for post in posts[:5]:
            lines = [{"post": str(post), "kind": "like", "actor": str(person)} for person in living.people[:20]]
            reporter.add(app.app, lines)
        tries = 1
        while reporter.send():
            tries += 1
    assert tries == 6
    assert engagements(home) - before == 5 * 20


def test_it_waits_for_a_gateway_that_is_away_and_gives_up_what_is_refused(living: World, url: str) -> None:
    app = living.apps[0]
    with httpx.Client(base_url="http://127.0.0.1:1") as away:
        reporter = Reporter(away, living.apps)
        reporter.add(app.app, [{"post": "1", "kind": "like", "actor": "1"}])
        waits = [reporter.send() for _ in range(8)]
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] <= 10
    with httpx.Client(base_url=url) as client:
        reporter = Reporter(client, living.apps)
        reporter.add(app.app, [{"post": "1", "kind": "applause", "actor": "1"}])
        assert reporter.send() == 0
