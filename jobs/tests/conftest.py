import pytest

from jobs.testing.counting import CountingEngine
from translation.engines import ENGINES


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine `counting` was asked, which is there while the test runs."""
    monkeypatch.setitem(ENGINES, "counting", CountingEngine)
    CountingEngine.asked.clear()
    return CountingEngine.asked
