import django.db.models.deletion
import organisations.models.guests
import uuid
from django.conf import settings
from django.db import migrations, models


def note_what_collections_were_made_for(apps, schema_editor):
    """Until now a collection that was made for certain readers was known by its name alone."""
    for access in apps.get_model("organisations", "CollectionAccess").objects.filter(owner__isnull=False):
        name = apps.get_model("wagtailcore", "Collection").objects.get(pk=access.pk).name
        if name.endswith(f" – audience {access.policy_id}"):
            access.made_for_id = access.policy_id
            access.save(update_fields=["made_for"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_audit_guard'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('until', models.DateField(help_text='The last day on which they can read it.', verbose_name='until')),
            ],
            options={
                'verbose_name': 'guest',
                'verbose_name_plural': 'guests',
                'ordering': ['until', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='collectionaccess',
            name='made_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.accesspolicy'),
        ),
        migrations.RunPython(note_what_collections_were_made_for, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='collectionaccess',
            constraint=models.UniqueConstraint(fields=('owner', 'made_for'), name='one_collection_for_each_policy'),
        ),
        migrations.AddField(
            model_name='guest',
            name='invited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='guest',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='guest_of', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='guest',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('organisation__isnull', False)), models.Q(models.Q(('email', ''), _negated=True), ('organisation__isnull', True)), _connector='OR'), name='guest_is_a_person_or_an_organisation'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('page', 'email'), name='one_row_per_guest'),
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(fields=('page', 'organisation'), name='one_row_per_guest_organisation'),
        ),
        migrations.CreateModel(
            name='SharedDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=organisations.models.guests.new_token, editable=False, max_length=43, unique=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('until', models.DateField(help_text='The last day on which they can read it.', verbose_name='until')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_drafts', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'shared draft',
                'verbose_name_plural': 'shared drafts',
                'ordering': ['until', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('page', 'email'), name='one_link_for_each_reader')],
            },
        ),
    ]
