"""Finds addresses in texts: links, e-mail addresses and phone numbers, which lead people past the app and into frauds."""

import re
import unicodedata

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

VERSION = 1
# Where people who write a language have their numbers from.
REGIONS = {"id": ("ID",), "th": ("TH",), "vi": ("VN",), "fil": ("PH",), "ms": ("MY",), "en": ("PH", "MY", "NG")}
_DOTS = re.compile(r"\s*(?:\[\s*(?:\.|dot)\s*\]|\(\s*(?:\.|dot)\s*\)|\s(?:dot|titik)\s)\s*", re.IGNORECASE)
_ATS = re.compile(r"\s*(?:\[\s*(?:@|at)\s*\]|\(\s*(?:@|at)\s*\))\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOP = r"com|net|org|info|biz|xyz|io|ly|gl|cc|tv|shop|store|site|(?:co|web)\.id|(?:co|in)\.th|com\.(?:vn|ph|my|ng)"
# Endings that are words too, such as "me", count only before a path: somebody forgets the space after a full stop.
_WORDY = "me|id|th|vn|ph|my|sg|ng|ke|gh|to|app|link|live|top|online|co|uk|us|eu|asia|page|bio"
_HOST = r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
_URL = re.compile(
    rf"(?:https?://|www\.)\S+|{_HOST}(?:(?:{_TOP})(?![\w.-])(?:/\S*)?|(?:{_WORDY})/\S+)",
    re.IGNORECASE,
)


def find(text: str, language: str) -> dict[str, list[str]]:
    """What was found: "link", "email" and "phone" → as it stands in the text, NFKC. Only kinds that were found."""
    shown = _ATS.sub("@", _DOTS.sub(".", unicodedata.normalize("NFKC", text)))
    emails = _EMAIL.findall(shown)
    without = _EMAIL.sub(" ", shown)
    links = [found[0] for found in _URL.finditer(without)]
    without = _URL.sub(" ", without)
    found = {"link": links, "email": emails, "phone": _phones(without, language)}
    return {kind: values for kind, values in found.items() if values}


def _phones(text: str, language: str) -> list[str]:
    numbers: dict[str, str] = {}
    for region in REGIONS[language]:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            numbers.setdefault(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164), match.raw_string)
    return list(numbers.values())
