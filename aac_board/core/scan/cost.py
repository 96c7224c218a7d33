"""What scanning costs: steps to reach a cell, and the order that makes a board cheap.

A step is one item lit, so in row-column scanning a cell costs its row plus its place in the row, both counted
from 1: the measure of the literature (steps per character, MacKenzie 2012). Placing what is used most where it
costs least minimises the mean (Foulds 1975).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aac_board.core.scan.order import Node
from aac_board.core.settings import ScanSettings


def steps(tree: Node) -> dict[int, int]:
    """Return how many items light until each cell can be taken, for a person who never misses."""
    costs: dict[int, int] = {}
    for place, child in enumerate(tree.children, start=1):
        if child.is_cell:
            costs[child.cells[0]] = place
        else:
            costs.update({cell: place + cost for cell, cost in steps(child).items()})
    return costs


def seconds(tree: Node, settings: ScanSettings) -> dict[int, float]:
    """Return the seconds until each cell lights, first-item delays included."""
    step, delay = settings.step_ms / 1000, settings.first_item_delay_ms / 1000
    costs: dict[int, float] = {}
    for place, child in enumerate(tree.children):
        before = place * step + (delay if place else 0)
        if child.is_cell:
            costs[child.cells[0]] = before
        else:
            costs.update({cell: before + cost for cell, cost in seconds(child, settings).items()})
    return costs


def mean_steps(costs: Mapping[int, int], weights: Mapping[int, float]) -> float:
    """Return the mean steps of a pick, where each cell is picked as often as its weight says."""
    total = sum(weights.values())
    return sum(costs[cell] * weight for cell, weight in weights.items()) / total


def arrange(items: Mapping[str, float], places: Mapping[int, int]) -> dict[str, int]:
    """Give each item a place so that the mean cost is smallest: the more frequent, the cheaper.

    `items` maps a name to its frequency, `places` a cell number to its cost; there are at least as many places
    as items. Ties go to the name and to the cell that comes first, so the result is always the same.
    """
    by_frequency = sorted(items, key=lambda name: (-items[name], name))
    by_cost: Sequence[int] = sorted(places, key=lambda cell: (places[cell], cell))
    return dict(zip(by_frequency, by_cost, strict=False))
