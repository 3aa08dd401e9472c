"""The pages of a brand's people."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from facevalue.faces.brand import artwork, rulebook, views
from facevalue.faces.brand.login import Login

app_name = "brand"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="brand:landing"), name="logout"),
    path("brand/artwork/", artwork.artwork, name="artwork"),
    path("brand/artwork/<int:version_id>/", artwork.version, name="artwork_version"),
    path("brand/artwork/<int:version_id>/publish/", artwork.publish, name="artwork_publish"),
    path("brand/artwork/<int:version_id>/retire/", artwork.retire, name="artwork_retire"),
    path("brand/campaigns/", views.campaigns, name="campaigns"),
    path("brand/campaigns/<int:campaign_id>/", views.campaign, name="campaign"),
    path("brand/campaigns/<int:campaign_id>/brief/", rulebook.brief, name="brief"),
    path("brand/campaigns/<int:campaign_id>/rules/", rulebook.rules, name="rules"),
    path("brand/campaigns/<int:campaign_id>/rules/<int:number>/", rulebook.version, name="version"),
    path("brand/campaigns/<int:campaign_id>/stream/", views.stream, name="stream"),
]
