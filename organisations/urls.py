"""The addresses of pictures, files and shared drafts, each asked for through a check."""

from django.urls import path

from organisations import serving
from organisations.views import drafts

urlpatterns = [
    path("media/<path:name>", serving.media_file, name="media_file"),
    path("files/<str:token>/<str:filename>", serving.document_file, name="document_file"),
    path("drafts/<str:token>/", drafts.shared_draft, name="shared_draft"),
]
