from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_placement'),
    ]

    operations = [
        migrations.RunSQL(
            """INSERT INTO people_placement (unit_id, parent_id, name, short_name, kind, since, until, basis)
               SELECT u.id, u.parent_id, u.name, u.short_name, u.kind, u.since, u.until, ''
               FROM people_unit u
               WHERE NOT EXISTS (SELECT 1 FROM people_placement p WHERE p.unit_id = u.id)""",
            migrations.RunSQL.noop,
        ),
    ]
