"""The addresses on the site about where a person belongs: an invitation, and one's own organisations and circles."""

from accounts.urls import FORM, door
from organisations.views import belonging, joining

urlpatterns = [
    door(FORM, "belonging/", belonging.belonging, "belonging"),
    door(FORM, "invitation/<str:token>/", joining.invited, "invited"),
]
