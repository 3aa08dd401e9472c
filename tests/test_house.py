"""The rules of the house, as ratchets: new code does not cross a limit, and what crossed it once only shrinks."""

from facevalue.config.cli import parser


def test_the_command_line_is_complete() -> None:
    assert "commands" in parser().format_help()
