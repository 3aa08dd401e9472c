"""What apps look like, and which versions there were."""

import msgspec
import pytest
from django.db import transaction

from facevalue.identity import actions, queries, themes
from facevalue.identity.errors import LowContrast, NotFound, UnsoundTheme
from facevalue.identity.queries import Colours, SignUp, Theme, Typeface, Way
from tests import cast


@pytest.fixture
def everybody(models: None) -> None:
    cast.enter()


def _senyum(**fields: object) -> Theme:
    return msgspec.structs.replace(themes.default(cast.SENYUM, "Senyum"), **fields)


def _publish(theme: Theme, app: int = cast.SENYUM) -> Theme:
    with transaction.atomic():
        return actions.publish_theme(app, theme, cast.PUTRI, cast.NOW)


@pytest.mark.usefixtures("everybody")
def test_an_app_is_found_at_its_host_in_any_case_of_letters() -> None:
    found = queries.app_at("Senyum.LOCALHOST")
    assert found is not None
    assert found.pk == cast.SENYUM
    assert queries.app_at("nobody.localhost") is None


@pytest.mark.usefixtures("everybody")
def test_an_app_without_a_theme_has_a_sound_one() -> None:
    theme = cast.theme(cast.SABAI)
    assert (theme.app, theme.number, theme.name) == (cast.SABAI, 0, "Sabai")
    themes.check(theme)


@pytest.mark.usefixtures("everybody")
def test_the_newest_published_version_is_what_the_app_looks_like() -> None:
    first = _publish(_senyum(tagline="Senyum dulu"))
    second = _publish(_senyum(tagline="Ayo senyum", typeface=Typeface.ROUNDED, sign_up=SignUp((Way.PHONE,), 17, ("ID",))))
    assert (first.number, second.number) == (1, 2)
    assert cast.theme(cast.SENYUM) == second
    assert cast.theme(cast.SABAI).number == 0


@pytest.mark.usefixtures("everybody")
def test_new_terms_are_a_new_version_of_the_terms() -> None:
    versions = [_publish(_senyum(terms=terms)).terms_version for terms in ("", "Be kind.", "Be kind.", "Be kind and honest.")]
    assert versions == [1, 2, 2, 3]


@pytest.mark.usefixtures("everybody")
def test_a_theme_is_published_under_its_own_app() -> None:
    assert _publish(_senyum(app=cast.SABAI, number=7)).app == cast.SENYUM
    with pytest.raises(NotFound):
        _publish(_senyum(), app=999)


@pytest.mark.usefixtures("everybody")
def test_what_cannot_be_read_is_not_published() -> None:
    with pytest.raises(LowContrast, match="ink on paper") as refused:
        _publish(_senyum(colours=Colours(ink="#d0d0d0")))
    assert ("ink", "surface") in refused.value.extra["pairs"]
    assert cast.theme(cast.SENYUM).number == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "s" * 41}),
        ("tagline", {"tagline": "s" * 121}),
        ("accent", {"colours": Colours(accent="red;} body{display:none")}),
        ("paper", {"colours": Colours(paper="#FFF")}),
        ("radius_px", {"radius_px": 29}),
        ("languages", {"languages": ()}),
        ("languages", {"languages": ("en", "xx")}),
        ("currency", {"currency": "rupiah"}),
        ("ways", {"sign_up": SignUp(ways=())}),
        ("age_min", {"sign_up": SignUp(age_min=22)}),
        ("countries", {"sign_up": SignUp(countries=("XX",))}),
    ],
)
def test_what_no_page_could_use_is_refused_with_its_field(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(UnsoundTheme) as refused:
        themes.check(_senyum(**wrong))
    assert set(refused.value.extra["fields"]) == {field}


def test_an_icon_is_the_same_for_the_same_name() -> None:
    colours = Colours()
    assert themes.draw_icon("Senyum", colours) == themes.draw_icon("Senyum", colours) != themes.draw_icon("Sabai", colours)
