"""What pages tell a phone that keeps some of them, on both engines."""

import re
from contextlib import closing

from django.test import Client

from facevalue.faces.creator import compose_who
from tests import cast
from tests.faces.creator import apps
from tests.faces.creator.compose_world import World


def test_a_phone_learns_for_whom_a_page_is(world: World, senyum: Client) -> None:
    ayu = apps.client_of(cast.AYU)
    account = compose_who.account(cast.SENYUM, cast.AYU)
    assert account != compose_who.account(cast.SENYUM, cast.BUDI)
    assert account != compose_who.account(cast.SABAI, cast.AYU)
    for path, kept in ("/", True), (f"/compose/{world['campaign']}/", True), ("/compose/queue/", True), ("/nowhere", False):
        answer = ayu.get(path)
        assert answer.headers["Facevalue-Account"] == account
        assert (answer.headers.get("Offline") == "keep") is kept
    assert senyum.get("/").headers["Facevalue-Account"] == ""
    assert str(cast.AYU) not in account


def test_the_shell_is_no_persons(world: World, senyum: Client) -> None:
    worker = apps.client_of(cast.AYU).get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.content == senyum.get("/sw.js").content
    shell = re.search(r'"shell": \[(.*?)\]', worker.content.decode())
    assert shell
    for path in re.findall(r'"([^"]+)"', shell.group(1)):
        with closing(senyum.get(path)) as answer:
            assert answer.status_code == 200, path


def test_another_look_is_another_worker(world: World, senyum: Client) -> None:
    before = senyum.get("/sw.js").content
    apps.change(cast.SENYUM, radius_px=3)
    assert senyum.get("/sw.js").content != before
