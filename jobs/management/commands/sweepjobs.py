from typing import Any

from django.core.management.base import BaseCommand

from jobs.worker.sweeping import sweep


class Command(BaseCommand):
    help = "Restart jobs whose worker or message was lost. The cluster does this every ten seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweep()
        self.stdout.write(
            f"{swept.woken} jobs woken, {swept.failed} failed after their last attempt, "
            f"{swept.messages_deleted} messages deleted."
        )
