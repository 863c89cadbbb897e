"""Every action that has keys, wherever it is: what a keymap may name. Loading them all costs more than a start may."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import ddq.tui
from ddq.tui.keymap import Bound


def nodes() -> Iterator[type[DOMNode]]:
    """Every screen and widget of ours, and the app."""
    for module in pkgutil.walk_packages(ddq.tui.__path__, "ddq.tui."):
        if module.name.startswith("ddq.tui.plain."):
            continue
        found = import_module(module.name)
        for _, value in inspect.getmembers(found, inspect.isclass):
            if issubclass(value, DOMNode) and value.__module__ == module.name:
                yield value


def own_bindings(node: type[DOMNode]) -> list[Binding]:
    """The keys that a class adds to those that it inherits."""
    return [binding for binding in vars(node).get("BINDINGS", []) if isinstance(binding, Binding)]


def every_key() -> Iterator[Bound]:
    """All actions, each once."""
    for node in nodes():
        for binding in own_bindings(node):
            if binding.id is not None:
                yield Bound(
                    binding.id,
                    tuple(binding.key.split(",")),
                    node,
                    issubclass(node, Screen | App),
                    issubclass(node, App),
                    binding.priority,
                )
