from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_full_text")]

    operations = [
        migrations.DeleteModel(name="IndexTerm"),
        migrations.DeleteModel(name="IndexGram"),
        migrations.AddField(
            model_name="indexwords", name="spelled", field=models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.CreateModel(
            name="IndexTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("word", models.CharField(max_length=64)),
                ("stem", models.CharField(max_length=64)),
                ("documents", models.IntegerField()),
            ],
            options={
                "verbose_name": "word of a language",
                "indexes": [models.Index(fields=["language", "stem"], name="search_term_stem")],
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="one_row_per_word")],
            },
        ),
        migrations.CreateModel(
            name="IndexGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("gram", models.CharField(max_length=16)),
                ("word", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "piece of a word",
                "constraints": [models.UniqueConstraint(fields=("language", "gram", "word"), name="one_row_per_piece")],
            },
        ),
    ]
