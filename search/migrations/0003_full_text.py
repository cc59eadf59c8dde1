"""Make the tables of words that Django does not know."""

from django.db import migrations

from search.engines.embedded import schema


def create(apps, schema_editor):
    schema.create(schema_editor.connection)


def drop(apps, schema_editor):
    schema.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_embedded_engine")]

    operations = [migrations.RunPython(create, drop)]
