"""What rendering leaves for later is made by a loop."""

from contextlib import ExitStack

import pytest
from django.db import transaction

from facevalue.faces.worker import pictures
from facevalue.studio import actions, queries
from tests import cast
from tests.studio.conftest import drawing, jpeg, take_in


@pytest.mark.usefixtures("models")
def test_the_smaller_files_come_a_moment_later() -> None:
    photo = take_in(cast.AYU, jpeg(drawing()))
    with transaction.atomic():
        made = actions.compose(cast.AYU, "post", photo.id, None, [], None, cast.NOW)
    actions.render(made.id)
    with ExitStack() as stack:
        turn = pictures.finish(stack)
        assert turn() == 0
        assert turn() > 0
    assert len(queries.renditions([made.id])[made.id]) == 6
