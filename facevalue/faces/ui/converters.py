"""Ids in addresses: `<id:post_id>`. One that no row can have is an address that leads nowhere."""

from django.urls import register_converter

from facevalue.kit.ids import ID_MAX


class IdConverter:
    """1 to ID_MAX, in one way of writing."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """Raises ValueError beyond ID_MAX."""
        if int(value) > ID_MAX:
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int | str) -> str:
        """As it is."""
        return str(value)


register_converter(IdConverter, "id")
