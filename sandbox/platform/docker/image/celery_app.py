"""The platform's Celery worker: the names of its tasks are the platform's, the work itself is only time."""
import os
import time

import psycopg2
from celery import Celery

app = Celery("bigshot", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"])
app.conf.update(
    task_serializer="json",
    result_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    worker_send_task_events=True,
    broker_connection_retry_on_startup=True,
    result_expires=3600,
)

SECONDS = 2.5


def note(job_id, status, progress):
    with psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=3) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE jobs SET status = %s, progress = %s WHERE id = %s", (status, progress, job_id))


def work(job_id):
    note(job_id, "running", 10)
    time.sleep(SECONDS)
    note(job_id, "completed", 100)


@app.task(name="enumerate_domains")
def enumerate_domains(job_id, domain):
    work(job_id)


@app.task(name="enumerate_single_domain")
def enumerate_single_domain(job_id, domain):
    work(job_id)


@app.task(name="cancel_enumeration")
def cancel_enumeration(job_id):
    note(job_id, "cancelled", 100)


def housekeeping(*arguments, **options):
    # `seconds` is for whoever wants to see a long task.
    time.sleep(float(options.get("seconds", 0.1)))


for name in (
    "normalize_domains",
    "deduplicate_domains",
    "cleanup_old_domains",
    "send_job_notification",
    "send_webhook_notification",
    "broadcast_job_update",
    "cleanup_old_notifications",
):
    app.task(name=name)(housekeeping)
