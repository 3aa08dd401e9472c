"""Who deletes their account leaves no picture behind, and takes nobody else's along."""

import pytest
from django.db import transaction

from facevalue.studio import actions, media, queries
from facevalue.studio.errors import NotFound
from facevalue.studio.models import Composition, Photo, Upload
from tests import cast
from tests.studio.conftest import drawing, jpeg, take_in


def compose(owner: int, photo: Photo) -> Composition:
    with transaction.atomic():
        made = actions.compose(owner, "post", photo.id, None, [], None, cast.NOW)
    actions.render(made.id)
    return made


@pytest.mark.usefixtures("models")
def test_everything_of_a_person_goes_and_nothing_of_others() -> None:
    alone, shared = jpeg(drawing(700, 900)), jpeg(drawing())
    kept = take_in(cast.LINH, shared)
    theirs = compose(cast.LINH, kept)
    take_in(cast.AYU, shared, "shared")
    gone = take_in(cast.AYU, alone, "alone")
    made = compose(cast.AYU, gone)
    files = [gone.file, *(rendition.file for rendition in queries.renditions([made.id])[made.id])]
    assert all(media.get(file) for file in files)
    with transaction.atomic():
        actions.erase(cast.AYU)
    for file in files:
        with pytest.raises(FileNotFoundError):
            media.get(file)
    with pytest.raises(NotFound):
        queries.composition(made.id)
    assert not Upload.objects.filter(owner=cast.AYU).exists()
    assert queries.photo_bytes(cast.LINH, kept.id)
    assert all(media.get(rendition.file) for rendition in queries.renditions([theirs.id])[theirs.id])
