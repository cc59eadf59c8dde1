"""How an editor is told, beside the field, that a page names something that it may not name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from content.references import Reference, check_references, references_as_sent, references_in_form
from content.refusals import without, without_all, words_of_links
from content.writing import write_in


class NetworkPageForm(WagtailAdminPageForm):
    """The form of every page: saving, autosave, preview and publishing all pass it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail previews a new page before it gave it a language, which addresses are made of.
        if self.instance.locale_id is None and self.parent_page is not None:
            self.instance.locale = self.parent_page.locale
        for field in self.fields.values():
            write_in(self.instance.locale.language_code, field)

    def clean(self) -> dict:
        cleaned = super().clean()
        named = references_in_form(self)
        together = frozenset(one for references in named.values() for one in references)
        try:
            self._check(together)
        except ValidationError:
            # Only now is it worth asking field by field, to say where it is.
            for name, references in named.items():
                self._check_field(name, references)
            if not self.errors:
                raise
        return cleaned

    def _check_field(self, name: str, references: frozenset[Reference]) -> None:
        try:
            self._check(references)
        except ValidationError as refused:
            # What is edited in rows below the fields is told about at the top.
            links = self._forget(name, references)
            # Of a body Wagtail shows one message alone.
            self.add_error(name if name in self.fields else None, " ".join([*refused.messages, *links]))

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
        try:
            self._check(frozenset({reference}))
        except ValidationError:
            return False
        return True

    def _check(self, references: frozenset[Reference]) -> None:
        check_references(self.instance, by=self.for_user, parent=self.parent_page, references=references)
