from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("translation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="translationunit",
            name="is_corrected",
            field=models.BooleanField(default=False),
        ),
    ]
