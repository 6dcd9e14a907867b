from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SCHEDULES = {
    "sweep": {"func": "jobs.tasks.sweep", "schedule_type": "I", "minutes": 1},
    "purge": {"func": "jobs.tasks.purge", "schedule_type": "H"},
}


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schedules = apps.get_model("django_q", "Schedule").objects
    for name, fields in SCHEDULES.items():
        schedules.update_or_create(name=name, defaults=fields)


def delete(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("django_q", "Schedule").objects.filter(name__in=SCHEDULES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]
    operations = [migrations.RunPython(create, delete)]
