import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CachedSentence",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("job", models.UUIDField(db_index=True)),
                ("target", models.TextField()),
                ("faults", models.JSONField(default=list)),
                ("size", models.PositiveIntegerField()),
                ("used_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Glossary",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("source_language", models.CharField(max_length=35)),
                ("target_language", models.CharField(max_length=35)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="glossaries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "glossaries",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("", "not given"), ("m", "masculine"), ("f", "feminine"), ("n", "neuter")],
                        max_length=1,
                    ),
                ),
                ("is_plural", models.BooleanField(default=False)),
                ("is_case_sensitive", models.BooleanField(default=False)),
                (
                    "glossary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="translation.glossary"
                    ),
                ),
            ],
            options={
                "ordering": ["source", "id"],
            },
        ),
        migrations.CreateModel(
            name="TranslationUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_language", models.CharField(max_length=35)),
                ("target_language", models.CharField(max_length=35)),
                ("key", models.CharField(max_length=64)),
                ("source", models.TextField()),
                ("target", models.TextField()),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="glossary",
            constraint=models.UniqueConstraint(fields=("owner", "name"), name="glossary_name_once"),
        ),
        migrations.AddConstraint(
            model_name="glossary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("owner__isnull", True)), fields=("name",), name="shared_glossary_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("glossary", "source"), name="term_once"),
        ),
        migrations.AddConstraint(
            model_name="translationunit",
            constraint=models.UniqueConstraint(
                fields=("owner", "source_language", "target_language", "key"), name="translation_unit_once"
            ),
        ),
    ]
