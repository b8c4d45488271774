"""The site does not serve with a secret that stands in its source."""

import pytest

from config.apps import NOT_OURS, own_secrets


@pytest.mark.parametrize("name", NOT_OURS)
def test_each_secret_of_the_source_is_an_error(settings, name):
    for other in NOT_OURS:
        setattr(settings, other, "a" * 64)
    assert own_secrets(None) == []
    setattr(settings, name, NOT_OURS[name] + "0" * 50)
    assert [fault.id for fault in own_secrets(None)] == [f"config.{name}"]
