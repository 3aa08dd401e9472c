"""What the demo's two apps look like: nothing alike."""

from facevalue.identity.queries import Colours, Layout, SignUp, Theme, Typeface, Way

_SMILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{ground}'
    '<g fill="none" stroke="{line}" stroke-width="6" stroke-linecap="round"><path d="M16 34c3 10 9 15 16 15s13-5 16-15"/></g>'
    '<circle cx="22" cy="22" r="4" fill="{line}"/><path d="M38 22h9" stroke="{line}" stroke-width="6" stroke-linecap="round"/>'
    "</svg>"
)
_LOTUS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">{ground}'
    '<g fill="{line}"><path d="M32 10c8 9 8 23 0 33c-8-10-8-24 0-33z"/><path d="M27 44C16 43 9 35 9 23c8 2 15 9 18 21z"/>'
    '<path d="M37 44c11-1 18-9 18-21c-8 2-15 9-18 21z"/>'
    '<path d="M8 44c7 8 17 10 24 5c7 5 17 3 24-5c-7 1-15 2-24 2s-17-1-24-2"/>'
    "</g></svg>"
)
_ROUND = '<rect width="64" height="64" rx="18" fill="{accent}"/>'
_SQUARE = '<path fill="{accent}" d="M0 0h64v64H0z"/>'
_TERMS = (
    "Be yourself, be kind, and post only pictures that are yours. What you earn depends on what people in your own network do "
    "with your posts; every token has a receipt. You can take your data with you, or have it deleted, at any time."
)


def _senyum() -> Theme:
    colours = Colours(
        paper="#fff4e8",
        surface="#ffffff",
        ink="#3a1d13",
        muted="#79523f",
        line="#a4775f",
        accent="#b83a1b",
        on_accent="#ffffff",
        good="#1f6b3a",
        warn="#815000",
        bad="#a81f3a",
    )
    return Theme(
        0,
        0,
        "Senyum",
        tagline="Senyummu ada nilainya",
        logo=_SMILE.format(ground="", line=colours.accent),
        icon=_SMILE.format(ground=_ROUND.format(accent=colours.accent), line=colours.on_accent),
        colours=colours,
        typeface=Typeface.ROUNDED,
        radius_px=22,
        layout=Layout.POSTER,
        languages=("id", "ms", "fil", "en"),
        terms=_TERMS,
        sign_up=SignUp((Way.PHONE, Way.EMAIL, Way.PASSKEY), 17, ("ID", "MY", "PH", "NG")),
    )


def _sabai() -> Theme:
    colours = Colours(
        paper="#0e1730",
        surface="#18244a",
        ink="#f3f5ff",
        muted="#b3bede",
        line="#7f8fbe",
        accent="#ffd166",
        on_accent="#1a1536",
        good="#7be0a6",
        warn="#ffc46b",
        bad="#ff9fa3",
    )
    return Theme(
        0,
        0,
        "Sabai",
        tagline="สบายๆ ก็มีรายได้",
        logo=_LOTUS.format(ground="", line=colours.accent),
        icon=_LOTUS.format(ground=_SQUARE.format(accent=colours.accent), line=colours.on_accent),
        colours=colours,
        typeface=Typeface.SERIF,
        radius_px=2,
        layout=Layout.PAPER,
        languages=("th", "vi", "en"),
        currency="USD",
        terms=_TERMS,
        sign_up=SignUp((Way.PHONE, Way.PASSKEY), 0, ("TH", "VN", "KE", "GH")),
    )


THEMES = {theme.name: theme for theme in (_senyum(), _sabai())}
