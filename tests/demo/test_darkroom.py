"""What people see in the demo's apps as soon as they are made."""

from contextlib import closing

from facevalue.demo.actions import World, newest_posts
from facevalue.social import queries as social
from facevalue.studio import queries as studio
from tests.demo.world import SHOWN, Folder


def test_the_newest_posts_have_pictures(folder: Folder, world: World) -> None:
    newest = {post.id for post in newest_posts(world, SHOWN)}
    with closing(folder.open_state()) as db:
        shown = social.content(db, newest)
    assert shown.keys() == newest
    assert {content.campaign for content in shown.values()} == set(world.campaigns)
    pictures = studio.renditions(content.composition for content in shown.values())
    assert {len(each) for each in pictures.values()} == {3}
    feed = [made for each in pictures.values() for made in each if made.use == studio.Use.FEED]
    assert len(feed) >= len(shown)
    assert max(made.size_bytes for made in feed) <= 25 * 1024
    assert all("#ad" in content.caption and content.alt for content in shown.values())


def test_each_campaign_has_what_goes_on_a_selfie(world: World) -> None:
    published = {version.id for version in studio.published(set(world.brands))}
    assert published == {version for versions in world.assets for version in versions}
