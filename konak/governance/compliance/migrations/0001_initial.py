import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0002_watcher'),
        ('legislation', '0004_first_history'),
        ('people', '0006_placement_of_known_units'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='gün')),
                ('ran_at', models.DateTimeField(verbose_name='son tarama')),
                ('opened', models.PositiveIntegerField(default=0, verbose_name='açılan')),
                ('proven', models.PositiveIntegerField(default=0, verbose_name='kendiliğinden kanıtlanan')),
                ('lapsed', models.PositiveIntegerField(default=0, verbose_name='düşen')),
                ('moved', models.PositiveIntegerField(default=0, verbose_name='taşınan')),
                ('redated', models.PositiveIntegerField(default=0, verbose_name='son günü değişen')),
                ('climbed', models.PositiveIntegerField(default=0, verbose_name='yükselen')),
                ('reviews', models.PositiveIntegerField(default=0, verbose_name='gözden geçirme')),
                ('confirmations', models.PositiveIntegerField(default=0, verbose_name='teyit')),
            ],
            options={
                'verbose_name': 'gece taraması',
                'verbose_name_plural': 'gece taramaları',
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('position', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='teyit eden makam')),
                ('begins_on', models.DateField(verbose_name='dönem başı')),
                ('ends_on', models.DateField(verbose_name='dönem sonu')),
                ('missing_why', models.CharField(blank=True, max_length=300, verbose_name='alt teyit eksikken imzalama nedeni')),
                ('note', models.TextField(blank=True, verbose_name='genel açıklama')),
                ('signed_at', models.DateTimeField(null=True, verbose_name='imza')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='özet (SHA-256)')),
                ('above', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='below', to='compliance.confirmation', verbose_name='üst teyit')),
                ('of_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='teyit eden birim')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'görev teyidi',
                'verbose_name_plural': 'görev teyitleri',
                'indexes': [models.Index(fields=['-ends_on'], name='confirmation_by_term')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='confirmation_term_in_order'), models.UniqueConstraint(fields=('of_unit', 'begins_on', 'ends_on'), name='one_confirmation_per_unit_and_term')],
            },
        ),
        migrations.CreateModel(
            name='ConfirmationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(verbose_name='sıra')),
                ('regulation', models.CharField(max_length=24, verbose_name='metin')),
                ('path', models.CharField(max_length=60, verbose_name='bent')),
                ('text', models.TextField(db_collation='tr-x-icu', verbose_name='görev metni')),
                ('proof', models.CharField(max_length=10, verbose_name='kanıt durumu')),
                ('proof_label', models.CharField(max_length=40)),
                ('last_proof_at', models.DateTimeField(null=True, verbose_name='son kanıt')),
                ('periods', models.PositiveSmallIntegerField(default=0, verbose_name='dönem')),
                ('periods_done', models.PositiveSmallIntegerField(default=0, verbose_name='yapılan')),
                ('periods_late', models.PositiveSmallIntegerField(default=0, verbose_name='geciken')),
                ('answer', models.CharField(blank=True, choices=[('done', 'Yapıldı'), ('partly', 'Kısmen'), ('not_done', 'Yapılmadı')], max_length=10, verbose_name='teyit')),
                ('remark', models.CharField(blank=True, max_length=500, verbose_name='açıklama')),
                ('confirmation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='compliance.confirmation')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.duty', verbose_name='görev')),
            ],
            options={
                'verbose_name': 'teyit satırı',
                'verbose_name_plural': 'teyit satırları',
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('confirmation', 'duty'), name='duty_once_per_confirmation')],
            },
        ),
        migrations.CreateModel(
            name='ConfirmationPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interval', models.CharField(choices=[('daily', 'Her iş günü'), ('weekly', 'Haftalık'), ('monthly', 'Aylık'), ('quarterly', 'Üç ayda bir'), ('half_yearly', 'Altı ayda bir'), ('yearly', 'Yılda bir')], default='quarterly', max_length=12, verbose_name='sıklık')),
                ('starts_on', models.DateField(verbose_name='başlangıç')),
                ('running', models.BooleanField(default=True, verbose_name='yürüyor')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='daire')),
            ],
            options={
                'verbose_name': 'teyit planı',
                'verbose_name_plural': 'teyit planları',
            },
        ),
        migrations.CreateModel(
            name='ConfirmationPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('interval', models.CharField(choices=[('daily', 'Her iş günü'), ('weekly', 'Haftalık'), ('monthly', 'Aylık'), ('quarterly', 'Üç ayda bir'), ('half_yearly', 'Altı ayda bir'), ('yearly', 'Yılda bir')], default='quarterly', max_length=12, verbose_name='sıklık')),
                ('starts_on', models.DateField(verbose_name='başlangıç')),
                ('running', models.BooleanField(default=True, verbose_name='yürüyor')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='compliance.confirmationplan')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.unit', verbose_name='daire')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DutyPeriod',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('interval', models.CharField(choices=[('daily', 'Her iş günü'), ('weekly', 'Haftalık'), ('monthly', 'Aylık'), ('quarterly', 'Üç ayda bir'), ('half_yearly', 'Altı ayda bir'), ('yearly', 'Yılda bir')], max_length=12, verbose_name='sıklık')),
                ('stated', models.BooleanField(default=False, verbose_name='sıklık metinde yazılı')),
                ('begins_on', models.DateField(verbose_name='dönem başı')),
                ('ends_on', models.DateField(verbose_name='dönem sonu')),
                ('opened_late', models.BooleanField(default=False, verbose_name='gecikmeli açıldı')),
                ('not_due_before', models.DateField(null=True, verbose_name='son gün bundan önce olamaz')),
                ('capability', models.CharField(blank=True, max_length=80, verbose_name='kanıtlayan yetenek')),
                ('proof_at', models.DateTimeField(null=True, verbose_name='kanıtın anı')),
                ('proof_count', models.PositiveIntegerField(default=0, verbose_name='kanıtın kayıt sayısı')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='gerekçe')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='sonuçlanma')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.duty', verbose_name='görev')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.evidence', verbose_name='kanıt')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sonuçlandıran')),
            ],
            options={
                'verbose_name': 'görev dönemi',
                'verbose_name_plural': 'görev dönemleri',
                'indexes': [models.Index(fields=['ends_on'], name='period_by_end'), models.Index(fields=['duty', '-ends_on'], name='period_of_duty')],
                'constraints': [models.UniqueConstraint(fields=('duty', 'begins_on', 'ends_on'), name='one_period_per_duty_and_span'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='period_in_order')],
            },
        ),
        migrations.CreateModel(
            name='DutyPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'Öneri'), ('active', 'Yürüyor'), ('excluded', 'Uygulanmıyor')], default='proposed', max_length=10, verbose_name='durum')),
                ('source', models.CharField(choices=[('stated', 'Metinde yazılı'), ('proposed', "Konak'ın önerisi"), ('set', 'Birim belirledi')], default='proposed', max_length=10, verbose_name='kaynağı')),
                ('interval', models.CharField(choices=[('daily', 'Her iş günü'), ('weekly', 'Haftalık'), ('monthly', 'Aylık'), ('quarterly', 'Üç ayda bir'), ('half_yearly', 'Altı ayda bir'), ('yearly', 'Yılda bir')], max_length=12, verbose_name='sıklık')),
                ('starts_on', models.DateField(verbose_name='başlangıç')),
                ('anchor_month', models.PositiveSmallIntegerField(default=1, verbose_name='dönem başı ayı')),
                ('anchor_day', models.PositiveSmallIntegerField(default=1, verbose_name='dönem başı günü')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kaç gün önce açılsın')),
                ('grace_days', models.PositiveSmallIntegerField(default=0, verbose_name='yükselmeden önce ek iş günü')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='şu güne kadar ara')),
                ('excluded_why', models.CharField(blank=True, max_length=300, verbose_name='uygulanmama nedeni')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='karar')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yürüten')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='karar veren')),
                ('duty', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.duty', verbose_name='görev')),
            ],
            options={
                'verbose_name': 'uyum planı',
                'verbose_name_plural': 'uyum planları',
                'indexes': [models.Index(fields=['state', 'duty'], name='plan_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('anchor_month__range', (1, 12)), ('anchor_day__range', (1, 28))), name='plan_anchor_is_a_day'), models.CheckConstraint(condition=models.Q(('excluded_why', ''), ('state', 'excluded'), _negated=True), name='plan_excluded_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='DutyPlanEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('proposed', 'Öneri'), ('active', 'Yürüyor'), ('excluded', 'Uygulanmıyor')], default='proposed', max_length=10, verbose_name='durum')),
                ('source', models.CharField(choices=[('stated', 'Metinde yazılı'), ('proposed', "Konak'ın önerisi"), ('set', 'Birim belirledi')], default='proposed', max_length=10, verbose_name='kaynağı')),
                ('interval', models.CharField(choices=[('daily', 'Her iş günü'), ('weekly', 'Haftalık'), ('monthly', 'Aylık'), ('quarterly', 'Üç ayda bir'), ('half_yearly', 'Altı ayda bir'), ('yearly', 'Yılda bir')], max_length=12, verbose_name='sıklık')),
                ('starts_on', models.DateField(verbose_name='başlangıç')),
                ('anchor_month', models.PositiveSmallIntegerField(default=1, verbose_name='dönem başı ayı')),
                ('anchor_day', models.PositiveSmallIntegerField(default=1, verbose_name='dönem başı günü')),
                ('lead_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='kaç gün önce açılsın')),
                ('grace_days', models.PositiveSmallIntegerField(default=0, verbose_name='yükselmeden önce ek iş günü')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='şu güne kadar ara')),
                ('excluded_why', models.CharField(blank=True, max_length=300, verbose_name='uygulanmama nedeni')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='karar')),
                ('assignee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yürüten')),
                ('decided_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='karar veren')),
                ('duty', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='legislation.duty', verbose_name='görev')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='compliance.dutyplan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='makam')),
                ('raised_on', models.DateField(verbose_name='yükseldiği gün')),
                ('days_late', models.PositiveSmallIntegerField(verbose_name='gecikme (iş günü)')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='compliance.dutyperiod')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='makamın birimi')),
            ],
            options={
                'verbose_name': 'yükselen gecikme',
                'verbose_name_plural': 'yükselen gecikmeler',
                'indexes': [models.Index(fields=['unit', 'position', '-raised_on'], name='escalation_of_seat')],
                'constraints': [models.UniqueConstraint(fields=('period', 'position'), name='one_climb_per_position')],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='tr-x-icu', max_length=80, verbose_name='adı')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('whole_unit', models.BooleanField(default=True, verbose_name='birimin bütün dönemleri')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='oluşturma')),
                ('last_read_at', models.DateTimeField(null=True, verbose_name='son okuma')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='iptal')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.appointment', verbose_name='makam')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'takvim aboneliği',
                'verbose_name_plural': 'takvim abonelikleri',
                'indexes': [models.Index(fields=['user', '-made_at'], name='feed_of_person')],
            },
        ),
        migrations.CreateModel(
            name='OpenReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(db_collation='tr-x-icu', max_length=400, verbose_name='atıf')),
                ('path', models.CharField(blank=True, max_length=60, verbose_name='geçtiği yer')),
                ('noticed_on', models.DateField(verbose_name='görüldüğü gün')),
                ('closed_on', models.DateField(null=True, verbose_name='kapandığı gün')),
                ('citation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legislation.citation', verbose_name='atıf')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.regulation', verbose_name='karşılayan metin')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legislation.regulation', verbose_name='atfı yapan metin')),
            ],
            options={
                'verbose_name': 'yüklenmemiş atıf',
                'verbose_name_plural': 'yüklenmemiş atıflar',
                'indexes': [models.Index(fields=['regulation', 'closed_on'], name='reference_of_text')],
            },
        ),
        migrations.CreateModel(
            name='TextReview',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('cause', models.CharField(choices=[('yearly', 'Yıllık gözden geçirme'), ('parent', 'Dayandığı yönetmelik değişti')], max_length=10, verbose_name='neden')),
                ('term', models.DateField(verbose_name='dönem')),
                ('opinion', models.TextField(blank=True, verbose_name='görüş')),
                ('because_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.regulation', verbose_name='değişen metin')),
                ('regulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='legislation.regulation', verbose_name='metin')),
            ],
            options={
                'verbose_name': 'mevzuat gözden geçirmesi',
                'verbose_name_plural': 'mevzuat gözden geçirmeleri',
                'constraints': [models.UniqueConstraint(fields=('regulation', 'cause', 'term'), name='one_review_per_text_and_term')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmationplan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "compliance_confirmationplanevent" ("id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "running", "starts_on", "unit_id") VALUES (NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."running", NEW."starts_on", NEW."unit_id"); RETURN NULL;', hash='cc6970b24571c3f180b6a328cb6fc0d13f9afdef', operation='INSERT', pgid='pgtrigger_insert_insert_5eaa2', table='compliance_confirmationplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmationplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "compliance_confirmationplanevent" ("id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "running", "starts_on", "unit_id") VALUES (NEW."id", NEW."interval", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."running", NEW."starts_on", NEW."unit_id"); RETURN NULL;', hash='8723ed9c539276b6c59a6d50b52e39a98b3a4f95', operation='UPDATE', pgid='pgtrigger_update_update_415a1', table='compliance_confirmationplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmationplan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "compliance_confirmationplanevent" ("id", "interval", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "running", "starts_on", "unit_id") VALUES (OLD."id", OLD."interval", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."running", OLD."starts_on", OLD."unit_id"); RETURN NULL;', hash='744a04f4e00653495769d618c1fe10acb80ded25', operation='DELETE', pgid='pgtrigger_delete_delete_4e2f4', table='compliance_confirmationplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyplan',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "compliance_dutyplanevent" ("anchor_day", "anchor_month", "assignee_id", "decided_at", "decided_by_id", "duty_id", "excluded_why", "grace_days", "id", "interval", "lead_days", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "state") VALUES (NEW."anchor_day", NEW."anchor_month", NEW."assignee_id", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."excluded_why", NEW."grace_days", NEW."id", NEW."interval", NEW."lead_days", NEW."paused_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."starts_on", NEW."state"); RETURN NULL;', hash='899f0d1116065a179f02988fb8f70879cc207c08', operation='INSERT', pgid='pgtrigger_insert_insert_5a269', table='compliance_dutyplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyplan',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "compliance_dutyplanevent" ("anchor_day", "anchor_month", "assignee_id", "decided_at", "decided_by_id", "duty_id", "excluded_why", "grace_days", "id", "interval", "lead_days", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "state") VALUES (NEW."anchor_day", NEW."anchor_month", NEW."assignee_id", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."excluded_why", NEW."grace_days", NEW."id", NEW."interval", NEW."lead_days", NEW."paused_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."starts_on", NEW."state"); RETURN NULL;', hash='4e6b73abf4ba58888eefc9e470e5c0ce498a6d53', operation='UPDATE', pgid='pgtrigger_update_update_ee63e', table='compliance_dutyplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyplan',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "compliance_dutyplanevent" ("anchor_day", "anchor_month", "assignee_id", "decided_at", "decided_by_id", "duty_id", "excluded_why", "grace_days", "id", "interval", "lead_days", "paused_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on", "state") VALUES (OLD."anchor_day", OLD."anchor_month", OLD."assignee_id", OLD."decided_at", OLD."decided_by_id", OLD."duty_id", OLD."excluded_why", OLD."grace_days", OLD."id", OLD."interval", OLD."lead_days", OLD."paused_until", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."starts_on", OLD."state"); RETURN NULL;', hash='0e4f29e173f3b9d4628518f2075f9ae3e0b32870', operation='DELETE', pgid='pgtrigger_delete_delete_c7d4b', table='compliance_dutyplan', when='AFTER')),
        ),
    ]
