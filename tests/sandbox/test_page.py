"""The page: served whole, from this machine alone, and safe with whatever a bot writes."""

import re

import pytest

from sandbox.page import FILES


@pytest.fixture
def fetch(http):
    """Fetch a path and return its content type and text."""

    async def fetch(path):
        async with http.get(path) as response:
            assert response.status == 200
            return response.content_type, await response.text()

    return fetch


@pytest.mark.parametrize(("path", "kind"), [(path, kind) for path, (_, kind) in FILES.items()])
async def test_every_file_of_the_page_is_served(fetch, path, kind):
    assert (await fetch(path))[0] == kind


async def test_the_page_says_that_nothing_is_real(fetch):
    assert "Synthetic people. Nothing here is real." in (await fetch("/"))[1]


async def test_every_file_the_page_asks_for_is_there(fetch):
    texts = [(await fetch(path))[1] for path in FILES]
    asked = {path for text in texts for path in re.findall(r'(?:href|src|from)[= ]"(/[^"]*)"', text)}

    assert asked == set(FILES) - {"/"}


async def test_nothing_is_fetched_from_elsewhere(fetch):
    texts = [(await fetch(path))[1] for path in FILES]

    assert not [
        found for text in texts for found in re.findall(r'(?:href|src|from|url)[=(: ]+"?https?://', text)
    ]


async def test_text_never_becomes_markup(fetch):
    scripts = [(await fetch(path))[1] for path in FILES if path.endswith(".js")]

    assert not [
        word
        for text in scripts
        for word in ("innerHTML", "insertAdjacentHTML", "document.write")
        if word in text
    ]


async def test_every_field_and_group_has_a_label(fetch):
    text = (await fetch("/"))[1]

    assert all(f'for="{name}"' in text for name in re.findall(r'<input id="([^"]+)"', text))
    assert all(
        "aria-label=" in tag for tag in re.findall(r"<(?:nav|main|ol|[^>]*role=\"group\")[^>]*>", text)
    )
