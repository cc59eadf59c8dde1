import wagtail.images.models
from django.db import migrations

import content.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_one_code_in_each_branch"),
    ]

    operations = [
        migrations.AlterField(
            model_name="networkdocument",
            name="file",
            field=content.uploads.DocumentField(upload_to="files", verbose_name="file"),
        ),
        migrations.AlterField(
            model_name="networkimage",
            name="file",
            field=content.uploads.PictureField(
                height_field="height",
                upload_to=wagtail.images.models.get_upload_to,
                verbose_name="file",
                width_field="width",
            ),
        ),
    ]
