from django.db import migrations, models


def take_over(apps, schema_editor):
    """Go on from the last entry of a log that was begun without a head."""
    last = apps.get_model("organisations", "AuditEntry").objects.order_by("-number").first()
    if last:
        apps.get_model("organisations", "AuditHead").objects.create(pk=1, number=last.number, digest=last.digest)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
