from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0009_names")]
    operations = [migrations.RenameField("clusterliveness", "beat_at", "reported_at")]
