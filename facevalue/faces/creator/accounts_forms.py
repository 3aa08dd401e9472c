"""What people are asked on their way in."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from facevalue.identity.actions import ProfileField, normal_address
from facevalue.identity.errors import NoSuchAddress
from facevalue.identity.queries import CITY_MAX, LANGUAGES, NAME_MAX, OLDEST_YEARS, OPERATORS, Gender, Theme, Way

_WRONG = {
    "unreadable": _("This does not look right. Please check it."),
    "not_mobile": _("This is not the number of a mobile phone."),
    "abroad": _("This app cannot reach phones of that country yet."),
}


def clean_name(text: str) -> str:
    """A name without invisible letters, with which one could look like somebody else."""
    name = " ".join("".join(letter for letter in text if letter.isprintable()).split())
    if not name:
        raise ValidationError(_("Please tell us how you want to be called."), code="empty")
    return name


class AddressForm(forms.Form):
    """A phone number or an e-mail address: `cleaned_data["address"]` is its one spelling."""

    address = forms.CharField(max_length=254)

    def __init__(self, *args: Any, way: Way, countries: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._way, self._countries = way, countries
        field = self.fields["address"]
        if way == Way.PHONE:
            field.label = _("Phone number")
            field.widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        else:
            field.label = _("E-mail address")
            field.widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})

    def clean_address(self) -> str:
        """The number in E.164, or the address in small letters."""
        try:
            return normal_address(self._way, self.cleaned_data["address"], self._countries)
        except NoSuchAddress as error:
            raise ValidationError(_WRONG[error.extra["reason"]], code=error.extra["reason"]) from None


class CodeForm(forms.Form):
    """The digits that came, however they were typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """Digits of any script, without what stands between them."""
        return "".join(str(int(letter)) for letter in self.cleaned_data["code"] if letter.isdecimal())


class JoinForm(forms.Form):
    """A name, if the person has none yet, and the year of birth, if the app asks for it."""

    name = forms.CharField(label=_("Your name"), max_length=NAME_MAX, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    year_of_birth = forms.IntegerField(
        label=_("Year of birth"), widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"})
    )

    def __init__(self, *args: Any, theme: Theme, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["name"]
        if not theme.sign_up.age_min:
            del self.fields["year_of_birth"]

    def clean_name(self) -> str:
        """As it is shown."""
        return clean_name(self.cleaned_data["name"])

    def clean_year_of_birth(self) -> int:
        """A year in which somebody alive can have been born."""
        year, now = self.cleaned_data["year_of_birth"], datetime.now(UTC).year
        if not now - OLDEST_YEARS <= year <= now:
            raise ValidationError(_("Please give the year, such as 2001."), code="range")
        return int(year)


class PersonForm(forms.Form):
    """The name, and the language out of those that the app has."""

    name = forms.CharField(label=_("Your name"), max_length=NAME_MAX, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(language, LANGUAGES[language]) for language in theme.languages]

    def clean_name(self) -> str:
        """As it is shown."""
        return clean_name(self.cleaned_data["name"])


GENDERS = {Gender.WOMAN: _("Woman"), Gender.MAN: _("Man"), Gender.OTHER: _("Other, or I put it my own way")}


def profile_field(field: ProfileField, countries: tuple[str, ...]) -> forms.Field:
    """How a field of the profile is asked for; networks are those of the app's countries, or all."""
    if field == ProfileField.YEAR_OF_BIRTH:
        year = datetime.now(UTC).year
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"})
        return forms.IntegerField(label=_("Year of birth"), min_value=year - OLDEST_YEARS, max_value=year, widget=widget)
    if field == ProfileField.GENDER:
        return forms.ChoiceField(
            label=_("Gender"), choices=[("", "—"), *((str(each), label) for each, label in GENDERS.items())]
        )
    if field == ProfileField.CITY:
        return forms.CharField(
            label=_("City"), max_length=CITY_MAX, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
        )
    known = [(code, each.name) for code, each in OPERATORS.items() if not countries or each.country in countries]
    return forms.ChoiceField(label=_("Mobile network"), choices=[("", "—"), *known])


class ProfileForm(forms.Form):
    """One field of the profile: `cleaned_data["value"]`."""

    def __init__(self, data: QueryDict | None = None, *, field: ProfileField, countries: tuple[str, ...]) -> None:
        super().__init__(data, auto_id=f"{field}_%s")
        self.fields["value"] = profile_field(field, countries)
