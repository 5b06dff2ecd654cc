from __future__ import annotations

import pytest

from bot.console import locale


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "de_AT.UTF-8@euro"}, "de_AT"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "es_ES.UTF-8"}, "es_ES"),
        ({"LANG": "es_419.UTF-8"}, "es_419"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({"LANG": "xx"}, "en"),
        ({"LANG": "!!"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en_US"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de_DE"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en_GB"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de_CH:en"}, "de_CH"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr_FR:fr"}, "en"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "de", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "../../etc/passwd"}, "en"),
    ],
)
def test_the_language_is_what_the_environment_prefers(environ: dict[str, str], expected: str) -> None:
    assert locale(environ) == expected
