"""Fetching a job costs the same however many wait: see docs/decisions/0008-fetching-jobs.md.

The function is procrastinate's own (`procrastinate_fetch_job_v2` of 3.9), asked in a form that indexes answer. What it
picks is the same job; `tests/test_fetching.py` compares the two, and notices when the library's function changes.
"""

from django.db import migrations

INDEXES = """
CREATE INDEX konak_jobs_untimed ON procrastinate_jobs (priority DESC, id)
    WHERE status = 'todo' AND scheduled_at IS NULL;
CREATE INDEX konak_jobs_timed ON procrastinate_jobs (scheduled_at)
    WHERE status = 'todo' AND scheduled_at IS NOT NULL;
CREATE INDEX konak_jobs_locked ON procrastinate_jobs (lock, priority DESC, id)
    WHERE status = 'todo' AND lock IS NOT NULL;
"""

FIRST = """
CREATE FUNCTION konak_job_is_first_of_its_lock(job bigint, its_lock text) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT NOT EXISTS (SELECT FROM procrastinate_jobs WHERE lock = its_lock AND status = 'doing')
    AND job = (
        SELECT id FROM procrastinate_jobs
        WHERE lock = its_lock AND status = 'todo' AND lock IS NOT NULL
        ORDER BY priority DESC, id LIMIT 1
    );
$$;
"""

FETCH = """
CREATE OR REPLACE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[],
    p_worker_id bigint
)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
AS $$
DECLARE
    untimed procrastinate_jobs;
    timed procrastinate_jobs;
    found_jobs procrastinate_jobs;
BEGIN
    SELECT jobs.* INTO untimed FROM procrastinate_jobs AS jobs
    WHERE jobs.status = 'todo' AND jobs.scheduled_at IS NULL
    AND (target_queue_names IS NULL OR jobs.queue_name = ANY (target_queue_names))
    AND (jobs.lock IS NULL OR konak_job_is_first_of_its_lock(jobs.id, jobs.lock))
    ORDER BY jobs.priority DESC, jobs.id LIMIT 1
    FOR UPDATE SKIP LOCKED;

    SELECT jobs.* INTO timed FROM procrastinate_jobs AS jobs
    WHERE jobs.status = 'todo' AND jobs.scheduled_at <= now()
    AND (target_queue_names IS NULL OR jobs.queue_name = ANY (target_queue_names))
    AND (jobs.lock IS NULL OR konak_job_is_first_of_its_lock(jobs.id, jobs.lock))
    ORDER BY jobs.priority DESC, jobs.id LIMIT 1
    FOR UPDATE SKIP LOCKED;

    UPDATE procrastinate_jobs
    SET status = 'doing', worker_id = p_worker_id
    WHERE id = CASE
        WHEN timed.id IS NULL THEN untimed.id
        WHEN untimed.id IS NULL THEN timed.id
        WHEN (-timed.priority, timed.id) < (-untimed.priority, untimed.id) THEN timed.id
        ELSE untimed.id
    END
    RETURNING procrastinate_jobs.* INTO found_jobs;

    RETURN found_jobs;
END;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(INDEXES), migrations.RunSQL(FIRST), migrations.RunSQL(FETCH)]
