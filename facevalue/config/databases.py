"""How Django reaches the database that `kit.db.connect` would open for the same target."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database(target: str) -> dict[str, Any]:
    """The entry in DATABASES for a `postgresql://` address or the path of an SQLite file."""
    if not target.startswith(("postgresql://", "postgres://")):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": target,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A transaction that starts as a reader and then writes would fail at once instead of waiting.
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = conninfo_to_dict(target)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }
