"""What the theme editor asks."""

import re
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from phonenumbers import SUPPORTED_REGIONS

from facevalue.identity.queries import LANGUAGES, Colours, Layout, SignUp, Theme, Typeface, Way
from facevalue.studio.actions import safe_drawing
from facevalue.studio.errors import PictureTooLarge, UnsafeDrawing

SVG_BYTES_MAX = 100_000
COLOURS = {
    "paper": "Paper: what everything stands on",
    "surface": "Surface: cards and fields",
    "ink": "Ink: text",
    "muted": "Muted: text that matters less",
    "line": "Line: borders of fields",
    "accent": "Accent: buttons and links",
    "on_accent": "On accent: text of buttons",
    "good": "Good: what was earned",
    "warn": "Warn: what waits",
    "bad": "Bad: what failed",
}
_WORDS = re.compile(r"[\s,;]+")


def _choices(kinds: Any) -> list[tuple[str, str]]:
    return [(str(kind), str(kind).replace("_", " ").capitalize()) for kind in kinds]


class Drawing(forms.FileField):
    """An SVG file, as safe text; empty text if none was sent."""

    widget = forms.ClearableFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ValidationError with the reason of the studio."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return ""
        if file.size is None or file.size > SVG_BYTES_MAX:
            raise ValidationError(f"At most {SVG_BYTES_MAX // 1000} kB", code="size")
        try:
            return safe_drawing(file.read())
        except (UnsafeDrawing, PictureTooLarge) as error:
            raise ValidationError(error.detail, code=error.code) from None


class ThemeForm(forms.Form):
    """A whole theme; `theme()` is what it says. Files that are not sent leave the drawings as they are."""

    name = forms.CharField(max_length=40)
    tagline = forms.CharField(max_length=120, required=False)
    logo = Drawing(required=False, label="Logo (SVG, wide)")
    icon = Drawing(required=False, label="Icon (SVG, square)")
    typeface = forms.ChoiceField(choices=_choices(Typeface))
    radius_px = forms.IntegerField(min_value=0, max_value=28, label="Corners: radius in pixels")
    layout = forms.ChoiceField(choices=_choices(Layout))
    languages = forms.MultipleChoiceField(choices=list(LANGUAGES.items()), widget=forms.CheckboxSelectMultiple)
    currency = forms.RegexField(
        "^[A-Z]{3}$", required=False, label="Money in which amounts are shown, such as IDR; empty: tokens"
    )
    ways = forms.MultipleChoiceField(choices=_choices(Way), widget=forms.CheckboxSelectMultiple, label="Ways to come in")
    age_min = forms.IntegerField(min_value=0, max_value=21, label="Minimum age; 0: nobody is asked")
    countries = forms.CharField(required=False, label="Countries whose phones are taken, such as ID MY; empty: all")
    partners = forms.CharField(required=False, label="Partners' sites, such as https://shop.example", widget=forms.Textarea)
    terms = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea)

    def __init__(self, data: Any = None, files: Any = None, *, theme: Theme) -> None:
        self._before = theme
        super().__init__(data, files, initial=_initial(theme))
        for name, label in COLOURS.items():
            widget = forms.TextInput(attrs={"type": "color"})
            self.fields[name] = forms.RegexField("^#[0-9a-f]{6}$", label=label, widget=widget)

    @property
    def colours(self) -> list[forms.BoundField]:
        """The colours' fields."""
        return [self[name] for name in COLOURS]

    @property
    def others(self) -> list[forms.BoundField]:
        """All other fields."""
        return [self[name] for name in self.fields if name not in COLOURS]

    def clean_countries(self) -> tuple[str, ...]:
        """ISO 3166-1 codes, in the order given."""
        found = tuple(dict.fromkeys(filter(None, _WORDS.split(self.cleaned_data["countries"].upper()))))
        unknown = [code for code in found if code not in SUPPORTED_REGIONS]
        if unknown:
            raise ValidationError(f"There is no country {unknown[0]}", code="unknown")
        return found

    def clean_partners(self) -> tuple[str, ...]:
        """Origins."""
        return tuple(dict.fromkeys(filter(None, _WORDS.split(self.cleaned_data["partners"]))))

    def theme(self) -> Theme:
        """The theme as the valid form says it."""
        said = self.cleaned_data
        return msgspec.structs.replace(
            self._before,
            name=said["name"],
            tagline=said["tagline"],
            logo=said["logo"] or self._before.logo,
            icon=said["icon"] or self._before.icon,
            colours=Colours(**{name: said[name] for name in COLOURS}),
            typeface=Typeface(said["typeface"]),
            radius_px=said["radius_px"],
            layout=Layout(said["layout"]),
            languages=tuple(said["languages"]),
            currency=said["currency"],
            terms=said["terms"].replace("\r\n", "\n"),
            partners=said["partners"],
            sign_up=SignUp(tuple(map(Way, said["ways"])), said["age_min"], said["countries"]),
        )


def _initial(theme: Theme) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(theme),
        **dict(theme.colours.items()),
        "logo": None,
        "icon": None,
        "languages": list(theme.languages),
        "partners": "\n".join(theme.partners),
        "ways": list(theme.sign_up.ways),
        "age_min": theme.sign_up.age_min,
        "countries": " ".join(theme.sign_up.countries),
    }
