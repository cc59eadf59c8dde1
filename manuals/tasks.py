"""What is done while nobody waits for an answer: reading and writing an archive that came through the screen."""

from django_tasks import task

from manuals.actions import import_runs
from manuals.models import ManualImport


@task()
def try_import(run_id: int) -> None:
    import_runs.try_import(ManualImport.objects.select_related("by", "organisation", "manual").get(pk=run_id))


@task()
def finish_import(run_id: int) -> None:
    import_runs.finish_import(ManualImport.objects.select_related("by", "organisation", "manual").get(pk=run_id))
