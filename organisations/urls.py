"""The addresses of pictures and files, each asked for through a check."""

from django.urls import path

from organisations import serving

urlpatterns = [
    path("media/<path:name>", serving.media_file, name="media_file"),
    path("files/<str:token>/<str:filename>", serving.document_file, name="document_file"),
]
