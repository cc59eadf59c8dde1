import django.db.models.deletion
from django.db import migrations, models


def begin_with_who_may_read_now(apps, schema_editor):
    """Where the page is still there, this is put right the next time its readers change; it is never too wide."""
    for name in ("FrozenManual", "FrozenChapter"):
        apps.get_model("manuals", name).objects.update(page_policy=models.F("policy"))


class Migration(migrations.Migration):

    dependencies = [
        ('manuals', '0003_corrections'),
        ('organisations', '0002_audit_head'),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name='page_policy',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.accesspolicy'),
            )
            for name in ('frozenmanual', 'frozenchapter')
        ),
        migrations.RunPython(begin_with_who_may_read_now, migrations.RunPython.noop, elidable=True),
        *(
            migrations.AlterField(
                model_name=name,
                name='page_policy',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.accesspolicy'),
            )
            for name in ('frozenmanual', 'frozenchapter')
        ),
    ]
