"""Which columns of the directory are kept once per language."""

from modeltranslation.translator import TranslationOptions, register

from directory.models import ContactMethod, Entry


@register(Entry)
class EntryTranslation(TranslationOptions):
    fields = (
        "name", "acronym", "other_names", "summary", "description", "process", "served_note", "coverage_note",
        "language_note", "hours", "availability_message", "cost", "who_may_file", "preconditions", "must_state",
        "deadline", "follow_up",
    )  # fmt: skip


@register(ContactMethod)
class ContactMethodTranslation(TranslationOptions):
    fields = ("label", "hours", "note")
