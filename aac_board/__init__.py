"""AAC Board: a speaking aid for people who lose speech and movement."""

__version__ = "0.1.0"
