"""How an editor is told, beside the field, that a page names something that it may not name."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from content.references import Reference, check_references, references_in_form


class NetworkPageForm(WagtailAdminPageForm):
    """The form of every page: saving, autosave, preview and publishing all pass it."""

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
            if name in self.fields:
                self.add_error(name, ValidationError(refused.messages))
            else:
                self.add_error(None, ValidationError(_("In “%(part)s”:") % {"part": self._label(name)}))
                self.add_error(None, ValidationError(refused.messages))

    def _check(self, references: frozenset[Reference]) -> None:
        check_references(self.instance, by=self.for_user, parent=self.parent_page, references=references)

    def _label(self, name: str) -> str:
        return str(self.formsets[name].model._meta.verbose_name_plural)
