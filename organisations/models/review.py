"""Who approves a page before it is published: an editor of an organisation that owns it."""

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task

from organisations import permissions


class OwnersApproval(Task):
    """The one step of the one workflow. It finds its approvers from the page's owners, so that no organisation's name
    stands in a workflow that others can see."""

    APPROVE = _("Approve and publish")

    class Meta:
        verbose_name = _("approval by the owners")

    def locked_for_user(self, obj: Page, user) -> bool:
        return not permissions.may_publish(user, obj)

    def user_can_access_editor(self, obj: Page, user) -> bool:
        return permissions.may_publish(user, obj)

    def user_can_lock(self, obj: Page, user) -> bool:
        return False

    def user_can_unlock(self, obj: Page, user) -> bool:
        return False

    def get_actions(self, obj: Page, user):
        if not permissions.may_publish(user, obj):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", self.APPROVE, True),
        ]

    def get_form_for_action(self, action: str):
        from organisations.forms import ApprovalForm

        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name: str, **kwargs):
        """Carry out the approver's decision; the audience is set in the same transaction, before publication.

        Raises SuspiciousOperation for an answer that the form never offered: what Wagtail hands over was in the
        browser in between. Raises ValidationError for a page that names what it may not name, and for an audience that
        concerns a page in others' care.
        """
        if action_name != "approve":
            return super().on_action(task_state, user, action_name, comment=str(kwargs.get("comment", "")))
        from organisations.actions.audiences import keep_audience, set_audience
        from organisations.actions.changing_audience import plan_audience, refuse_pages_of_others
        from organisations.forms import ApprovalForm

        form = ApprovalForm(kwargs)
        if not form.is_valid():
            raise SuspiciousOperation("an approval that names no audience")
        audience, page = form.chosen(), task_state.workflow_state.content_object
        if audience is None:
            keep_audience(page, by=user)
        else:
            refuse_pages_of_others(plan_audience(page, audience).decided_about, by=user)
            set_audience(page, audience, by=user)
        return super().on_action(task_state, user, action_name, comment=form.cleaned_data["comment"])

    def get_task_states_user_can_moderate(self, user, **kwargs):
        # Asked of the few pages that wait, not of all that somebody may publish: those can be thousands.
        waiting = self.task_states.filter(status="in_progress")
        pages = [int(pk) for pk in waiting.values_list("workflow_state__object_id", flat=True)]
        mine = permissions.publishable_pages(user).filter(pk__in=pages).values_list("pk", flat=True)
        return waiting.filter(workflow_state__object_id__in=[str(pk) for pk in mine])

    @classmethod
    def get_description(cls) -> str:
        return str(_("An editor of an organisation that owns the page approves it."))
