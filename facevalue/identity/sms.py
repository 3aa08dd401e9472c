"""Gateways for text messages. `FACEVALUE_SMS` names one as a dotted path; it is a function of (phone in E.164, text)."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from facevalue.identity.models import Message
from facevalue.kit.clock import now_ms

OUTBOX = "facevalue.identity.sms.outbox"
_logger = logging.getLogger(__name__)


def send(phone: str, text: str) -> None:
    """Sends a text message. Call it outside of any transaction, for the gateway may be far away."""
    import_string(settings.FACEVALUE_SMS)(phone, text)


def log(phone: str, text: str) -> None:
    """Writes it to the log, where whoever runs the server finds it."""
    _logger.warning("To %s: %s", phone, text)


def outbox(phone: str, text: str) -> None:
    """Keeps it in a table, which a page of the demo shows."""
    Message.objects.create(recipient=phone, text=text, at=now_ms())


class OutboxBackend(BaseEmailBackend):
    """E-mails that go the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps them all; how many."""
        at = now_ms()
        made = [Message(recipient=to, text=str(each.body), at=at) for each in email_messages for to in each.to]
        Message.objects.bulk_create(made)
        return len(email_messages)


def is_outbox_open() -> bool:
    """Whether everybody may read what is sent, as in demonstrations."""
    return bool(settings.FACEVALUE_SMS == OUTBOX)


def messages(limit: int = 50) -> list[Message]:
    """What the outbox holds, newest first."""
    return list(Message.objects.order_by("-at", "-id")[:limit])
