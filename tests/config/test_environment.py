import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from facevalue.config.environment import environment, secret_key


def test_nothing_has_to_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("FACEVALUE_DATA", "DATABASE_URL", "FACEVALUE_HOSTS", "FACEVALUE_HTTPS", "FACEVALUE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    chosen = environment()
    assert chosen.data == tmp_path / "data"
    assert chosen.database_url == ""
    assert chosen.hosts == ("localhost", ".localhost", "127.0.0.1")
    assert not chosen.https
    assert not chosen.debug


def test_hosts_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEVALUE_HOSTS", "senyum.example, .sabai.example,")
    assert environment().hosts == ("senyum.example", ".sabai.example")


def test_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACEVALUE_PROXIES", raising=False)
    assert environment().proxies == ()
    monkeypatch.setenv("FACEVALUE_PROXIES", "127.0.0.1, 10.0.0.0/8,::1,")
    assert environment().proxies == ("127.0.0.1", "10.0.0.0/8", "::1")
    for wrong in ("*", "proxy.example", "10.0.0.1/8"):
        monkeypatch.setenv("FACEVALUE_PROXIES", f"127.0.0.1,{wrong}")
        with pytest.raises(ValueError, match="FACEVALUE_PROXIES must be addresses and networks"):
            environment()


def test_a_switch_is_0_or_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEVALUE_HTTPS", "yes")
    with pytest.raises(ValueError, match="FACEVALUE_HTTPS must be 0 or 1, not 'yes'"):
        environment()


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    data = tmp_path / "new" / "folder"
    first = secret_key(data)
    assert len(first) >= 50
    assert secret_key(data) == first
    assert [path.name for path in data.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starters:
        keys = set(starters.map(secret_key, [tmp_path] * 64))
    assert len(keys) == 1


def test_two_data_folders_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")
