"""Indexes that keep lists of one kind flat, built beside the work that goes on."""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cases", "0002_watcher"),
        ("people", "0006_placement_of_known_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently("case", models.Index(fields=["kind", "-id"], name="case_newest")),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["unit", "kind", "-id"], name="case_newest_by_unit", include=("resting", "secrecy")
            ),
        ),
        AddIndexConcurrently("case", models.Index(fields=["assignee", "kind", "-id"], name="case_newest_by_person")),
        AddIndexConcurrently("case", models.Index(fields=["opened_by", "kind", "-id"], name="case_newest_by_opener")),
    ]
