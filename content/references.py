"""What a page or record names: every other page, picture, file and record, read from its content itself.

Wagtail's reference index is filled later by a task and knows nothing of what is not saved yet, so no guard may ask it.
Who may name what is not decided here. An app that knows registers a Wagtail hook:

    @hooks.register("check_references")
    def refuse_what_is_not_theirs(instance, references, *, by, parent): ...

which raises ValidationError, in words for the editor, when `by` may not publish these references on that instance.
What a page may then show is asked anew whenever it is shown: content/standing.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, Model
from modelcluster.models import get_all_child_relations
from wagtail import hooks
from wagtail.blocks import Block, ChooserBlock, RichTextBlock
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import extract_references_from_rich_text

from content.streams import blocks_of, is_walked

# What stands in a workspace or a collection, and so belongs to somebody.
PAGE, IMAGE, DOCUMENT = "wagtailcore.Page", "content.NetworkImage", "content.NetworkDocument"
OWNED = frozenset({PAGE, IMAGE, DOCUMENT})
LARGEST_KEY = 2**63 - 1
NO_ROW = 0  # a key that no row has
# The network's shared words belong to everybody.
SHARED = frozenset({"content.Term"})


@dataclass(frozen=True)
class Reference:
    """One thing that is named: its model's label, of a page always "wagtailcore.Page", and its primary key."""

    model: str
    pk: int | str

    @classmethod
    def to(cls, model: type[Model], pk: object) -> "Reference | None":
        """The reference to this row; None for what cannot be a primary key, which names nothing."""
        try:
            key = model._meta.pk.to_python(pk)
        except ValidationError:
            return None
        is_too_large = isinstance(key, int) and abs(key) > LARGEST_KEY
        return None if key is None or is_too_large else cls(_label(model), key)


# -- What is named -------------------------------------------------------------------------------------------------


def references_of(
    instance: Model, *, only: frozenset[str] | None = None, fields: Iterable[str] | None = None
) -> frozenset[Reference]:
    """Everything that this instance names, saved or not: a page as it is in memory, or as a revision had it.

    Read are foreign keys, many-to-many fields, children that are edited with it, bodies with all that is nested in
    them, and links, files and pictures in rich text. Wagtail's own fields of a page are not content.
    Arguments: only, labels of models, for which alone to look, so that no query is spent on others; fields, names of
    the fields to read, all when not given.
    """
    wanted = None if fields is None else frozenset(fields)
    found = {
        reference
        for field in _fields(type(instance), only)
        if wanted is None or field.name in wanted
        for reference in _of_field(field, _stored(instance, field))
    }
    for accessor, related in _children(type(instance), only):
        if wanted is None or accessor in wanted:
            for child in getattr(instance, accessor).all():
                found |= references_of(child, only=only, fields=related)
    return _kept(found, only)


def references_in_form(form: Any) -> dict[str, frozenset[Reference]]:
    """What a form names, by the name of its field or formset, before anything of it is saved.

    A field that was refused counts as it was sent: it is shown again, and with it all that it names.
    """
    named: dict[str, set[Reference | None]] = {}
    for field in _fields(form._meta.model, None):
        if field.name in form.fields:
            was_kept = field.name in form.cleaned_data
            value = form.cleaned_data[field.name] if was_kept else form[field.name].data
            named[field.name] = set(_of_field(field, _from_form(field, value)))
    for name, formset in getattr(form, "formsets", {}).items():
        children = (child for child in formset.forms if child not in formset.deleted_forms and _was_read(child))
        rows = (row for child in children for row in references_in_form(child).items())
        named[name] = {one for field_name, found in rows if field_name != formset.fk.name for one in found}
    return {name: _kept(found, None) for name, found in named.items()}


def references_as_sent(form: Any, name: str) -> frozenset[Reference]:
    """What one field of a form names as it was sent, valid or not, and be it something that does not exist; nothing for
    what is no field of the model, such as a formset."""
    field = next((each for each in _fields(form._meta.model, None) if each.name == name), None)
    if field is None or name not in form.fields:
        return frozenset()
    if isinstance(field, ForeignKey) and (sent := form[name].data) not in (None, ""):
        return _kept([Reference.to(field.related_model, sent) or Reference(_label(field.related_model), NO_ROW)], None)
    return _kept(_of_field(field, _from_form(field, form[name].data)), None)


def keep_what_is_missing() -> None:
    """Wagtail takes what does not exist, when it was chosen in a block, for nothing chosen: that would be saved where
    what belongs to others is refused, which tells the two apart. Called once, when the site starts."""
    stock = ChooserBlock.value_from_form

    def value_from_form(self: ChooserBlock, value: Any) -> Any:
        if value is None or isinstance(value, self.model_class):
            return value
        named = Reference.to(self.model_class, value)
        return (named and stock(self, named.pk)) or self.model_class(pk=named.pk if named else NO_ROW)

    ChooserBlock.value_from_form = value_from_form


