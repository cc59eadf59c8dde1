"""The screens of the admin that take the place of Wagtail's at the same address, and those of our own."""

from django.urls import path
from django.views.generic import RedirectView

from organisations.views import (
    audience,
    audit,
    circles,
    collections,
    drafts,
    leaving,
    network,
    owners,
    page_chooser,
    people,
    readers,
    view_as,
    withdrawal,
    workspace,
)
from organisations.views.files import add, listing, screens
from organisations.views.files.kinds import DOCUMENTS, PICTURES
from organisations.views.pages import copy

app_name = "organisations_admin"

urlpatterns = [
    path("pages/", workspace.choose_workspace, name="workspace"),
    path("choose-page/", page_chooser.browse, name="choose_page"),
    path("choose-page/<int:parent_page_id>/", page_chooser.browse, name="choose_page_below"),
    path("choose-page/search/", page_chooser.search, name="choose_page_search"),
    path("choose-page/chosen-multiple/", page_chooser.chosen, name="choose_page_chosen"),
    path("pages/<int:page_id>/privacy/", audience.set_privacy, name="set_privacy"),
    path("pages/<int:page_id>/readers/", readers.readers, name="readers"),
    path("pages/<int:page_id>/publish-to/", audience.publish_to, name="publish_to"),
    path("translation/submit/page/<int:page_id>/", copy.TranslatePage.as_view(), name="translate"),
    path("owners/<int:page_id>/", owners.owners, name="owners"),
    path("owners/invitations/<int:invitation_id>/", owners.invitation, name="invitation"),
    path("images/", listing.Files.as_view(kind=PICTURES), name="pictures"),
    path("images/add/", add.AddFiles.as_view(kind=PICTURES), name="picture_add"),
    path("images/<int:image_id>/", screens.EditFile.as_view(kind=PICTURES), name="picture"),
    path("images/<int:image_id>/delete/", screens.DeleteFile.as_view(kind=PICTURES), name="picture_delete"),
    path("images/<int:image_id>/readers/", screens.FileReaders.as_view(kind=PICTURES), name="picture_readers"),
    path("images/usage/<int:image_id>/", screens.FileUsage.as_view(kind=PICTURES), name="picture_usage"),
    path("documents/", listing.Files.as_view(kind=DOCUMENTS), name="documents"),
    path("documents/add/", add.AddFiles.as_view(kind=DOCUMENTS), name="document_add"),
    path("documents/edit/<int:document_id>/", screens.EditFile.as_view(kind=DOCUMENTS), name="document"),
    path("documents/delete/<int:document_id>/", screens.DeleteFile.as_view(kind=DOCUMENTS), name="document_delete"),
    path("documents/readers/<int:document_id>/", screens.FileReaders.as_view(kind=DOCUMENTS), name="document_readers"),
    path("documents/usage/<int:document_id>/", screens.FileUsage.as_view(kind=DOCUMENTS), name="document_usage"),
    path("pages/<int:page_id>/drafts/", drafts.drafts, name="drafts"),
    path("pages/<int:page_id>/view-as/", view_as.page_as, name="page_as"),
    path("view-as/search/", view_as.search_as, name="search_as"),
    path("view-as/finder/", view_as.finder_as, name="finder_as"),
    path("files/readers/", collections.own_collections, name="collections"),
    path("files/readers/<int:collection_id>/", collections.files_readers, name="files_readers"),
    path("withdraw/", withdrawal.find, name="withdraw"),
    path("withdraw/page/<int:page_id>/", withdrawal.WithdrawPage.as_view(), name="withdraw_page"),
    path("withdraw/picture/<int:file_id>/", withdrawal.WithdrawPicture.as_view(), name="withdraw_picture"),
    path("withdraw/document/<int:file_id>/", withdrawal.WithdrawDocument.as_view(), name="withdraw_document"),
    path("organisations/<uuid:organisation>/leave/", leaving.leave, name="leave"),
    path("organisations/<uuid:organisation>/export/", leaving.export, name="export"),
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
