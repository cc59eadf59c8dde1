"""Which columns of the directory are kept once per language."""

from modeltranslation.translator import TranslationOptions, register

from directory.models import ContactMethod, Entry

# In the order in which they are filled in and compared: the options themselves keep none.
ENTRY_TEXTS = (
    "name", "acronym", "other_names", "summary", "description", "process", "served_note", "coverage_note",
    "language_note", "hours", "availability_message", "cost", "who_may_file", "preconditions", "must_state",
    "deadline", "follow_up",
)  # fmt: skip
CONTACT_TEXTS = ("label", "hours", "note")


@register(Entry)
class EntryTranslation(TranslationOptions):
    fields = ENTRY_TEXTS


@register(ContactMethod)
class ContactMethodTranslation(TranslationOptions):
    fields = CONTACT_TEXTS
