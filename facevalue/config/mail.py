"""E-mail: where Django leaves what it is to send."""

from typing import Any
from urllib.parse import unquote, urlsplit

SENDER = "Facevalue <hello@localhost>"


def mail(address: str, sms: str) -> dict[str, Any]:
    """Django's settings for a server such as `smtp://user:password@host:587?hello@app.example`.

    `smtps` is TLS from the first byte; what follows the question mark is the sender. Without a server, mails go where text
    messages go: to the outbox or the log.
    """
    if not address:
        own = "facevalue.identity.sms.OutboxBackend"
        backend = own if sms.endswith(".outbox") else "django.core.mail.backends.console.EmailBackend"
        return {"EMAIL_BACKEND": backend, "DEFAULT_FROM_EMAIL": SENDER}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("FACEVALUE_MAIL looks like smtp://user:password@host:587?hello@app.example")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": unquote(parts.query) or SENDER,
    }
