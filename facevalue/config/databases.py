"""How Django reaches the database that `kit.db.connect` would open for the same target."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# As `kit.db.connect` has them. Checkpoints are left to `kit.checkpoint`, or to whoever closes the file as the last one.
_SETTINGS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"),
    *("cache_size=-4096", "temp_store=MEMORY", "wal_autocheckpoint=0"),
)


def database(target: str) -> dict[str, Any]:
    """The entry in DATABASES for a `postgresql://` address or the path of an SQLite file."""
    if not target.startswith(("postgresql://", "postgres://")):
        return {
            "ENGINE": "facevalue.config.sqlite",
            "NAME": target,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A transaction that starts as a reader and then writes would fail at once instead of waiting.
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "; ".join(f"PRAGMA {setting}" for setting in _SETTINGS),
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
