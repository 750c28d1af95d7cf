import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0006_placement_of_known_units'),
        ('people', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='kod')),
                ('label', models.CharField(db_collation='tr-x-icu', max_length=120, verbose_name='ad')),
                ('basis', models.CharField(blank=True, db_collation='tr-x-icu', max_length=200, verbose_name='dayanak')),
            ],
            options={
                'verbose_name': 'görev grubu',
                'verbose_name_plural': 'görev grupları',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='Incompatible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_kind', models.CharField(choices=[('position', 'Unvan'), ('permission', 'Yetki'), ('group', 'Görev grubu')], max_length=12, verbose_name='birinci taraf türü')),
                ('left', models.CharField(max_length=80, verbose_name='birinci taraf')),
                ('right_kind', models.CharField(choices=[('position', 'Unvan'), ('permission', 'Yetki'), ('group', 'Görev grubu')], max_length=12, verbose_name='ikinci taraf türü')),
                ('right', models.CharField(max_length=80, verbose_name='ikinci taraf')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=300, verbose_name='gerekçe')),
                ('basis', models.CharField(blank=True, db_collation='tr-x-icu', max_length=200, verbose_name='dayanak')),
                ('stops', models.BooleanField(default=True, verbose_name='engeller')),
                ('active', models.BooleanField(default=True, verbose_name='yürürlükte')),
            ],
            options={
                'verbose_name': 'görevler ayrılığı kuralı',
                'verbose_name_plural': 'görevler ayrılığı kuralları',
                'constraints': [models.UniqueConstraint(fields=('left_kind', 'left', 'right_kind', 'right'), name='one_rule_for_a_pair_of_sides'), models.CheckConstraint(condition=models.Q(('left', models.F('right')), ('left_kind', models.F('right_kind')), _negated=True), name='a_side_is_not_against_itself')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('done_on', models.DateField(verbose_name='yapıldığı gün')),
                ('what', models.TextField(max_length=4000, verbose_name='yapılan iş')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=500, verbose_name='amire neden ulaşılamadı')),
                ('related', models.CharField(blank=True, max_length=24, verbose_name='ilgili dosya')),
                ('answer', models.CharField(blank=True, db_collation='tr-x-icu', max_length=1000, verbose_name='amirin görüşü')),
            ],
            options={
                'verbose_name': 'amir yokluğunda yapılan iş',
                'verbose_name_plural': 'amir yokluğunda yapılan işler',
            },
        ),
        migrations.CreateModel(
            name='AccountDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens_on', models.DateField(null=True, verbose_name='açılış')),
                ('closes_on', models.DateField(null=True, verbose_name='son gün')),
                ('why', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='neden')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='kapatılma')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account_date', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'hesap günü',
                'verbose_name_plural': 'hesap günleri',
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['closes_on'], name='account_closes_on')],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens_on', None), ('closes_on', None), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='account_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='AccountDateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('opens_on', models.DateField(null=True, verbose_name='açılış')),
                ('closes_on', models.DateField(null=True, verbose_name='son gün')),
                ('why', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='neden')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='kapatılma')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.accountdate')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('since', models.DateField(verbose_name='başlangıç')),
                ('until', models.DateField(verbose_name='bitiş')),
                ('reason', models.CharField(choices=[('leave', 'İzin'), ('duty', 'Görev (il dışı, eğitim, toplantı)'), ('illness', 'Sağlık raporu'), ('other', 'Diğer')], max_length=12, verbose_name='neden')),
                ('width', models.CharField(choices=[('all', 'Makamın bütün yetkileri'), ('approvals', 'Yalnız onaylar')], default='all', max_length=12, verbose_name='kapsam')),
                ('note', models.CharField(blank=True, db_collation='tr-x-icu', max_length=500, verbose_name='vekile not')),
                ('document', models.CharField(blank=True, db_collation='tr-x-icu', max_length=120, verbose_name='dayandığı onay')),
                ('needs_approval', models.BooleanField(default=False, verbose_name='üst amirin onayı gerekir')),
                ('ended_on', models.DateField(null=True, verbose_name='fiilen bitiş')),
                ('acting', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delegation', to='people.appointment', verbose_name='vekilin makamı')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='onaylayan')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vekil')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='makamın sahibi')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lent', to='people.appointment', verbose_name='vekâlet edilen makam')),
            ],
            options={
                'verbose_name': 'vekâlet',
                'verbose_name_plural': 'vekâletler',
                'indexes': [models.Index(fields=['giver', '-since'], name='delegation_of_giver'), models.Index(fields=['deputy', '-since'], name='delegation_of_deputy'), models.Index(fields=['since', 'until'], name='delegation_on_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='delegation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('giver', models.F('deputy')), _negated=True), name='nobody_is_his_own_deputy')],
            },
        ),
        migrations.CreateModel(
            name='DelegationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('since', models.DateField(verbose_name='başlangıç')),
                ('until', models.DateField(verbose_name='bitiş')),
                ('reason', models.CharField(choices=[('leave', 'İzin'), ('duty', 'Görev (il dışı, eğitim, toplantı)'), ('illness', 'Sağlık raporu'), ('other', 'Diğer')], max_length=12, verbose_name='neden')),
                ('width', models.CharField(choices=[('all', 'Makamın bütün yetkileri'), ('approvals', 'Yalnız onaylar')], default='all', max_length=12, verbose_name='kapsam')),
                ('note', models.CharField(blank=True, db_collation='tr-x-icu', max_length=500, verbose_name='vekile not')),
                ('document', models.CharField(blank=True, db_collation='tr-x-icu', max_length=120, verbose_name='dayandığı onay')),
                ('needs_approval', models.BooleanField(default=False, verbose_name='üst amirin onayı gerekir')),
                ('ended_on', models.DateField(null=True, verbose_name='fiilen bitiş')),
                ('acting', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.appointment', verbose_name='vekilin makamı')),
                ('approved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='onaylayan')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('deputy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vekil')),
                ('giver', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='makamın sahibi')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.delegation')),
                ('seat', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.appointment', verbose_name='vekâlet edilen makam')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DescriptionVersion',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('paper', models.CharField(choices=[('job', 'Görev tanımı'), ('undertaking', 'Taahhütname')], default='job', max_length=12, verbose_name='tür')),
                ('position', models.CharField(blank=True, choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='unvan')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='sürüm')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='metin')),
                ('duties', models.JSONField(default=list, verbose_name='görevler')),
                ('in_force_on', models.DateField(null=True, verbose_name='yürürlük')),
                ('ended_on', models.DateField(null=True, verbose_name='yürürlükten kalkma')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='özet')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişiye özel')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='staffing.descriptionversion', verbose_name='önceki sürüm')),
            ],
            options={
                'verbose_name': 'görev tanımı',
                'verbose_name_plural': 'görev tanımları',
                'constraints': [models.CheckConstraint(condition=models.Q(('in_force_on', None), models.Q(('digest', ''), _negated=True), _connector='OR'), name='what_is_in_force_has_a_digest')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='kabul')),
                ('digest', models.CharField(max_length=64, verbose_name='özet')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='staffing.descriptionversion')),
            ],
            options={
                'verbose_name': 'kabul',
                'verbose_name_plural': 'kabuller',
                'indexes': [models.Index(fields=['user'], name='acknowledgement_of_user')],
                'constraints': [models.UniqueConstraint(fields=('version', 'user'), name='accepted_once_a_version')],
            },
        ),
        migrations.CreateModel(
            name='DescriptionVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('paper', models.CharField(choices=[('job', 'Görev tanımı'), ('undertaking', 'Taahhütname')], default='job', max_length=12, verbose_name='tür')),
                ('position', models.CharField(blank=True, choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='unvan')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='sürüm')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='metin')),
                ('duties', models.JSONField(default=list, verbose_name='görevler')),
                ('in_force_on', models.DateField(null=True, verbose_name='yürürlük')),
                ('ended_on', models.DateField(null=True, verbose_name='yürürlükten kalkma')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='özet')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişiye özel')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.descriptionversion')),
                ('previous', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staffing.descriptionversion', verbose_name='önceki sürüm')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=40, verbose_name='kod')),
                ('label', models.CharField(db_collation='tr-x-icu', max_length=120, verbose_name='ad')),
                ('basis', models.CharField(blank=True, db_collation='tr-x-icu', max_length=200, verbose_name='dayanak')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.group')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to='cases.case')),
                ('kind', models.CharField(choices=[('exit', 'Kurumdan ayrılış'), ('change', 'Görev değişikliği'), ('absence', 'Uzun süreli ayrılık')], max_length=10, verbose_name='tür')),
                ('last_day', models.DateField(verbose_name='son çalışma günü')),
                ('why', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='neden')),
                ('absent', models.BooleanField(default=False, verbose_name='kişi imzalayamıyor')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devreden')),
                ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devralan')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.appointment', verbose_name='bırakılan makam')),
            ],
            options={
                'verbose_name': 'devir teslim',
                'verbose_name_plural': 'devir teslimler',
                'indexes': [models.Index(fields=['person', '-last_day'], name='handover_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('receiver', None), models.Q(('receiver', models.F('person')), _negated=True), _connector='OR'), name='nobody_hands_over_to_himself')],
            },
        ),
        migrations.CreateModel(
            name='HandOverEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('kind', models.CharField(choices=[('exit', 'Kurumdan ayrılış'), ('change', 'Görev değişikliği'), ('absence', 'Uzun süreli ayrılık')], max_length=10, verbose_name='tür')),
                ('last_day', models.DateField(verbose_name='son çalışma günü')),
                ('why', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='neden')),
                ('absent', models.BooleanField(default=False, verbose_name='kişi imzalayamıyor')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devreden')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.handover')),
                ('receiver', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devralan')),
                ('seat', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.appointment', verbose_name='bırakılan makam')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HandOverLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60, verbose_name='kaynak')),
                ('key', models.CharField(max_length=80, verbose_name='anahtar')),
                ('text', models.CharField(db_collation='tr-x-icu', max_length=300, verbose_name='kalem')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='adres')),
                ('fate', models.CharField(blank=True, choices=[('handed', 'Devredildi'), ('returned', 'İade edildi ya da sona erdi'), ('kept', 'Kişide kalıyor')], max_length=10, verbose_name='sonuç')),
                ('note', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='not')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='sonuçlanma')),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='staffing.handover')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='işlemi yapan')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devralan')),
            ],
            options={
                'verbose_name': 'devir kalemi',
                'verbose_name_plural': 'devir kalemleri',
                'ordering': ['source', 'id'],
                'constraints': [models.UniqueConstraint(fields=('handover', 'source', 'key'), name='a_thing_is_listed_once'), models.CheckConstraint(condition=models.Q(('settled_at', None), models.Q(('fate', ''), _negated=True), _connector='OR'), name='what_is_settled_has_a_fate')],
            },
        ),
        migrations.CreateModel(
            name='HandOverLineEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source', models.CharField(max_length=60, verbose_name='kaynak')),
                ('key', models.CharField(max_length=80, verbose_name='anahtar')),
                ('text', models.CharField(db_collation='tr-x-icu', max_length=300, verbose_name='kalem')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='adres')),
                ('fate', models.CharField(blank=True, choices=[('handed', 'Devredildi'), ('returned', 'İade edildi ya da sona erdi'), ('kept', 'Kişide kalıyor')], max_length=10, verbose_name='sonuç')),
                ('note', models.CharField(blank=True, db_collation='tr-x-icu', max_length=300, verbose_name='not')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='sonuçlanma')),
                ('handover', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staffing.handover')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.handoverline')),
                ('settled_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='işlemi yapan')),
                ('to', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='devralan')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IncompatibleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('left_kind', models.CharField(choices=[('position', 'Unvan'), ('permission', 'Yetki'), ('group', 'Görev grubu')], max_length=12, verbose_name='birinci taraf türü')),
                ('left', models.CharField(max_length=80, verbose_name='birinci taraf')),
                ('right_kind', models.CharField(choices=[('position', 'Unvan'), ('permission', 'Yetki'), ('group', 'Görev grubu')], max_length=12, verbose_name='ikinci taraf türü')),
                ('right', models.CharField(max_length=80, verbose_name='ikinci taraf')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=300, verbose_name='gerekçe')),
                ('basis', models.CharField(blank=True, db_collation='tr-x-icu', max_length=200, verbose_name='dayanak')),
                ('stops', models.BooleanField(default=True, verbose_name='engeller')),
                ('active', models.BooleanField(default=True, verbose_name='yürürlükte')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.incompatible')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='başlangıç')),
                ('until', models.DateField(blank=True, null=True, verbose_name='bitiş')),
                ('document', models.CharField(blank=True, db_collation='tr-x-icu', max_length=120, verbose_name='dayandığı onay')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='staffing.group', verbose_name='görev grubu')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='birim')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_memberships', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'grup üyeliği',
                'verbose_name_plural': 'grup üyelikleri',
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('group', '='), ('unit', '='), (models.Func('since', 'until', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_membership_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateField(verbose_name='başlangıç')),
                ('until', models.DateField(blank=True, null=True, verbose_name='bitiş')),
                ('document', models.CharField(blank=True, db_collation='tr-x-icu', max_length=120, verbose_name='dayandığı onay')),
                ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staffing.group', verbose_name='görev grubu')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.membership')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.unit', verbose_name='birim')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('done_on', models.DateField(verbose_name='yapıldığı gün')),
                ('what', models.TextField(max_length=4000, verbose_name='yapılan iş')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=500, verbose_name='amire neden ulaşılamadı')),
                ('related', models.CharField(blank=True, max_length=24, verbose_name='ilgili dosya')),
                ('answer', models.CharField(blank=True, db_collation='tr-x-icu', max_length=1000, verbose_name='amirin görüşü')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='cases.case')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.notice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SeparationException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='son gün')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=500, verbose_name='gerekçe')),
                ('approved_at', models.DateTimeField(auto_now_add=True, verbose_name='onay')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='kaldırılma')),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='onaylayan')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='staffing.incompatible', verbose_name='kural')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'görevler ayrılığı istisnası',
                'verbose_name_plural': 'görevler ayrılığı istisnaları',
                'indexes': [models.Index(fields=['rule', 'user', '-until'], name='exception_of_person')],
            },
        ),
        migrations.CreateModel(
            name='SeparationExceptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('until', models.DateField(verbose_name='son gün')),
                ('why', models.CharField(db_collation='tr-x-icu', max_length=500, verbose_name='gerekçe')),
                ('approved_at', models.DateTimeField(auto_now_add=True, verbose_name='onay')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='kaldırılma')),
                ('approved_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='onaylayan')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.separationexception')),
                ('rule', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='staffing.incompatible', verbose_name='kural')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Setup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail_domain', models.CharField(blank=True, max_length=120, validators=[django.core.validators.RegexValidator('^([a-z0-9-]+\\.)+[a-z]{2,}$', 'Alan adını belediye.bel.tr biçiminde, küçük harfle yazın.')], verbose_name='posta alan adı')),
                ('mail_form', models.CharField(choices=[('dotted', 'ad.soyad'), ('initial', 'a.soyad'), ('joined', 'adsoyad'), ('reversed', 'soyad.ad')], default='dotted', max_length=10, verbose_name='biçim')),
                ('personnel_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='personel birimi')),
            ],
            options={
                'verbose_name': 'kadro ayarı',
                'verbose_name_plural': 'kadro ayarları',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_of_staffing_setup')],
            },
        ),
        migrations.CreateModel(
            name='SetupEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('mail_domain', models.CharField(blank=True, max_length=120, validators=[django.core.validators.RegexValidator('^([a-z0-9-]+\\.)+[a-z]{2,}$', 'Alan adını belediye.bel.tr biçiminde, küçük harfle yazın.')], verbose_name='posta alan adı')),
                ('mail_form', models.CharField(choices=[('dotted', 'ad.soyad'), ('initial', 'a.soyad'), ('joined', 'adsoyad'), ('reversed', 'soyad.ad')], default='dotted', max_length=10, verbose_name='biçim')),
                ('personnel_unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.unit', verbose_name='personel birimi')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.setup')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StandingDeputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='makam')),
                ('order', models.PositiveSmallIntegerField(choices=[(1, 'Birinci vekil'), (2, 'İkinci vekil')], verbose_name='sıra')),
                ('since', models.DateField(auto_now_add=True, verbose_name='başlangıç')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit', verbose_name='birim')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'sürekli vekil',
                'verbose_name_plural': 'sürekli vekiller',
                'constraints': [models.UniqueConstraint(fields=('unit', 'position', 'order'), name='one_standing_deputy_per_place'), models.UniqueConstraint(fields=('unit', 'position', 'user'), name='a_standing_deputy_stands_once'), models.CheckConstraint(condition=models.Q(('order__in', (1, 2))), name='first_or_second_deputy')],
            },
        ),
        migrations.CreateModel(
            name='StandingDeputyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('position', models.CharField(choices=[('staff', 'Personel'), ('expert', 'Uzman'), ('chief', 'Şef'), ('director', 'Şube Müdürü'), ('head_of_department', 'Daire Başkanı'), ('deputy_secretary_general', 'Genel Sekreter Yardımcısı'), ('secretary_general', 'Genel Sekreter'), ('deputy_mayor', 'Başkan Yardımcısı'), ('mayor', 'Belediye Başkanı'), ('auditor', 'Denetçi'), ('administrator', 'Sistem Yöneticisi')], max_length=24, verbose_name='makam')),
                ('order', models.PositiveSmallIntegerField(choices=[(1, 'Birinci vekil'), (2, 'İkinci vekil')], verbose_name='sıra')),
                ('since', models.DateField(auto_now_add=True, verbose_name='başlangıç')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='staffing.standingdeputy')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.unit', verbose_name='birim')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_groupevent" ("basis", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."basis", NEW."code", NEW."id", NEW."label", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='ce2e2f2d52b20241a44fe43c8acec82a776c608b', operation='INSERT', pgid='pgtrigger_insert_insert_540ac', table='staffing_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_groupevent" ("basis", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."basis", NEW."code", NEW."id", NEW."label", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='aacec94ed81358a6adf16d5c5ffdc28fb09c0fd3', operation='UPDATE', pgid='pgtrigger_update_update_2be18', table='staffing_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_groupevent" ("basis", "code", "id", "label", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."basis", OLD."code", OLD."id", OLD."label", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='64a7f5a9c05fb514f2ba4eb034573b5bc6be3821', operation='DELETE', pgid='pgtrigger_delete_delete_caf09', table='staffing_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incompatible',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_incompatibleevent" ("active", "basis", "id", "left", "left_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right", "right_kind", "stops", "why") VALUES (NEW."active", NEW."basis", NEW."id", NEW."left", NEW."left_kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."right", NEW."right_kind", NEW."stops", NEW."why"); RETURN NULL;', hash='b31b3d8f753a8f2f173fa9e7c5835dfa3716ed75', operation='INSERT', pgid='pgtrigger_insert_insert_e8f77', table='staffing_incompatible', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incompatible',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_incompatibleevent" ("active", "basis", "id", "left", "left_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right", "right_kind", "stops", "why") VALUES (NEW."active", NEW."basis", NEW."id", NEW."left", NEW."left_kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."right", NEW."right_kind", NEW."stops", NEW."why"); RETURN NULL;', hash='034cdc98fa79ff648b9abcbd0f6e433bda64e99d', operation='UPDATE', pgid='pgtrigger_update_update_c865b', table='staffing_incompatible', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incompatible',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_incompatibleevent" ("active", "basis", "id", "left", "left_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right", "right_kind", "stops", "why") VALUES (OLD."active", OLD."basis", OLD."id", OLD."left", OLD."left_kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."right", OLD."right_kind", OLD."stops", OLD."why"); RETURN NULL;', hash='feff58d62dbcf8b9f9d8187260f9f6ac5d088c3b', operation='DELETE', pgid='pgtrigger_delete_delete_41787', table='staffing_incompatible', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_noticeevent" ("answer", "case_id", "done_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "related", "what", "why") VALUES (NEW."answer", NEW."case_id", NEW."done_on", _pgh_attach_context(), NOW(), \'insert\', NEW."case_id", NEW."related", NEW."what", NEW."why"); RETURN NULL;', hash='76c1aabd68f87c68ded4afb9583a4aa301d5db2b', operation='INSERT', pgid='pgtrigger_insert_insert_1a46c', table='staffing_notice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_noticeevent" ("answer", "case_id", "done_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "related", "what", "why") VALUES (NEW."answer", NEW."case_id", NEW."done_on", _pgh_attach_context(), NOW(), \'update\', NEW."case_id", NEW."related", NEW."what", NEW."why"); RETURN NULL;', hash='fc9927716bc46a6eaa5b76a9e0d62e7a6df28a81', operation='UPDATE', pgid='pgtrigger_update_update_78949', table='staffing_notice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_noticeevent" ("answer", "case_id", "done_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "related", "what", "why") VALUES (OLD."answer", OLD."case_id", OLD."done_on", _pgh_attach_context(), NOW(), \'delete\', OLD."case_id", OLD."related", OLD."what", OLD."why"); RETURN NULL;', hash='02c7184abaf153455bd36d4a12ff8fa8befdf172', operation='DELETE', pgid='pgtrigger_delete_delete_7a04d', table='staffing_notice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountdate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_accountdateevent" ("closed_at", "closes_on", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "why") VALUES (NEW."closed_at", NEW."closes_on", NEW."id", NEW."opens_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id", NEW."why"); RETURN NULL;', hash='facf25b9d6163674bbd2c74d99e0e4a6a09960c7', operation='INSERT', pgid='pgtrigger_insert_insert_42767', table='staffing_accountdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountdate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_accountdateevent" ("closed_at", "closes_on", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "why") VALUES (NEW."closed_at", NEW."closes_on", NEW."id", NEW."opens_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id", NEW."why"); RETURN NULL;', hash='1ceadfd18cddf3340af63155c6d20bf5592a6f67', operation='UPDATE', pgid='pgtrigger_update_update_bf7ec', table='staffing_accountdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountdate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_accountdateevent" ("closed_at", "closes_on", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "why") VALUES (OLD."closed_at", OLD."closes_on", OLD."id", OLD."opens_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."user_id", OLD."why"); RETURN NULL;', hash='9372758a546618ddfe1e8825b6128816da004e43', operation='DELETE', pgid='pgtrigger_delete_delete_dee73', table='staffing_accountdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_delegationevent" ("acting_id", "approved_by_id", "case_id", "deputy_id", "document", "ended_on", "giver_id", "needs_approval", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "since", "until", "width") VALUES (NEW."acting_id", NEW."approved_by_id", NEW."case_id", NEW."deputy_id", NEW."document", NEW."ended_on", NEW."giver_id", NEW."needs_approval", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."case_id", NEW."reason", NEW."seat_id", NEW."since", NEW."until", NEW."width"); RETURN NULL;', hash='13e11d3afa07e47dd54ffbf14639104a6bdb5b4e', operation='INSERT', pgid='pgtrigger_insert_insert_9fcdb', table='staffing_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_delegationevent" ("acting_id", "approved_by_id", "case_id", "deputy_id", "document", "ended_on", "giver_id", "needs_approval", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "since", "until", "width") VALUES (NEW."acting_id", NEW."approved_by_id", NEW."case_id", NEW."deputy_id", NEW."document", NEW."ended_on", NEW."giver_id", NEW."needs_approval", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."case_id", NEW."reason", NEW."seat_id", NEW."since", NEW."until", NEW."width"); RETURN NULL;', hash='99c0f260f461ac8e97ebbba2d03ffef183e2265a', operation='UPDATE', pgid='pgtrigger_update_update_d9b22', table='staffing_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_delegationevent" ("acting_id", "approved_by_id", "case_id", "deputy_id", "document", "ended_on", "giver_id", "needs_approval", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seat_id", "since", "until", "width") VALUES (OLD."acting_id", OLD."approved_by_id", OLD."case_id", OLD."deputy_id", OLD."document", OLD."ended_on", OLD."giver_id", OLD."needs_approval", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."case_id", OLD."reason", OLD."seat_id", OLD."since", OLD."until", OLD."width"); RETURN NULL;', hash='bbec3f7684a5f2a6063b610665835472b3cbca75', operation='DELETE', pgid='pgtrigger_delete_delete_4a7bc', table='staffing_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='descriptionversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_descriptionversionevent" ("case_id", "digest", "duties", "ended_on", "in_force_on", "paper", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous_id", "text", "version") VALUES (NEW."case_id", NEW."digest", NEW."duties", NEW."ended_on", NEW."in_force_on", NEW."paper", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."case_id", NEW."position", NEW."previous_id", NEW."text", NEW."version"); RETURN NULL;', hash='92c61a165ad4b15624f009088f004d133ca25bf2', operation='INSERT', pgid='pgtrigger_insert_insert_c4631', table='staffing_descriptionversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='descriptionversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_descriptionversionevent" ("case_id", "digest", "duties", "ended_on", "in_force_on", "paper", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous_id", "text", "version") VALUES (NEW."case_id", NEW."digest", NEW."duties", NEW."ended_on", NEW."in_force_on", NEW."paper", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."case_id", NEW."position", NEW."previous_id", NEW."text", NEW."version"); RETURN NULL;', hash='f762b663c79bb1d9c4396e0a31cdbef1eb0c1b5d', operation='UPDATE', pgid='pgtrigger_update_update_ffb15', table='staffing_descriptionversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='descriptionversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_descriptionversionevent" ("case_id", "digest", "duties", "ended_on", "in_force_on", "paper", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "previous_id", "text", "version") VALUES (OLD."case_id", OLD."digest", OLD."duties", OLD."ended_on", OLD."in_force_on", OLD."paper", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."case_id", OLD."position", OLD."previous_id", OLD."text", OLD."version"); RETURN NULL;', hash='ccf5d7fa6e651752b77f1cab938584b2698161cb', operation='DELETE', pgid='pgtrigger_delete_delete_fdfc1', table='staffing_descriptionversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_handoverevent" ("absent", "case_id", "kind", "last_day", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "seat_id", "why") VALUES (NEW."absent", NEW."case_id", NEW."kind", NEW."last_day", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."case_id", NEW."receiver_id", NEW."seat_id", NEW."why"); RETURN NULL;', hash='9a2340299c76e5ea82a685f28420565f36a33f27', operation='INSERT', pgid='pgtrigger_insert_insert_2f4d7', table='staffing_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_handoverevent" ("absent", "case_id", "kind", "last_day", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "seat_id", "why") VALUES (NEW."absent", NEW."case_id", NEW."kind", NEW."last_day", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."case_id", NEW."receiver_id", NEW."seat_id", NEW."why"); RETURN NULL;', hash='64893bcefa70908e3605b807ee9701489ba4eeb7', operation='UPDATE', pgid='pgtrigger_update_update_43c94', table='staffing_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handover',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_handoverevent" ("absent", "case_id", "kind", "last_day", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receiver_id", "seat_id", "why") VALUES (OLD."absent", OLD."case_id", OLD."kind", OLD."last_day", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."case_id", OLD."receiver_id", OLD."seat_id", OLD."why"); RETURN NULL;', hash='16bd180831a8c666366a8f972136463cc5ce54b3', operation='DELETE', pgid='pgtrigger_delete_delete_fe18d', table='staffing_handover', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_handoverlineevent" ("fate", "handover_id", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "source", "text", "to_id", "url") VALUES (NEW."fate", NEW."handover_id", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."source", NEW."text", NEW."to_id", NEW."url"); RETURN NULL;', hash='05c07f8f3cb76353c4a321ab1a77da86889c2022', operation='INSERT', pgid='pgtrigger_insert_insert_da591', table='staffing_handoverline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_handoverlineevent" ("fate", "handover_id", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "source", "text", "to_id", "url") VALUES (NEW."fate", NEW."handover_id", NEW."id", NEW."key", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."settled_at", NEW."settled_by_id", NEW."source", NEW."text", NEW."to_id", NEW."url"); RETURN NULL;', hash='b15f541ef4325f099397e64a6b7c3a07a99549fb', operation='UPDATE', pgid='pgtrigger_update_update_b61b7', table='staffing_handoverline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='handoverline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_handoverlineevent" ("fate", "handover_id", "id", "key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settled_at", "settled_by_id", "source", "text", "to_id", "url") VALUES (OLD."fate", OLD."handover_id", OLD."id", OLD."key", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."settled_at", OLD."settled_by_id", OLD."source", OLD."text", OLD."to_id", OLD."url"); RETURN NULL;', hash='8de1d4fd1efbbbe8b55fe5e767d651898bf77507', operation='DELETE', pgid='pgtrigger_delete_delete_84358', table='staffing_handoverline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_membershipevent" ("document", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id", "until", "user_id") VALUES (NEW."document", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."since", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;', hash='e42b9acc74d83de378579a98da15d00115c115ad', operation='INSERT', pgid='pgtrigger_insert_insert_ade8d', table='staffing_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_membershipevent" ("document", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id", "until", "user_id") VALUES (NEW."document", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."since", NEW."unit_id", NEW."until", NEW."user_id"); RETURN NULL;', hash='e3f0b6083910b15dccc6462c0eb06b4642be2c41', operation='UPDATE', pgid='pgtrigger_update_update_6ee8c', table='staffing_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_membershipevent" ("document", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id", "until", "user_id") VALUES (OLD."document", OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."since", OLD."unit_id", OLD."until", OLD."user_id"); RETURN NULL;', hash='574e0af978244dff6967630c77c81e1d8f9f1525', operation='DELETE', pgid='pgtrigger_delete_delete_d38b9', table='staffing_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='separationexception',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_separationexceptionevent" ("approved_at", "approved_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "until", "user_id", "why", "withdrawn_at") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule_id", NEW."until", NEW."user_id", NEW."why", NEW."withdrawn_at"); RETURN NULL;', hash='42974a3ea6adce5301d666d2019797e6ea91699b', operation='INSERT', pgid='pgtrigger_insert_insert_db04b', table='staffing_separationexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='separationexception',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_separationexceptionevent" ("approved_at", "approved_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "until", "user_id", "why", "withdrawn_at") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule_id", NEW."until", NEW."user_id", NEW."why", NEW."withdrawn_at"); RETURN NULL;', hash='1be271906297d4534f8a848c45421f0c15e5007f', operation='UPDATE', pgid='pgtrigger_update_update_99adb', table='staffing_separationexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='separationexception',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_separationexceptionevent" ("approved_at", "approved_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "until", "user_id", "why", "withdrawn_at") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule_id", OLD."until", OLD."user_id", OLD."why", OLD."withdrawn_at"); RETURN NULL;', hash='cbe7f24a2bc0d5deba61f9f589260fa807803294', operation='DELETE', pgid='pgtrigger_delete_delete_9ae21', table='staffing_separationexception', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setup',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_setupevent" ("id", "mail_domain", "mail_form", "personnel_unit_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."mail_domain", NEW."mail_form", NEW."personnel_unit_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='91907ebc742b3297113a542eef1bf1db805731fb', operation='INSERT', pgid='pgtrigger_insert_insert_70126', table='staffing_setup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setup',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_setupevent" ("id", "mail_domain", "mail_form", "personnel_unit_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."mail_domain", NEW."mail_form", NEW."personnel_unit_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d331ab3cc19e19dc29699710ef1b1cc597253196', operation='UPDATE', pgid='pgtrigger_update_update_e84cc', table='staffing_setup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='setup',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_setupevent" ("id", "mail_domain", "mail_form", "personnel_unit_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."mail_domain", OLD."mail_form", OLD."personnel_unit_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='71194ad17574e019b9e05f62e543d90808eb6dcb', operation='DELETE', pgid='pgtrigger_delete_delete_c169c', table='staffing_setup', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standingdeputy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_standingdeputyevent" ("id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "since", "unit_id", "user_id") VALUES (NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."since", NEW."unit_id", NEW."user_id"); RETURN NULL;', hash='134504381f0b5fd441561f75a287e038b7e1428f', operation='INSERT', pgid='pgtrigger_insert_insert_24fa1', table='staffing_standingdeputy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standingdeputy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "staffing_standingdeputyevent" ("id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "since", "unit_id", "user_id") VALUES (NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."since", NEW."unit_id", NEW."user_id"); RETURN NULL;', hash='8e33e92aba09e255bb6a64414c2e0d04cf5f61a3', operation='UPDATE', pgid='pgtrigger_update_update_dba71', table='staffing_standingdeputy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standingdeputy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "staffing_standingdeputyevent" ("id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "since", "unit_id", "user_id") VALUES (OLD."id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."since", OLD."unit_id", OLD."user_id"); RETURN NULL;', hash='a6c9d47cadfc53293dd0993781f451d57834587c', operation='DELETE', pgid='pgtrigger_delete_delete_78adb', table='staffing_standingdeputy', when='AFTER')),
        ),
    ]
