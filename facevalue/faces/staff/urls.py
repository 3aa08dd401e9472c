"""The pages of those who decide what may be shown."""

from django.urls import path

from facevalue.faces.staff import assets, views

app_name = "staff"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("next/", views.next_case, name="next"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/decide/", views.decide, name="decide"),
    path("assets/", assets.drafts, name="assets"),
    path("assets/<int:version_id>/", assets.decide, name="asset"),
    path("undo/", views.undo, name="undo"),
]
