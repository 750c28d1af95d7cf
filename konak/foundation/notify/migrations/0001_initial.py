import datetime
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('channel', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='yol')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='başlangıç')),
                ('probe_at', models.DateTimeField(verbose_name='sıradaki yoklama')),
                ('probes', models.PositiveIntegerField(default=0, verbose_name='yoklama')),
                ('problem', models.CharField(max_length=500, verbose_name='sorun')),
            ],
            options={
                'verbose_name': 'kesinti',
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, verbose_name='yol')),
                ('form', models.CharField(choices=[('single', 'tek bildirim'), ('summary', 'toplu bildirim'), ('digest', 'özet')], max_length=10, verbose_name='biçim')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True, verbose_name='anahtar')),
                ('state', models.CharField(choices=[('ready', 'Sırada'), ('sending', 'Gönderiliyor'), ('sent', 'Gönderildi'), ('failed', 'Gönderilemedi'), ('dropped', 'Gerek kalmadı')], default='ready', max_length=10, verbose_name='durum')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='hazırlandı')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sıradaki deneme')),
                ('leased_until', models.DateTimeField(null=True, verbose_name='işlemde')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='ilk deneme')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='deneme')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='bitiş')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='karşı tarafın numarası')),
                ('problem', models.CharField(blank=True, max_length=500, verbose_name='sorun')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kime')),
            ],
            options={
                'verbose_name': 'gönderi',
                'verbose_name_plural': 'gönderiler',
                'indexes': [models.Index(condition=models.Q(('state__in', ['ready', 'sending'])), fields=['channel', 'due_at', 'id'], name='envelope_waiting'), models.Index(fields=['recipient', 'channel', 'made_at'], name='envelope_of_person'), models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='envelope_failed'), models.Index(fields=['finished_at'], name='envelope_finished')],
            },
        ),
        migrations.CreateModel(
            name='Habits',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='habits', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0), null=True, verbose_name='sessizlik başı')),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0), null=True, verbose_name='sessizlik sonu')),
                ('quiet_days_off', models.BooleanField(default=True, verbose_name='tatilde sessiz')),
                ('urgent_passes', models.BooleanField(default=False, verbose_name='ivedi geçer')),
                ('digest_hour', models.PositiveSmallIntegerField(default=9, verbose_name='özet saati')),
                ('digest_weekday', models.PositiveSmallIntegerField(default=0, verbose_name='haftalık özet günü')),
            ],
            options={
                'verbose_name': 'bildirim saatleri',
                'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23), ('digest_weekday__lte', 6)), name='digest_hour_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=60, verbose_name='konu')),
                ('title', models.CharField(db_collation='tr-x-icu', max_length=250, verbose_name='başlık')),
                ('body', models.CharField(blank=True, db_collation='tr-x-icu', max_length=1000, verbose_name='metin')),
                ('url', models.CharField(blank=True, max_length=300, verbose_name='adres')),
                ('subject_kind', models.CharField(blank=True, max_length=60, verbose_name='ne hakkında')),
                ('subject_number', models.CharField(blank=True, max_length=64, verbose_name='sayı')),
                ('secrecy', models.PositiveSmallIntegerField(choices=[(0, 'Yok'), (1, 'Hizmete özel'), (2, 'Özel'), (3, 'Gizli'), (4, 'Çok gizli')], default=0, verbose_name='gizlilik')),
                ('dedupe', models.CharField(blank=True, max_length=160, verbose_name='bir kez')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='zaman')),
                ('read_at', models.DateTimeField(null=True, verbose_name='okundu')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yapan')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kime')),
            ],
            options={
                'verbose_name': 'bildirim',
                'verbose_name_plural': 'bildirimler',
                'indexes': [models.Index(fields=['recipient', '-id'], name='notification_of_person'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient', '-id'], name='notification_unread'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient', 'subject_kind', 'subject_number'], name='notification_unread_about'), models.Index(condition=models.Q(('read_at__isnull', False)), fields=['read_at'], name='notification_read')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dedupe', ''), _negated=True), fields=('recipient', 'dedupe'), name='told_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, verbose_name='yol')),
                ('pace', models.CharField(choices=[('now', 'Hemen'), ('daily', 'Günlük özet'), ('weekly', 'Haftalık özet'), ('off', 'Gönderme')], max_length=10, verbose_name='hız')),
                ('due_at', models.DateTimeField(verbose_name='zamanı')),
                ('withheld', models.CharField(blank=True, choices=[('read', "Konak'ta okundu"), ('unseen', 'kişi artık göremiyor'), ('unwanted', 'kişi kapattı'), ('nowhere', 'adresi yok')], max_length=10, verbose_name='gönderilmedi')),
                ('envelope', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notify.envelope')),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notify.notification')),
            ],
            options={
                'verbose_name': 'gönderim',
                'indexes': [models.Index(condition=models.Q(('envelope', None), ('withheld', '')), fields=['due_at', 'id'], name='delivery_waiting')],
                'constraints': [models.UniqueConstraint(fields=('notification', 'channel'), name='delivered_once_a_channel')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=60, verbose_name='konu')),
                ('channel', models.CharField(max_length=20, verbose_name='yol')),
                ('pace', models.CharField(choices=[('now', 'Hemen'), ('daily', 'Günlük özet'), ('weekly', 'Haftalık özet'), ('off', 'Gönderme')], max_length=10, verbose_name='hız')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kişi')),
            ],
            options={
                'verbose_name': 'bildirim tercihi',
                'constraints': [models.UniqueConstraint(fields=('person', 'topic', 'channel'), name='preference_once'), models.CheckConstraint(condition=models.Q(('pace__in', ['now', 'daily', 'weekly', 'off'])), name='preference_pace_known')],
            },
        ),
    ]
