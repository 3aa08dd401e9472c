"""The pages that a person finds by the tabs and links of an app."""

from django.urls import URLPattern, path

from facevalue.faces.creator import (
    activity,
    assets,
    campaigns,
    comments,
    compose_urls,
    home,
    live,
    network,
    people,
    posts,
    standing,
    wallet,
)
from facevalue.faces.ui import converters  # noqa: F401, it registers <id:…>

app_name = "creator"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("p/<id:post_id>", posts.post, name="post"),
    path("p/<id:post_id>/live/", live.live, name="live"),
    path("p/<id:post_id>/like/", posts.like, name="like"),
    path("p/<id:post_id>/report/", standing.report, name="report"),
    path("p/<id:post_id>/share/", posts.share, name="share"),
    path("p/<id:post_id>/comments/", comments.comments, name="comments"),
    path("p/<id:post_id>/comment/", comments.comment, name="comment"),
    path("p/<id:post_id>/comments/<id:comment_id>/delete/", comments.delete_comment, name="delete_comment"),
    path("activity/", activity.activity, name="activity"),
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/<id:transfer_id>/", wallet.receipt, name="receipt"),
    path("me/", people.me, name="me"),
    path("u/<id:person_id>/", people.person, name="person"),
    path("u/<id:person_id>/follow/", network.follow, name="follow"),
    path("u/<id:person_id>/block/", network.block, name="block"),
    path("pictures/", standing.submissions, name="submissions"),
    path("blocked/", network.blocked, name="blocked"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<id:campaign_id>/", campaigns.campaign, name="campaign"),
    path("manifest.webmanifest", assets.manifest, name="manifest"),
    path("offline/", assets.offline, name="offline"),
    path("look/<slug:name>.css", assets.stylesheet, name="stylesheet"),
    path("sign/<slug:name>-<int:size>-<slug:shape>.png", assets.sign, name="sign"),
    path("logo/<slug:name>.svg", assets.logo, name="logo"),
    *compose_urls.urlpatterns,
]
