"""The page that lists the library for professionals."""

from datetime import date

from content.library import Library, library
from content.library.page import FILE, page
from content.library.piece import Review


def test_the_page_in_the_papers_is_the_one_that_the_shelf_gives():
    assert FILE.read_text("utf-8") == page(library())


def test_the_page_says_of_every_text_whether_a_professional_has_read_it():
    texts = dict(library().pieces["anger"])
    read = Review(by="Somebody", calling="clinical psychologist", on=date(2026, 3, 2))
    front = texts["en"].front.model_copy(update={"reviewed": read})
    texts["en"] = texts["en"].model_copy(update={"front": front})

    shown = page(Library({"anger": texts}, library().sources))

    assert "Somebody, clinical psychologist, 2026-03-02; not yet" in shown
    assert "1 of 2 texts have not been\nread by a clinician" in shown
