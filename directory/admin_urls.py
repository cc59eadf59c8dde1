"""The addresses of the directory in the admin."""

from django.urls import path

from directory.views.admin import editing, imports, lists, problems, vetting, withdrawal

app_name = "directory_admin"

urlpatterns = [
    path("", lists.index, name="index"),
    path("queue/", lists.queue, name="queue"),
    path("problems/", problems.problems, name="problems"),
    path("new/", editing.new, name="new"),
    path("import/", imports.upload, name="upload"),
    path("import/<uuid:run>/", imports.run, name="import"),
    path("<int:entry_id>/", vetting.entry, name="entry"),
    path("<int:entry_id>/edit/", editing.edit, name="edit"),
    path("<int:entry_id>/withdraw/", withdrawal.withdraw, name="withdraw"),
]
