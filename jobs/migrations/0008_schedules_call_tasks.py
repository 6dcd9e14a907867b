from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def call_tasks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, "jobs.sweeping", "jobs.tasks")


def call_sweeping(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rename(apps, "jobs.tasks", "jobs.sweeping")


def _rename(apps: Apps, before: str, after: str) -> None:
    schedules = apps.get_model("django_q", "Schedule").objects
    for name in ("sweep", "purge"):
        schedules.filter(func=f"{before}.{name}").update(func=f"{after}.{name}")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0007_detection")]
    operations = [migrations.RunPython(call_tasks, call_sweeping)]
