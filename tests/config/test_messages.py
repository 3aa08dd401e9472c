"""The catalogs of the app's languages are complete, and the test that says so sees what is not."""

from pathlib import Path

import pytest

from facevalue.config import messages


@pytest.mark.parametrize("path", messages.catalogs(), ids=lambda path: path.parts[-3])
def test_a_catalog_has_every_text_in_all_its_forms(path: Path) -> None:
    assert list(messages.missing(path)) == []


def _catalog(folder: Path, language: str) -> Path:
    path = folder / language / "LC_MESSAGES" / "django.po"
    messages.update(path)
    return path


@pytest.mark.parametrize(("language", "forms"), [("id", 1), ("fil", 2), ("ar", 6)])
def test_plural_forms_are_counted(tmp_path: Path, language: str, forms: int) -> None:
    path = _catalog(tmp_path, language)
    assert f"nplurals={forms};" in path.read_text()
    plurals = path.read_text().count("msgid_plural")
    assert plurals
    assert path.read_text().count("msgstr[") == plurals * forms
    filled = path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(hours)s"')
    path.write_text(filled)
    troubles = list(messages.missing(path))
    assert any(f"1 of {forms} forms" in trouble for trouble in troubles) is (forms > 1)


def test_what_is_missing_superfluous_or_broken_is_named(tmp_path: Path) -> None:
    path = _catalog(tmp_path, "id")
    complete = path.read_text()
    assert "0 of 1 forms in 'Home'" in list(messages.missing(path))
    path.write_text(complete.replace('msgid "Home"\nmsgstr ""', 'msgid "House"\nmsgstr "Rumah"'))
    troubles = list(messages.missing(path))
    assert "no translation of 'Home'" in troubles
    assert "nobody says 'House' any more" in troubles
    path.write_text(complete.replace('msgid "Until %(day)s."\nmsgstr ""', 'msgid "Until %(day)s."\nmsgstr "Sampai %(hari)s."'))
    assert "a placeholder is wrong in 'Until %(day)s.'" in list(messages.missing(path))


def test_an_updated_catalog_keeps_what_was_translated(tmp_path: Path) -> None:
    path = _catalog(tmp_path, "vi")
    path.write_text(path.read_text().replace('msgid "Home"\nmsgstr ""', 'msgid "Home"\nmsgstr "Trang chủ"'))
    messages.update(path)
    assert "Trang chủ" in path.read_text()
    messages.compile_catalog(path)
    assert "Trang chủ".encode() in path.with_suffix(".mo").read_bytes()
