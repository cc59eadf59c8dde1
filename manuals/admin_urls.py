"""The screens of manuals in the admin."""

from django.urls import path

from manuals import admin_views, correction_views, import_views, waiting_views

app_name = "manuals_admin"
urlpatterns = [
    path("<int:page_id>/editions/", admin_views.editions, name="editions"),
    path("<int:page_id>/editions/waiting/", waiting_views.waiting, name="waiting"),
    path("editions/<int:edition_id>/withdraw/", admin_views.withdraw, name="withdraw"),
    path("editions/<int:edition_id>/corrections/", correction_views.corrections, name="corrections"),
    path("editions/<int:edition_id>/corrections/<uuid:chapter>/", correction_views.correct, name="correct"),
    path("corrections/<uuid:act>/", correction_views.correct_further, name="correct_further"),
    path("import/", import_views.upload, name="upload"),
    path("import/<uuid:run>/", import_views.run, name="import"),
]
