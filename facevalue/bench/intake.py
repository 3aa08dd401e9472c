"""`facevalue bench ingest`: the gateway in a process of its own, and a client that keeps it busy."""

from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from facevalue.bench import gateway_process, sender, town
from facevalue.kit.clock import now_ms
from facevalue.kit.errors import FacevalueError

_BATCHES = 64
_SINGLES = 20_000
_BATCH_CONNECTIONS = 8
_AT = "2026-01-05T09:30:00.250+07:00"


class NotDurable(FacevalueError):
    """The log holds fewer engagements than were acknowledged."""

    code = "not_durable"
    status = 500
    title = "Acknowledged engagements are missing"


def run(database_url: str, people: int, lines: int, connections: int, seconds: float) -> dict[str, Any]:
    """Sends batches of `lines` engagements, then single ones over `connections` connections, for `seconds` each.

    Raises NotDurable if anything that was acknowledged is missing in the log afterwards.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="facevalue-bench-")))
        made, stream = town.build(folder, database_url, people)
        stack.callback(made.close)
        from facevalue.bench import brand  # its models want Django to be ready

        key = brand.app_key(made.app)
        written = sender.lines(stream.window(_BATCHES * lines, now_ms()), _AT)
        batches = [b"\n".join(written[start : start + lines]) for start in range(0, len(written), lines)]
        before = made.log.count_records()
        with gateway_process.gateway(made.folder) as served:
            batched, batched_cpu_s = _send(
                served, [sender.request(key, batch) for batch in batches], _BATCH_CONNECTIONS, seconds
            )
            single, single_cpu_s = _send(
                served, [sender.request(key, line) for line in written[:_SINGLES]], connections, seconds
            )
        acknowledged = len(batched.waits_s) * lines + len(single.waits_s)
        durable = made.log.count_records() - before
        if durable != acknowledged:
            raise NotDurable(f"{acknowledged:,} were acknowledged, the log has {durable:,}")
    return {
        "engine": made.db.engine,
        "batched_events_per_second": round(batched.requests_per_second * lines),
        "batched_cpu_us_per_event": round(batched_cpu_s / len(batched.waits_s) / lines * 1e6, 2),
        "batched_p50_ms": round(batched.wait_ms(0.5), 2),
        "batched_p99_ms": round(batched.wait_ms(0.99), 2),
        "batch_lines": lines,
        "single_requests_per_second": round(single.requests_per_second),
        "single_cpu_us_per_request": round(single_cpu_s / len(single.waits_s) * 1e6, 1),
        "single_p50_ms": round(single.wait_ms(0.5), 2),
        "single_p99_ms": round(single.wait_ms(0.99), 2),
        "single_connections": connections,
    }


def _send(served: gateway_process.Served, requests: list[bytes], connections: int, seconds: float) -> tuple[sender.Sent, float]:
    """Sends the requests round and round; what became of them, and the gateway's processor time."""
    before_s = served.cpu_s()
    sent = sender.send(served.port, cycle(requests), connections, seconds)
    return sent, served.cpu_s() - before_s
