"""What is done while nobody waits for an answer: going through a file that was brought in through the screen."""

from django_tasks import task

from directory.actions import import_runs
from directory.models import ImportRun


@task()
def try_import(run_id: int) -> None:
    import_runs.try_import(ImportRun.objects.select_related("by").get(pk=run_id))


@task()
def finish_import(run_id: int) -> None:
    import_runs.finish_import(ImportRun.objects.select_related("by").get(pk=run_id))
