from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0006_fair_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="translationjob",
            name="detected_language",
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AddField(
            model_name="translationjob",
            name="detection_confidence",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="upload",
            name="detection_confidence",
            field=models.FloatField(blank=True, null=True),
        ),
    ]
