"""The screens of the admin that take the place of Wagtail's at the same address, and those of our own."""

from django.urls import path
from django.views.generic import RedirectView

from organisations.views import audience, audit, leaving, owners, page_chooser, withdrawal, workspace
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
    path("withdraw/", withdrawal.find, name="withdraw"),
    path("withdraw/page/<int:page_id>/", withdrawal.WithdrawPage.as_view(), name="withdraw_page"),
    path("withdraw/picture/<int:file_id>/", withdrawal.WithdrawPicture.as_view(), name="withdraw_picture"),
    path("withdraw/document/<int:file_id>/", withdrawal.WithdrawDocument.as_view(), name="withdraw_document"),
    path("organisations/", leaving.organisations, name="leaving"),
    path("organisations/<uuid:organisation>/leave/", leaving.leave, name="leave"),
    path("organisations/<uuid:organisation>/export/", leaving.export, name="export"),
    path("audit/", audit.log, name="audit"),
    path("account/", RedirectView.as_view(pattern_name="account_profile"), name="account"),
]
