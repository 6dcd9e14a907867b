"""What `status` is compared with: a FastAPI application that keeps its jobs in a dict under a lock."""

from threading import Lock
from typing import Any

from fastapi import FastAPI

JOBS: dict[str, dict[str, Any]] = {
    "1": {
        "status": "started",
        "progress": 0,
        "file_path": "jobs/0340f5da-7265-476c-881a-14f0cfe161c8/source.pdf",
        "source_language": "en",
        "target_language": "pt",
        "created_at": "2026-01-01T00:00:00.000000Z",
        "output_file": None,
        "error": None,
        "processing_type": "advanced",
        "format_preservation": True,
    }
}
LOCK = Lock()

app = FastAPI()


@app.get("/status/{job_id}")
def status(job_id: str) -> dict[str, Any]:
    """Runs in a thread of its own, which is what the lock is for."""
    with LOCK:
        return JOBS[job_id]


@app.get("/async/{job_id}")
async def status_in_the_loop(job_id: str) -> dict[str, Any]:
    with LOCK:
        return JOBS[job_id]
