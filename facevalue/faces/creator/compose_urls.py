"""The composer's pages and endpoints, included by `urls`."""

from django.urls import URLPattern, path

from facevalue.faces.creator import compose_api, compose_embed, compose_offline, compose_outcome, compose_views
from facevalue.faces.ui import converters  # noqa: F401, it registers <id:…>

urlpatterns: list[URLPattern] = [
    path("compose/queue/", compose_views.queue, name="queue"),
    path("compose/uploads", compose_api.uploads, name="uploads"),
    path("compose/uploads/<id:upload_id>", compose_api.upload, name="upload"),
    path("compose/posts", compose_api.posts, name="posts"),
    path("compose/<id:campaign_id>/", compose_views.composer, name="compose"),
    path("compose/<id:campaign_id>/drafts/<id:composition_id>/", compose_views.draft, name="draft"),
    path("compose/posted/<id:submission_id>/", compose_outcome.posted, name="posted"),
    path("compose/posted/<id:submission_id>/appeal", compose_outcome.appeal, name="appeal"),
    path("embed/", compose_embed.partners, name="partners"),
    path("embed/connect/", compose_embed.connect, name="connect"),
    path("embed/<id:campaign_id>/", compose_embed.frame, name="embed"),
    path("studio.js", compose_embed.studio, name="studio"),
    path("sw.js", compose_offline.worker, name="worker"),
]
