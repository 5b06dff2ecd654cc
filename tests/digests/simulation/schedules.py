"""Schedules of simulated worlds: “period+phase”, in seconds."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When all worlds begin."""
NEVER = EPOCH + timedelta(days=3650)


def next_run(schedule: str, _: str, after: datetime) -> datetime:
    """The first time of a schedule after an instant."""
    period, phase = map(int, schedule.split("+"))
    passed = (after - EPOCH).total_seconds() - phase
    return EPOCH + timedelta(seconds=phase + (passed // period + 1) * period)
