"""The notebook 06b in a browser; its panel is that of lesson 06."""

from every_notebook import EveryNotebook


class TestNotebook(EveryNotebook):
    pass
