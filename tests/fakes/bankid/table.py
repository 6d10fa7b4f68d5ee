"""A table of alterations, filled by decorators."""


class Row:
    def __init__(self, change, keep):
        self.change = change
        self.keep = keep
        self.what = ' '.join(change.__doc__.split())


class Table:
    def __init__(self):
        self.rows = {}

    def add(self, change, keep):
        name = change.__name__.strip('_').replace('_', '-')
        assert name not in self.rows, name
        self.rows[name] = Row(change, keep)
        return change

    def refuse(self, change):
        """Decorates an alteration that a reader must refuse."""
        return self.add(change, False)

    def keep(self, change):
        """Decorates an alteration that a reader must take."""
        return self.add(change, True)
