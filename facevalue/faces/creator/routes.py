"""The pages that a person finds by the tabs and links of an app."""

from django.urls import URLPattern, path

from facevalue.faces.creator import assets, campaigns, compose_urls, home
from facevalue.faces.ui import converters  # noqa: F401, it registers <id:…>

app_name = "creator"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<id:campaign_id>/", campaigns.campaign, name="campaign"),
    path("manifest.webmanifest", assets.manifest, name="manifest"),
    path("offline/", assets.offline, name="offline"),
    path("look/<slug:name>.css", assets.stylesheet, name="stylesheet"),
    path("sign/<slug:name>-<int:size>-<slug:shape>.png", assets.sign, name="sign"),
    path("logo/<slug:name>.svg", assets.logo, name="logo"),
    *compose_urls.urlpatterns,
]
