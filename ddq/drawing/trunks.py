"""Lines to one node brought together into a trunk, and the room that this leaves given back.

It looks at a chart whose arrows point right; one whose arrows point down is looked at turned.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ddq.drawing.geometry import Direction, Point, Rect
from ddq.drawing.placement import Placement, Route

_LANE = 1.4
"""Between two lines side by side, and between a line and a node."""
_HEAD = 2.2
"""For the head of an arrow before its node."""
_SAME = 0.01
_LEAN = 0.3


def straightened(points: Sequence[Point]) -> list[Point]:
    """A line whose stretches lean by less than can be seen, without leaning; a point for each bend and no more."""
    made = [points[0]]
    for x, y in points[1:]:
        before = made[-1]
        point = (before[0] if abs(x - before[0]) < _LEAN else x, before[1] if abs(y - before[1]) < _LEAN else y)
        if len(made) > 1 and (made[-2][0] == before[0] == point[0] or made[-2][1] == before[1] == point[1]):
            made.pop()
        if point != made[-1]:
            made.append(point)
    return made if len(made) > 1 else [points[0], points[-1]]


def gathered(placement: Placement, targets: Sequence[int], direction: Direction) -> Placement:
    """The placement with one trunk for each node that several lines reach from the side, and as narrow as it can be."""
    if direction is Direction.down:
        return _turned(_gathered(_turned(placement), targets))
    return _gathered(placement, targets)


def _gathered(placement: Placement, targets: Sequence[int]) -> Placement:
    routes = list(placement.edges)
    reaching: dict[int, list[int]] = {}
    for number, target in enumerate(targets):
        reaching.setdefault(target, []).append(number)
    for numbers in reaching.values():
        _into_trunk(routes, numbers, placement.rooms)
    return _narrowed(replace(placement, edges=tuple(routes)))


def _into_trunk(routes: list[Route], numbers: Sequence[int], rooms: Sequence[Rect]) -> None:
    """Give as many lines to one node as can be the same last bends: through no node, along no line to another node."""
    bent = [number for number in numbers if _turns_last(routes[number].points)]
    straight = [number for number in numbers if len(routes[number].points) <= 3]
    if not bent or len(bent) + len(straight) < 2:
        return
    end_x = routes[bent[0]].points[-1][0]
    ys = [routes[number].points[-1][1] for number in straight] or [
        sum(routes[number].points[-1][1] for number in bent) / len(bent)
    ]
    lanes = sorted({routes[number].points[-2][0] for number in bent}, reverse=True)
    others = [route.points for number, route in enumerate(routes) if number not in numbers]
    near = [points for points in others if any(lanes[-1] - _SAME <= x <= end_x + _SAME for x, _ in points)]
    least = min(routes[number].points[-3][0] for number in bent)
    rooms = [rect for rect in rooms if rect.x < end_x + _SAME and rect.x + rect.width > min(least, lanes[-1]) - _SAME]
    near += [routes[number].points for number in numbers if number not in bent and number not in straight]
    best: dict[int, tuple[Point, ...]] = {}
    for lane in lanes:
        made = {number: _bent_at(routes[number].points, lane, (end_x, ys[0])) for number in bent}
        fitting = {
            number: points
            for number, points in made.items()
            if _is_ahead(routes[number].points, lane, rooms)
            and not _runs_through(points, rooms)
            and not any(_lies_on(points, other) for other in near)
        }
        if len(fitting) > len(best):
            best = fitting
        if len(best) == len(bent):
            break
    for number, points in best.items():
        routes[number] = replace(routes[number], points=points)


def _turns_last(points: Sequence[Point]) -> bool:
    """Whether a line comes from the left, turns up or down, and goes on to the right to its end."""
    if len(points) < 4:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[-4:]
    return abs(ay - by) < _SAME and abs(bx - cx) < _SAME and abs(cy - dy) < _SAME and ax < bx < dx


def _is_ahead(points: Sequence[Point], lane: float, rooms: Sequence[Rect]) -> bool:
    """Whether a lane lies before a line, beyond its source and the labels beside it: no line turns back."""
    begins = [rect for rect in rooms if _begins(points, rect)]
    return lane > points[-4][0] + _SAME and all(lane > rect.x + rect.width - _SAME for rect in begins)


def _runs_through(points: Sequence[Point], rooms: Sequence[Rect]) -> bool:
    """Whether one of the last three stretches of a line runs through a node or the labels beside one."""
    for (ax, ay), (bx, by) in pairwise(points[-4:]):
        left, right, top, foot = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        for rect in rooms:
            across = min(right, rect.x + rect.width) - max(left, rect.x)
            along = min(foot, rect.y + rect.height) - max(top, rect.y)
            # its own source and target are only touched
            if across > -_SAME and along > -_SAME and max(across, along) > _SAME and not _touched(points, rect):
                return True
    return False


def _touched(points: Sequence[Point], rect: Rect) -> bool:
    """Whether a line begins or ends at a node."""
    ex, ey = points[-1]
    return _begins(points, rect) or (abs(ex - rect.x) < _SAME and rect.y <= ey <= rect.y + rect.height)


def _begins(points: Sequence[Point], rect: Rect) -> bool:
    sx, sy = points[0]
    return rect.x <= sx <= rect.x + rect.width + _SAME and rect.y <= sy <= rect.y + rect.height


def _bent_at(points: tuple[Point, ...], lane: float, end: Point) -> tuple[Point, ...]:
    y = points[-3][1]
    return (*points[:-3], (lane, y), (lane, end[1]), end)


def _lies_on(mine: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether the last three stretches of a line lie along one of another."""
    for (ax, ay), (bx, by) in zip(mine[-4:], mine[-3:], strict=False):
        for (cx, cy), (dx, dy) in pairwise(other):
            if abs(ay - by) < _SAME and abs(cy - dy) < _SAME and abs(ay - cy) < 0.3:
                if min(max(ax, bx), max(cx, dx)) - max(min(ax, bx), min(cx, dx)) > _SAME:
                    return True
            elif (
                abs(ax - bx) < _SAME
                and abs(cx - dx) < _SAME
                and abs(ax - cx) < 0.3
                and min(max(ay, by), max(cy, dy)) - max(min(ay, by), min(cy, dy)) > _SAME
            ):
                return True
    return False


