import subprocess
import sys

import pytest

from facevalue.config.cli import main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "manage" in capsys.readouterr().out


def test_a_wrong_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["fly"])
    assert stop.value.code == 2
    assert "'fly'" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    """What takes long to load is loaded by the command that needs it."""
    script = (
        "import sys; from facevalue.config.cli import parser; parser().format_help(); "
        "print(sorted({'django', 'numpy', 'duckdb', 'starlette', 'rich', 'httpx', 'PIL'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
