"""`facevalue messages`: the texts of the creators' app, and what they are in other languages."""

import argparse
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from facevalue.config.environment import use_django_settings

FACE = Path(__file__).parents[1] / "faces" / "creator"
SOURCE_LANGUAGE = "en"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_LINE_WIDTH = 120
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    parser = subparsers.add_parser("messages", help="keep the catalogs of the app's languages")
    parser.add_argument("--update", action="store_true", help="first bring the catalogs up to date with the texts")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compiles every catalog, and says what is missing in it."""
    if arguments.update:
        import django

        use_django_settings()
        django.setup()
        from facevalue.identity.queries import LANGUAGES

        for language in LANGUAGES.keys() - {SOURCE_LANGUAGE}:
            update(FACE / "locale" / language / "LC_MESSAGES" / "django.po")
    for path in catalogs():
        compile_catalog(path)
        for words in missing(path):
            print(f"{path.parts[-3]}: {words}")
    return 0


def catalogs() -> list[Path]:
    """The catalogs that there are, one for each language but English, which the texts are in."""
    return sorted(FACE.glob("locale/*/LC_MESSAGES/django.po"))


def texts() -> Catalog:
    """Every text of the face that people read."""
    use_django_settings()
    from django.utils.translation.template import templatize

    found = Catalog(charset="utf-8")
    for path in sorted([*FACE.rglob("*.py"), *FACE.rglob("*.html")]):
        source = path.read_text()
        if path.suffix == ".html":
            source = templatize(source, origin=path.name)
        for line, message, comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, ("Translators:",)):
            place = (path.relative_to(FACE).as_posix(), line)
            found.add(message, locations=[place], auto_comments=comments, context=context)
    return found


def update(path: Path) -> None:
    """Brings a catalog up to date, or begins one: new texts without a translation, and none that is not used any more."""
    # Babel's own list of plural forms is older than CLDR's.
    rule = to_gettext(Locale.parse(path.parts[-3]).plural_form)
    header = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {rule}\\n"\n\n'
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(header)
    catalog = _read(path)
    catalog.update(texts(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    file = BytesIO()
    write_po(file, catalog, width=_LINE_WIDTH, omit_header=True, include_lineno=False, sort_output=True)
    path.write_text(header + file.getvalue().decode())


def compile_catalog(path: Path) -> None:
    """Writes what gettext reads, beside the catalog."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, _read(path))


def missing(path: Path) -> Iterator[str]:
    """What of the texts has no translation in a catalog, lacks one of the language's plural forms, or lost a placeholder."""
    catalog, language = _read(path), path.parts[-3]
    wanted = texts()
    for text in wanted:
        if not text.id:
            continue
        words = text.id[0] if isinstance(text.id, tuple) else text.id
        found = catalog.get(text.id, text.context)
        if found is None or found.fuzzy:
            yield f"no translation of {words!r}"
        else:
            yield from (f"{trouble} in {words!r}" for trouble in _troubles(text, found, language))
    for text in catalog:
        if text.id and wanted.get(text.id, text.context) is None:
            yield f"nobody says {text.id!r} any more"


def _troubles(text: Message, found: Message, language: str) -> Iterator[str]:
    ids, forms = _forms(text.id), _forms(found.string)
    expected = plural_forms(language) if isinstance(text.id, tuple) else 1
    if len(forms) != expected or not all(form.strip() for form in forms):
        yield f"{sum(bool(form.strip()) for form in forms)} of {expected} forms"
    elif any(_placeholders(form) != _placeholders(ids[-1]) for form in forms):
        yield "a placeholder is wrong"


def _forms(words: object) -> list[str]:
    return [str(form) for form in words] if isinstance(words, list | tuple) else [str(words or "")]


def plural_forms(language: str) -> int:
    """How many forms a language has for numbers of things (Unicode CLDR)."""
    return len({"other", *Locale.parse(language).plural_form.tags})


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], charset="utf-8")
