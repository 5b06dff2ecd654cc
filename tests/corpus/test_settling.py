"""When a case whose files change is read, by a clock that the test sets."""

from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.settling import QuietPeriod, UnsettledCases

PERIOD = QuietPeriod(quiet=1.0, longest=5.0)


def test_a_case_is_read_once_when_it_has_been_quiet() -> None:
    cases = UnsettledCases(PERIOD)
    assert cases.seconds_left(0.0) is None
    cases.touch(["stone"], 10.0)
    cases.touch(["stone"], 10.75)
    assert cases.take_settled(11.5) == frozenset()
    assert cases.seconds_left(11.5) == 0.25
    assert cases.take_settled(11.75) == {"stone"}
    assert cases.take_settled(20.0) == frozenset()
    assert cases.seconds_left(20.0) is None


def test_a_case_that_is_touched_for_ever_is_read_all_the_same() -> None:
    cases = UnsettledCases(PERIOD)
    read = []
    for tenth in range(121):
        cases.touch(["stone"], tenth / 10)
        read += [tenth / 10 for _ in cases.take_settled(tenth / 10)]
    assert read == [5.0, 10.1]


def test_the_noise_of_one_case_does_not_delay_another() -> None:
    cases = UnsettledCases(PERIOD)
    cases.touch(["quiet", "noisy"], 0.0)
    cases.touch(["noisy"], 0.9)
    assert cases.seconds_left(0.9) == 0.09999999999999998
    assert cases.take_settled(1.0) == {"quiet"}
    assert cases.seconds_left(10.0) == 0.0
    assert cases.take_settled(1.9) == {"noisy"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=40))
def test_each_touched_case_is_read_after_its_last_touch_and_within_the_longest_time(
    touches: list[tuple[str, float]],
) -> None:
    cases, now = UnsettledCases(PERIOD), 0.0
    waiting: dict[str, float] = {}
    for case, after in touches:
        then = now + after
        # Whoever waits wakes when something is due.
        while (left := cases.seconds_left(now)) is not None and now + left <= then:
            now += left
            for settled in cases.take_settled(now):
                assert now <= waiting.pop(settled) + PERIOD.longest + 1e-9
        now = then
        cases.touch([case], now)
        waiting.setdefault(case, now)
    assert cases.take_settled(now + PERIOD.longest) == waiting.keys()
