import pytest

from jobs.testing.counting import CountingEngine
from translation.engines import ENGINES


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that the engine `counting` was asked for. The engine exists while the test runs."""
    monkeypatch.setitem(ENGINES, "counting", CountingEngine)
    CountingEngine.asked.clear()
    return CountingEngine.asked
