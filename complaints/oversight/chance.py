"""How surprising a number of complaints is, given how many came before. Pure.

**The question.** Of one slice (a unit, a place, a category) `count` complaints came in a window of `window` days, and
`before` in the `past` days before it. Had they come at the same rate all along, how often would chance alone put
so many of them, or more, into the window?

**The formula.** Two Poisson counts with one rate: given their sum, the later one is binomial with the window's
share of the days. The answer is its upper tail,

    P(X >= count),  X ~ Binomial(count + before, window / (window + past)).

Source: J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from Poisson series",
Biometrika 31 (1940), 313-323. Against a plain Poisson tail around the past rate it has the advantage that the past
is taken for what it is, a count that is itself subject to chance; it is exact, and never too quick to say "unusual".

**False alarms.** With `SIGNAL` = 1/200 at most one slice in 200 in which nothing changed is marked. Where 400 are
looked at, about two marks are therefore to be expected from chance alone (`false_alarms`): a bound, because counts
are whole numbers and several slices hold the same case.

**What it does not say.** Nothing about whether a complaint is true, nor why more came: a new office, a visit or a
broadcast raises numbers as well. Complaints of one event come together, so that they are not independent; a
collective complaint counts once. Reading starts with the cases themselves.
"""

from math import exp, lgamma, log, log1p

SIGNAL = 1 / 200


def expected(*, before: int, window: int, past: int) -> float:
    """How many the window would hold at the rate of the time before it."""
    return before * window / past


def tail(*, count: int, before: int, window: int, past: int) -> float:
    """The chance of so many in the window, or more, if nothing had changed. From 0 to 1; 1 where there is none."""
    if count <= 0:
        return 1.0
    number, share = count + before, window / (window + past)
    term = exp(
        lgamma(number + 1)
        - lgamma(count + 1)
        - lgamma(before + 1)
        + count * log(share)
        + before * log1p(-share)
    )
    whole, odds = 0.0, share / (1 - share)
    for more in range(count, number + 1):
        whole += term
        term *= (number - more) / (more + 1) * odds
        if term < whole * 1e-16 and more > number * share:
            break
    return min(whole, 1.0)


def false_alarms(compared: int) -> float:
    """How many of so many slices are marked by chance alone, at most, where nothing changed anywhere."""
    return compared * SIGNAL
