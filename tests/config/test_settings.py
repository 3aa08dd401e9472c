"""Settings depend on the environment at import, so each case is a process of its own, as in production."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHOW = """
import json
from django.conf import settings
from django.db import connection
from django.test import Client
import django
django.setup()
database = settings.DATABASES["default"]
shown = {name: getattr(settings, name) for name in ("DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")}
shown["database"] = {name: database.get(name) for name in ("ENGINE", "NAME", "USER", "HOST", "PORT", "OPTIONS")}
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            shown[pragma] = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
shown["answer"] = dict(Client(SERVER_NAME="nobody.example").get("/").headers)
print(json.dumps(shown, default=str))
"""


@pytest.fixture
def show(tmp_path: Path) -> Any:
    def run(**chosen: str) -> Any:
        surroundings = {
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "facevalue.config.settings",
            "FACEVALUE_DATA": str(tmp_path),
            **chosen,
        }
        done = subprocess.run([sys.executable, "-c", SHOW], env=surroundings, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def test_sqlite_is_durable_and_waits_its_turn(show: Any, tmp_path: Path) -> None:
    shown = show()
    assert shown["database"]["NAME"] == str(tmp_path / "state.sqlite")
    assert shown["database"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (shown["journal_mode"], shown["synchronous"]) == ("wal", 2)
    assert (shown["foreign_keys"], shown["busy_timeout"]) == (1, 5000)


def test_postgresql_is_chosen_by_its_url(show: Any) -> None:
    database = show(DATABASE_URL="postgresql://ayu:s%2Fecret@db.example:5433/face?sslmode=require")["database"]
    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "face",
        "USER": "ayu",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_defaults_are_for_one_machine_without_tls(show: Any) -> None:
    shown = show()
    assert shown["DEBUG"] is False
    assert shown["ALLOWED_HOSTS"] == ["localhost", ".localhost", "127.0.0.1"]
    assert shown["SESSION_COOKIE_SECURE"] is False


def test_https_locks_cookies_and_browsers_in(show: Any) -> None:
    shown = show(FACEVALUE_HTTPS="1")
    assert shown["SESSION_COOKIE_SECURE"] is shown["CSRF_COOKIE_SECURE"] is shown["SECURE_SSL_REDIRECT"] is True
    assert shown["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_every_answer_forbids_foreign_scripts_and_frames(show: Any) -> None:
    answer = show()["answer"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
