from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0009_names")]
    operations = [migrations.RemoveField("TranslationJob", "processing_type")]