def _narrowed(placement: Placement) -> Placement:
    """Take out width in which there is neither a node nor a line that needs it."""
    solid = sorted((rect.x, rect.x + rect.width) for rect in placement.rooms)
    uprights = {
        round(ax, 3)
        for route in placement.edges
        for (ax, ay), (bx, by) in pairwise(route.points)
        if abs(ax - bx) < _SAME and abs(ay - by) > _SAME
    }
    stops = sorted({round(x, 3) for span in solid for x in span} | uprights)
    starts = {round(span[0], 3) for span in solid}
    new = [stops[0]]
    for left, right in pairwise(stops):
        length = right - left
        if not any(start < right - _SAME and end > left + _SAME for start, end in solid):
            length = min(length, _HEAD if right in starts else _LANE)
        new.append(new[-1] + length)

    def at(x: float) -> float:
        number = bisect_left(stops, round(x, 3))
        if number < len(stops) and abs(stops[number] - x) < _SAME:
            return new[number]
        number = max(1, min(number, len(stops) - 1))
        part = (x - stops[number - 1]) / ((stops[number] - stops[number - 1]) or 1.0)
        return new[number - 1] + part * (new[number] - new[number - 1])

    def moved(rect: Rect) -> Rect:
        return replace(rect, x=at(rect.x), width=at(rect.x + rect.width) - at(rect.x))

    routes = tuple(
        Route(
            tuple((at(x), y) for x, y in route.points),
            None if route.label is None else (at(route.label[0]), route.label[1]),
        )
        for route in placement.edges
    )
    return replace(
        placement,
        width=at(placement.width),
        nodes=tuple(moved(rect) for rect in placement.nodes),
        rooms=tuple(moved(rect) for rect in placement.rooms),
        edges=routes,
        frames={name: moved(rect) for name, rect in placement.frames.items()},
    )


def _turned(placement: Placement) -> Placement:
    """The same with x and y exchanged."""

    def rect(one: Rect) -> Rect:
        return Rect(one.y, one.x, one.height, one.width)

    routes = tuple(
        Route(tuple((y, x) for x, y in route.points), None if route.label is None else (route.label[1], route.label[0]))
        for route in placement.edges
    )
    return Placement(
        placement.height,
        placement.width,
        tuple(map(rect, placement.nodes)),
        tuple(map(rect, placement.rooms)),
        routes,
        {name: rect(one) for name, one in placement.frames.items()},
    )
