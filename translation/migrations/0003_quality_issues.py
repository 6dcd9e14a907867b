from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("translation", "0002_corrected_units")]
    operations = [migrations.RenameField("cachedsentence", "faults", "issues")]
