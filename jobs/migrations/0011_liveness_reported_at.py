from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0010_remove_processing_type")]
    operations = [migrations.RenameField("clusterliveness", "beat_at", "reported_at")]
