from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0008_schedules_call_tasks")]
    operations = [
        migrations.RenameModel("Tally", "OutcomeCounter"),
        migrations.RenameModel("ClusterBeat", "ClusterLiveness"),
    ]
