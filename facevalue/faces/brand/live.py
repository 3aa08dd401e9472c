"""Where the campaign page has its figures from: once when it is made, then from the live stream."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from facevalue.identity.ingest import sign_live
from facevalue.kit.errors import FacevalueError

TICKET_LIFE_MS = 10 * 60 * 1000

Totals = Mapping[str, Any]
Provider = Callable[[int, int], Totals]

# (campaign, now_ms) → what the live stream sends as `totals`. Whoever runs the engine in this process sets it. A process that
# serves pages alone has none: the page says that it has no figures and takes them from the stream.
provider: Provider | None = None

_logger = logging.getLogger(__name__)


def totals(campaign: int, now_ms: int) -> Totals | None:
    """The figures of a campaign, None if they cannot be read now."""
    if provider is None:
        return None
    try:
        return provider(campaign, now_ms)
    except FacevalueError:
        _logger.exception("the figures of campaign %d could not be read", campaign)
        return None


def stream_path(campaign: int, person: int, now_ms: int) -> str:
    """The address of a campaign's live stream, which lets this person in until the ticket expires."""
    token = sign_live(settings.SECRET_KEY.encode(), campaign, person, now_ms + TICKET_LIFE_MS)
    return f"/v1/campaigns/{campaign}/live?token={token}"
