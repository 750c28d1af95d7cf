from django.db import migrations


class Migration(migrations.Migration):
    """Seats that were lent no further than their approvals before that was enforced."""

    dependencies = [("staffing", "0001_initial"), ("people", "0007_approvals_only")]

    operations = [
        migrations.RunSQL(
            """UPDATE people_appointment a SET approvals_only = true FROM staffing_delegation d
               WHERE d.acting_id = a.id AND d.width = 'approvals'""",
            migrations.RunSQL.noop,
        )
    ]
