from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_keep_files_of_deleted_users"),
    ]

    operations = [
        migrations.AddField(
            model_name="translationjob",
            name="corrections_file",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="translationjob",
            name="glossary_file",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="translationjob",
            name="priority",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="translationjob",
            name="segments_file",
            field=models.CharField(blank=True, max_length=255),
        ),
    ]
