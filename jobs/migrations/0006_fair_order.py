from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Cast, Coalesce


def move_schedules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, "jobs.tasks", "jobs.sweeping")


def move_schedules_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, "jobs.sweeping", "jobs.tasks")


def _rename(apps: Apps, before: str, after: str) -> None:
    schedules = apps.get_model("django_q", "Schedule").objects
    for name in ("sweep", "purge"):
        schedules.filter(func=f"{before}.{name}").update(func=f"{after}.{name}")


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_watching"),
    ]
    operations = [
        migrations.RemoveField(
            model_name="translationjob",
            name="woken_at",
        ),
        migrations.AddField(
            model_name="translationjob",
            name="sender",
            field=models.GeneratedField(
                db_persist=True,
                expression=Coalesce(Cast("owner", models.CharField()), "visitor"),
                output_field=models.CharField(max_length=64),
            ),
        ),
        migrations.AddIndex(
            model_name="translationjob",
            index=models.Index(fields=["sender", "status"], name="jobs_transl_sender_d42699_idx"),
        ),
        migrations.AddIndex(
            model_name="translationjob",
            index=models.Index(fields=["sender", "started_at"], name="jobs_transl_sender_274326_idx"),
        ),
        migrations.RunPython(move_schedules, move_schedules_back),
    ]