def _was_read(form: Any) -> bool:
    """Whether a row was sent at all; asking for its errors is what makes a form look at what was sent."""
    return form.errors is not None and hasattr(form, "cleaned_data")


def _kept(found: Iterable[Reference | None], only: frozenset[str] | None) -> frozenset[Reference]:
    return frozenset(one for one in found if one and one.model not in SHARED and (only is None or one.model in only))


@cache
def _fields(model: type[Model], only: frozenset[str] | None) -> tuple[Field, ...]:
    """The fields of a model that may name something of those labels; a row's link to its parent row is none."""
    meta = model._meta
    return tuple(field for field in (*meta.concrete_fields, *meta.many_to_many) if _may_name(field, only))


def _may_name(field: Any, only: frozenset[str] | None) -> bool:
    if field.model is Page:
        return False
    if isinstance(field, (StreamField, RichTextField)):
        return True
    if not isinstance(field, (ForeignKey, ManyToManyField)) or getattr(field.remote_field, "parent_link", False):
        return False
    return only is None or _label(field.related_model) in only


@cache
def _children(model: type[Model], only: frozenset[str] | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The children edited together with a model: the accessor, and the names of their fields that count."""
    found = []
    for relation in get_all_child_relations(model):
        if relation.model is not Page:
            fields = _fields(relation.related_model, only)
            names = tuple(field.name for field in fields if field is not relation.field)
            if names:
                found.append((relation.get_accessor_name(), names))
    return tuple(found)


def _stored(instance: Model, field: Any) -> Any:
    if isinstance(field, ForeignKey):
        return getattr(instance, field.attname)
    if isinstance(field, ManyToManyField):
        manager = getattr(instance, field.name) if instance.pk or field.name in _unsaved(instance) else None
        return [one.pk for one in manager.all()] if manager else []
    return getattr(instance, field.name)


def _unsaved(instance: Model) -> Iterable[str]:
    # Where modelcluster keeps what a page that is not saved yet will be related to.
    return getattr(instance, "_cluster_related_objects", {})


def _from_form(field: Any, value: Any) -> Any:
    if isinstance(field, ForeignKey):
        return value.pk if isinstance(value, Model) else value
    if isinstance(field, ManyToManyField):
        return [one.pk if isinstance(one, Model) else one for one in value or []]
    return value


def _of_field(field: Any, value: Any) -> Iterator[Reference | None]:
    if value in (None, ""):
        return
    if isinstance(field, StreamField):
        yield from _of_body(value)
    elif isinstance(field, RichTextField):
        yield from _of_rich_text(str(value))
    elif isinstance(field, ManyToManyField):
        yield from (Reference.to(field.related_model, pk) for pk in value)
    else:
        yield Reference.to(field.related_model, value)


def _of_body(value: StreamValue) -> Iterator[Reference | None]:
    for block, raw in blocks_of(value):
        if raw is None:
            continue
        if isinstance(block, ChooserBlock):
            yield Reference.to(block.model_class, raw)
        elif isinstance(block, RichTextBlock):
            yield from _of_rich_text(raw)
        elif not is_walked(block, raw):
            named = block.extract_references(block.to_python(raw)) if _may_name_something(block) else ()
            yield from (Reference.to(model, pk) for model, pk, *_where in named)


def _may_name_something(block: Block) -> bool:
    return type(block).extract_references is not Block.extract_references


def _of_rich_text(source: str) -> Iterator[Reference | None]:
    for model, pk, *_where in extract_references_from_rich_text(source):
        yield Reference.to(model, pk)


def _label(model: Any) -> str:
    while model._meta.parents:
        model = next(iter(model._meta.parents))
    return model._meta.concrete_model._meta.label


# -- Who may name it -----------------------------------------------------------------------------------------------


def check_references(
    instance: Model,
    *,
    by: object = None,
    parent: Page | None = None,
    references: frozenset[Reference] | None = None,
) -> None:
    """Ask every app that guards something whether this instance may name what it names.

    Arguments: instance, a page or record, saved or not, or a revision's content; by, the account that saves, None for
    the site itself; parent, the page under which a page that is not saved yet will stand; references, when they are
    known already or only some of them are asked about.
    Raises ValidationError, in words for the editor.
    """
    named = references_of(instance) if references is None else references
    if named:
        for hook in hooks.get_hooks("check_references"):
            hook(instance, named, by=by, parent=parent)
