"""How an editor is told, beside the field, that a page names something that it may not name, and who chooses the
address of a page.

An app that knows who works where registers a Wagtail hook:

    @hooks.register("may_choose_address")
    def works_where_it_stands(page, person): ...

which says whether this person may be told which addresses are taken beside the page.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from content.references import Reference, check_references, references_as_sent, references_in_form
from content.refusals import without, without_all, words_of_links
from content.remarks import only_own_remarks
from content.writing import write_in


def _address_of(page: Page) -> str:
    """The last part of the address that a page keeps: that of its newest draft, also where an earlier version is taken
    up again; where another page took that meanwhile, its own. Nobody is told of it who cannot choose another one."""
    stored = Page.objects.get(pk=page.pk)
    drafted = stored.get_latest_revision_as_object().slug
    return drafted if Page._slug_is_available(drafted, stored.get_parent(), stored) else stored.slug


class NetworkPageForm(WagtailAdminPageForm):
    """The form of every page: saving, autosave, preview and publishing all pass it."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(only_own_remarks(data, kwargs.get("instance")), *args, **kwargs)
        # Wagtail previews a new page before it gave it a language, which addresses are made of.
        if self.instance.locale_id is None and self.parent_page is not None:
            self.instance.locale = self.parent_page.locale
        if "slug" in self.fields and not all(
            hook(self.instance, self.for_user) for hook in hooks.get_hooks("may_choose_address")
        ):
            self.fields["slug"].disabled = True
            self.initial["slug"] = _address_of(self.instance)
            self.fields["slug"].help_text = _("The address is chosen by those who work on the page above.")
        for field in self.fields.values():
            write_in(self.instance.locale.language_code, field)

    def _clean_fields(self) -> None:
        # Before anything is cleaned: what is not theirs is then answered like what does not exist, error by error.
        self.refusals: dict[str | None, str] = {}
        named = {name: references_as_sent(self, name) for name in self.fields}
        self.sent = frozenset(one for references in named.values() for one in references)
        if together := self._refused(self.sent):
            # Only now is it worth asking field by field, to say where it is.
            for name, references in named.items():
                if words := self._refused(references):
                    self.refusals[name] = " ".join([*words, *self._forget(name, references)])
            self.refusals = self.refusals or {None: " ".join(together)}
        super()._clean_fields()

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, refusal in self.refusals.items():
            self._add_refusal(name, refusal)
        named = references_in_form(self)
        together = frozenset(one for references in named.values() for one in references)
        # What is edited in rows was not asked about yet.
        if not together <= self.sent and (words := self._refused(together)):
            for name, references in named.items():
                self._check_field(name, references)
            if not self.errors:
                self.add_error(None, words)
        return cleaned

    def _check_field(self, name: str, references: frozenset[Reference]) -> None:
        if words := self._refused(references):
            # What is edited in rows below the fields is told about at the top.
            links = self._forget(name, references)
            self.add_error(name if name in self.fields else None, " ".join([*words, *links]))

    def _add_refusal(self, name: str | None, words: str) -> None:
        """Say it beside the field. Of a body Wagtail shows one error alone, in which those of its blocks stand."""
        for error in self.errors.get(name or "", ErrorList()).as_data():
            if isinstance(error, StreamBlockValidationError):
                error.non_block_errors.extend(ValidationError(words).error_list)
                return
        self.add_error(name, words)

    def _forget(self, name: str, references: frozenset[Reference]) -> list[str]:
        """Leave out of what is shown again whatever of these the page may not name.

        Returns a sentence for each link that leads nowhere now.
        """
        refused = {str(one.pk) for one in references if not self._may_name(one)}
        linked = words_of_links(self.data, refused, field=self.add_prefix(name))
        self.data = without(self.data, refused, field=self.add_prefix(name))
        if any(not self._may_name(one) for one in references_as_sent(self, name)):
            self.data = without_all(self.data, field=self.add_prefix(name))
        for formset in self.formsets.values():
            for form in (formset, *formset.forms):
                form.data = self.data
        words = _("It was the link at “%(words)s”, which leads nowhere now. Choose another page, or take it out.")
        return [words % {"words": each} for each in dict.fromkeys(linked)]

    def _may_name(self, reference: Reference) -> bool:
        return not self._refused(frozenset({reference}))

    def _refused(self, references: frozenset[Reference]) -> list[str]:
        """Why the page may not name all of these; nothing when it may."""
        try:
            check_references(self.instance, by=self.for_user, parent=self.parent_page, references=references)
        except ValidationError as refused:
            return refused.messages
        return []
