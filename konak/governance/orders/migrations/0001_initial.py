import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('text', models.TextField(max_length=10000, verbose_name='emir')),
                ('given_as', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='emri verenin makamı')),
                ('given_on', models.DateField(verbose_name='emir tarihi')),
                ('form', models.CharField(choices=[('written', 'Yazılı'), ('oral', 'Sözlü')], default='written', max_length=8, verbose_name='veriliş biçimi')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='verenin teyidi')),
                ('first_due_on', models.DateField(verbose_name='ilk verilen son gün')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='dayanak')),
                ('regulation_number', models.CharField(blank=True, max_length=24, verbose_name='mevzuat sayısı')),
                ('duty_path', models.CharField(blank=True, max_length=24, verbose_name='madde, bent')),
                ('batch', models.UUIDField(blank=True, null=True, verbose_name='toplu emir')),
                ('withdrawn_why', models.TextField(blank=True, max_length=4000, verbose_name='geri alma nedeni')),
                ('given_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='emri verenin birimi')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders_given', to=settings.AUTH_USER_MODEL, verbose_name='emri veren')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='orders.order', verbose_name='bağlı olduğu emir')),
            ],
            options={
                'verbose_name': 'görev emri',
                'verbose_name_plural': 'görev emirleri',
                'indexes': [models.Index(fields=['giver', '-case'], name='order_by_giver'), models.Index(condition=models.Q(('batch', None), _negated=True), fields=['batch'], name='order_by_batch')],
                'constraints': [models.CheckConstraint(condition=models.Q(('case', models.F('parent')), _negated=True), name='order_is_not_its_own_part')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='istenen son gün')),
                ('before', models.DateField(verbose_name='istendiği andaki son gün')),
                ('why', models.TextField(max_length=2000, verbose_name='neden')),
                ('asked_at', models.DateTimeField(verbose_name='istek')),
                ('answer', models.CharField(choices=[('asked', 'İstendi'), ('granted', 'Verildi'), ('refused', 'Verilmedi')], default='asked', max_length=8, verbose_name='cevap')),
                ('granted_until', models.DateField(blank=True, null=True, verbose_name='verilen son gün')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='cevabın gerekçesi')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='cevap zamanı')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='orders.order')),
            ],
            options={
                'verbose_name': 'süre uzatma isteği',
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', 'asked')), fields=('order',), name='one_extension_waits_in_an_order')],
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('text', models.TextField(max_length=10000, verbose_name='emir')),
                ('given_as', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='emri verenin makamı')),
                ('given_on', models.DateField(verbose_name='emir tarihi')),
                ('form', models.CharField(choices=[('written', 'Yazılı'), ('oral', 'Sözlü')], default='written', max_length=8, verbose_name='veriliş biçimi')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='verenin teyidi')),
                ('first_due_on', models.DateField(verbose_name='ilk verilen son gün')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='dayanak')),
                ('regulation_number', models.CharField(blank=True, max_length=24, verbose_name='mevzuat sayısı')),
                ('duty_path', models.CharField(blank=True, max_length=24, verbose_name='madde, bent')),
                ('batch', models.UUIDField(blank=True, null=True, verbose_name='toplu emir')),
                ('withdrawn_why', models.TextField(blank=True, max_length=4000, verbose_name='geri alma nedeni')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('given_from', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.unit', verbose_name='emri verenin birimi')),
                ('giver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='emri veren')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='orders.order', verbose_name='bağlı olduğu emir')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='orders.order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, max_length=10000, verbose_name='sonuç')),
                ('reported_at', models.DateTimeField(verbose_name='bildirim')),
                ('verdict', models.CharField(choices=[('waiting', 'Onay bekliyor'), ('accepted', 'Kabul edildi'), ('returned', 'İade edildi')], default='waiting', max_length=8, verbose_name='karar')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='karar zamanı')),
                ('why', models.TextField(blank=True, max_length=4000, verbose_name='gerekçe')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='kanıt dosyası')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='orders.order')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'görev bildirimi',
                'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'waiting')), fields=('order',), name='one_report_waits_in_an_order'), models.CheckConstraint(condition=models.Q(models.Q(('note', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='report_holds_a_note_or_a_file')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "orders_orderevent" ("basis", "batch", "case_id", "confirmed_at", "duty_path", "first_due_on", "form", "given_as", "given_from_id", "given_on", "giver_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regulation_number", "text", "withdrawn_why") VALUES (NEW."basis", NEW."batch", NEW."case_id", NEW."confirmed_at", NEW."duty_path", NEW."first_due_on", NEW."form", NEW."given_as", NEW."given_from_id", NEW."given_on", NEW."giver_id", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."case_id", NEW."regulation_number", NEW."text", NEW."withdrawn_why"); RETURN NULL;', hash='4350433c855798beba10316ba153524bb315fd70', operation='INSERT', pgid='pgtrigger_insert_insert_eb763', table='orders_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "orders_orderevent" ("basis", "batch", "case_id", "confirmed_at", "duty_path", "first_due_on", "form", "given_as", "given_from_id", "given_on", "giver_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regulation_number", "text", "withdrawn_why") VALUES (NEW."basis", NEW."batch", NEW."case_id", NEW."confirmed_at", NEW."duty_path", NEW."first_due_on", NEW."form", NEW."given_as", NEW."given_from_id", NEW."given_on", NEW."giver_id", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."case_id", NEW."regulation_number", NEW."text", NEW."withdrawn_why"); RETURN NULL;', hash='0cd766b41ca06aa95f9aa47ac311d87cf839aff2', operation='UPDATE', pgid='pgtrigger_update_update_d4b84', table='orders_order', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "orders_orderevent" ("basis", "batch", "case_id", "confirmed_at", "duty_path", "first_due_on", "form", "given_as", "given_from_id", "given_on", "giver_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regulation_number", "text", "withdrawn_why") VALUES (OLD."basis", OLD."batch", OLD."case_id", OLD."confirmed_at", OLD."duty_path", OLD."first_due_on", OLD."form", OLD."given_as", OLD."given_from_id", OLD."given_on", OLD."giver_id", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."case_id", OLD."regulation_number", OLD."text", OLD."withdrawn_why"); RETURN NULL;', hash='a4de7268b4b16ad8930e3d7023362778ffbe1852', operation='DELETE', pgid='pgtrigger_delete_delete_709b4', table='orders_order', when='AFTER')),
        ),
    ]
