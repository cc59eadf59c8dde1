"""The screens of the admin that take the place of Wagtail's at the same address, and those of our own."""

from django.urls import path
from django.views.generic import RedirectView

from organisations.views import audience, audit, circles, network, owners, page_chooser, people, workspace
from organisations.views.pages import copy

app_name = "organisations_admin"

urlpatterns = [
    path("pages/", workspace.choose_workspace, name="workspace"),
    path("choose-page/", page_chooser.browse, name="choose_page"),
    path("choose-page/<int:parent_page_id>/", page_chooser.browse, name="choose_page_below"),
    path("choose-page/search/", page_chooser.search, name="choose_page_search"),
    path("choose-page/chosen-multiple/", page_chooser.chosen, name="choose_page_chosen"),
    path("pages/<int:page_id>/privacy/", audience.set_privacy, name="set_privacy"),
    path("pages/<int:page_id>/publish-to/", audience.publish_to, name="publish_to"),
    path("translation/submit/page/<int:page_id>/", copy.TranslatePage.as_view(), name="translate"),
    path("owners/<int:page_id>/", owners.owners, name="owners"),
    path("owners/invitations/<int:invitation_id>/", owners.invitation, name="invitation"),
    path("organisations/", network.organisations, name="organisations"),
    path("organisations/new/", network.open_one, name="open"),
    path("organisations/<uuid:organisation>/", network.organisation, name="organisation"),
    path("organisations/<uuid:organisation>/state/", network.state, name="state"),
    path("people/", people.choose, name="our_organisation"),
    path("people/<uuid:organisation>/", people.people, name="people"),
    path("people/<uuid:organisation>/invite/", people.invite_person, name="invite"),
    path("people/memberships/<int:membership_id>/", people.membership, name="membership"),
    path("circles/", circles.circles, name="circles"),
    path("circles/new/", circles.open_one, name="open_circle"),
    path("circles/<uuid:circle>/", circles.circle, name="circle"),
    path("audit/", audit.log, name="audit"),
    path("account/", RedirectView.as_view(pattern_name="account_profile"), name="account"),
]
