"""What the audit log calls that which happens, by the word under which it is recorded.

Here it is said of pages, files, readers, people and organisations. Other apps say it of what is theirs:

    @hooks.register("audit_words")
    def words() -> dict[str, str | Promise]: ...
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

WORDS: dict[str, str | Promise] = {
    "appointment.ended": _("Role in the network ended"),
    "appointment.set": _("Role in the network given"),
    "circle.admitted": _("Admitted to a circle"),
    "circle.closed": _("Circle closed"),
    "circle.left": _("Place in a circle ended"),
    "circle.opened": _("Circle opened"),
    "circle.renamed": _("Circle renamed"),
    "draft.share_ended": _("Sharing of a draft ended"),
    "draft.shared": _("Draft shared"),
    "file.added": _("File added"),
    "file.changed": _("File changed"),
    "file.deleted": _("File deleted"),
    "file.readers_set": _("Readers of a file chosen"),
    "file.withdrawn_for_safety": _("File withdrawn for safety"),
    "files.audience_set": _("Readers of a collection chosen"),
    "guest.ended": _("Guest’s access ended"),
    "guest.invited": _("Guest invited to a page"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.sent": _("Invitation sent"),
    "invitation.sent_again": _("Invitation sent again"),
    "invitation.taken_back": _("Invitation taken back"),
    "membership.ended": _("Membership ended"),
    "membership.set": _("Membership given or changed"),
    "organisation.exported": _("Archive of an organisation saved"),
    "organisation.language_added": _("Language added to an organisation"),
    "organisation.left": _("Organisation left the network"),
    "organisation.opened": _("Organisation opened"),
    "organisation.reinstated": _("Suspension of an organisation ended"),
    "organisation.suspended": _("Organisation suspended"),
    "page.aliased": _("Page repeated in another place"),
    "page.approved": _("Page approved"),
    "page.audience_kept": _("Readers of a page kept as they were"),
    "page.audience_set": _("Readers of a page chosen"),
    "page.co_owner_agreed": _("Agreed to own a page together"),
    "page.co_owner_ended": _("Owning a page together ended"),
    "page.co_owner_invited": _("Asked to own a page together"),
    "page.copied": _("Page copied"),
    "page.created": _("Page made"),
    "page.deleted": _("Page deleted"),
    "page.locked": _("Page locked"),
    "page.made_its_own": _("Repeated page made a page of its own"),
    "page.moved": _("Page moved"),
    "page.opened_again": _("Withdrawn page opened to its editors again"),
    "page.passed_on": _("Page passed on to another owner"),
    "page.published": _("Page published"),
    "page.published_when_due": _("Page published at its moment"),
    "page.renamed": _("Page renamed"),
    "page.reordered": _("Page put in another order"),
    "page.reverted": _("Page set back to an earlier version"),
    "page.schedule_cancelled": _("Moment for publishing a page cancelled"),
    "page.schedule_refused": _("Page not published at its moment"),
    "page.scheduled": _("Moment set for publishing a page"),
    "page.sent_back": _("Page sent back to its writer"),
    "page.submission_cancelled": _("Submission of a page cancelled"),
    "page.submitted": _("Page submitted for approval"),
    "page.submitted_again": _("Page submitted for approval again"),
    "page.translated": _("Page made in another language"),
    "page.unlocked": _("Page unlocked"),
    "page.unpublished": _("Page taken off the site"),
    "page.unpublished_when_due": _("Page taken off the site at its moment"),
    "page.widened_by_move": _("Page moved to where more people read it"),
    "page.withdrawal_ended": _("Withdrawn page published again"),
    "page.withdrawn_for_safety": _("Page withdrawn for safety"),
}


def audit_words() -> dict[str, str | Promise]:
    """What everything is called that can stand in the log, in every app. Without words is what an earlier version of
    the site recorded and this one does not."""
    of_others = {action: said for hook in hooks.get_hooks("audit_words") for action, said in hook().items()}
    return WORDS | of_others
