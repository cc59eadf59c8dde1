from django.db import migrations

from search.engines.embedded import schema


def create(apps, schema_editor):
    """Let words be kept where they are quickly read where their tables were made before."""
    schema.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_outside_engine")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
