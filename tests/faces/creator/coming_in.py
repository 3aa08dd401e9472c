"""Coming in by a code, as a person does it with the demo's outbox."""

import re

from django.db.models import F
from django.test import Client, override_settings

from facevalue.identity.models import Attempt, Code, Message

PHONE, TYPED = "+6281234567890", "0812-3456-7890"
OUTBOX = override_settings(FACEVALUE_SMS="facevalue.identity.sms.outbox", EMAIL_BACKEND="facevalue.identity.sms.OutboxBackend")


def code() -> str:
    """What came last."""
    last = Message.objects.order_by("-at", "-id").first()
    assert last
    found = re.search(r"\d{6}", last.text)
    assert found
    return found.group()


def let_pass(seconds: int = 30) -> None:
    """As if it were later: whatever ends does so earlier."""
    Attempt.objects.update(ends_at=F("ends_at") - 1000 * seconds)
    Code.objects.update(expires_at=F("expires_at") - 1000 * seconds)


def ask(browser: Client, address: str = TYPED, way: str = "phone", **fields: str) -> str:
    """Asks for a code; where one is sent, or the page."""
    answer = browser.post(f"/login/?way={way}", {"address": address, **fields})
    return answer.headers.get("Location", answer.content.decode())


def come_in(browser: Client, address: str = TYPED, way: str = "phone", **answers: str) -> str:
    """All the way in; where one arrives."""
    assert ask(browser, address, way) == "/login/code/"
    answer = browser.post("/login/code/", {"code": code()})
    if answer.headers["Location"] == "/join/":
        answer = browser.post("/join/", {"name": "Sari", "year_of_birth": "1999", **answers})
    return answer.headers.get("Location", answer.content.decode())


def who(browser: Client) -> int:
    """Who is logged in, 0 for nobody."""
    return int(browser.session.get("_auth_user_id", 0))
