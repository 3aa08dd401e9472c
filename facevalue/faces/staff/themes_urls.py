"""What an app's operator decides: its theme and its partners."""

from django.urls import path

from facevalue.faces.staff import partners, themes
from facevalue.faces.ui import converters  # noqa: F401, it registers <id:…>

app_name = "themes"
urlpatterns = [
    path("", themes.apps, name="apps"),
    path("<id:app_id>/theme/", themes.edit, name="edit"),
    path("<id:app_id>/partners/", partners.partners, name="partners"),
    path("<id:app_id>/partners/<slug:client_id>/remove/", partners.remove, name="remove_partner"),
    path("<id:app_id>/theme/drop/", themes.drop, name="drop"),
    path("<id:app_id>/theme/versions/<int:number>/restore/", themes.restore, name="restore"),
]
