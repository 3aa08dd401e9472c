"""Browsers that are logged in already; needs Django ready."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from facevalue.identity.models import Person


def session_of(person: int) -> str:
    """The value of a session cookie with which this person is logged in."""
    found = Person.objects.get(id=person)
    session = SessionStore()
    session[SESSION_KEY] = str(found.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = found.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key
