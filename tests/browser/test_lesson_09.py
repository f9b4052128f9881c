"""Lesson 09 in a browser. It has no panel."""

from every_notebook import EveryNotebook


class TestNotebook(EveryNotebook):
    pass
