"""What the demo's people say, in their languages."""

from random import Random

_ENGLISH = (
    "Good light, good mood.",
    "Sunday well spent.",
    "My people know where to find me.",
    "Dressed up for nobody but me.",
    "This one goes out to my sisters.",
)
_CAPTIONS: dict[str, tuple[str, ...]] = {
    "en": _ENGLISH,
    "id": (
        "Pagi ini cerah, hati juga.",
        "Senyum dulu sebelum mulai.",
        "Akhirnya ketemu tempat nongkrong baru!",
        "Hari libur, waktunya bersantai.",
        "Siapa mau ikut besok?",
    ),
    "ms": ("Pagi yang indah hari ini.", "Senyum dahulu!", "Hujung minggu bersama kawan.", "Siapa nak ikut esok?"),
    "fil": ("Magandang umaga sa lahat!", "Ngiti muna tayo.", "Sarap ng buhay ngayong araw.", "Sino ang sasama bukas?"),
    "th": ("เช้านี้อากาศดีมาก", "ยิ้มไว้ก่อนนะ", "วันหยุดที่รอคอย", "พรุ่งนี้ใครไปด้วยกันบ้าง"),
    "vi": ("Sáng nay trời đẹp quá!", "Cười lên nào!", "Cuối tuần thật vui.", "Ngày mai ai đi cùng mình không?"),
    "sw": ("Asubuhi njema, marafiki!", "Tabasamu kwanza.", "Wikendi nzuri sana."),
}
_COMMENTS: dict[str, tuple[str, ...]] = {
    "en": ("Love this!", "You look amazing.", "Where was this?", "That frame suits you."),
    "id": ("Cantik banget!", "Suka sekali sama fotonya.", "Di mana ini?", "Mau juga dong!"),
    "ms": ("Cantiknya!", "Di mana ini?", "Suka sangat!"),
    "fil": ("Ang ganda!", "Saan ito?", "Gusto ko rin niyan!"),
    "th": ("น่ารักมาก", "ที่ไหนเนี่ย", "ชอบรูปนี้เลย"),
    "vi": ("Xinh quá!", "Ở đâu vậy bạn?", "Thích ảnh này ghê!"),
    "sw": ("Umependeza sana!", "Hii ni wapi?"),
}
_PICTURES = {
    "en": "{name} smiles at the camera, in the frame of {brand}.",
    "id": "{name} tersenyum ke kamera, dalam bingkai {brand}.",
    "ms": "{name} tersenyum ke kamera, dalam bingkai {brand}.",
    "fil": "Nakangiti si {name} sa kamera, sa loob ng frame ng {brand}.",
    "th": "{name} ยิ้มให้กล้อง ในกรอบของ {brand}",
    "vi": "{name} mỉm cười trước ống kính, trong khung ảnh của {brand}.",
    "sw": "{name} anatabasamu mbele ya kamera, ndani ya fremu ya {brand}.",
}


def caption(language: str, motto: str, rng: Random) -> str:
    """What somebody writes under a picture, with the brand's motto and the disclosure."""
    return f"{rng.choice(_CAPTIONS.get(language, _ENGLISH))} {motto} #ad"


def comment(language: str, rng: Random) -> str:
    """What somebody writes under another's picture."""
    return rng.choice(_COMMENTS.get(language, _COMMENTS["en"]))


def picture(language: str, name: str, brand: str) -> str:
    """What is seen, for who cannot see it."""
    return _PICTURES.get(language, _PICTURES["en"]).format(name=name, brand=brand)
