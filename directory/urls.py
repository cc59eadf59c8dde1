"""The public addresses of the directory."""

from django.urls import path

from directory.views import nominate, public

app_name = "directory"

urlpatterns = [
    path("directory/", public.entry_list, name="list"),
    path("directory/nominate/", nominate.nominate, name="nominate"),
    path("directory/<slug:slug>/", public.entry_page, name="entry"),
    path("directory/<slug:slug>/contact.vcf", public.contact_file, name="contact_file"),
]
