"""The public addresses of the directory."""

from django.urls import path

from directory.views import finder, nominate, problems, public

app_name = "directory"

# A new one without a slug belongs into OWN_ADDRESSES of directory.actions.editing.
urlpatterns = [
    path("directory/", finder.entry_list, name="list"),
    path("directory/nominate/", nominate.nominate, name="nominate"),
    path("directory/places/", finder.places, name="places"),
    path("directory/sheet/", finder.sheet, name="sheet"),
    path("directory/<slug:slug>/", public.entry_page, name="entry"),
    path("directory/<slug:slug>/contact.vcf", public.contact_file, name="contact_file"),
    path("directory/<slug:slug>/card/", public.wallet_card, name="card"),
    path("directory/<slug:slug>/problem/", problems.problem, name="problem"),
]
