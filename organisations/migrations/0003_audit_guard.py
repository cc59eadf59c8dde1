from django.db import migrations, models

from organisations import audit_guard


def take_over(apps, schema_editor):
    """Let no new entry be dated before those that are there."""
    last = apps.get_model("organisations", "AuditEntry").objects.order_by("-number").first()
    if last:
        apps.get_model("organisations", "AuditHead").objects.update(at=last.at)


def set_up(apps, schema_editor):
    audit_guard.set_up(schema_editor.connection)


def lift(apps, schema_editor):
    audit_guard.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_audit_head")]

    operations = [
        migrations.AddField("audithead", "at", models.DateTimeField(null=True)),
        migrations.AddField("auditentry", "undated", models.CharField(default="", editable=False, max_length=64)),
        migrations.AlterModelOptions(
            "auditentry",
            {
                "base_manager_name": "objects",
                "ordering": ["-number"],
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RunPython(set_up, lift),
    ]
