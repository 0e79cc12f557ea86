"""Ten thousand pages: the documentation of Python's standard library, a page each name, and the topics of `help()`."""

import importlib
import inspect
import pkgutil
import sys
import warnings
from collections.abc import Iterator
from pydoc_data import topics
from types import ModuleType

MANY = 10_000

LEFT_OUT = {"antigravity", "idlelib", "lib2to3", "test", "this", "tkinter", "turtle", "turtledemo", "pydoc_data"}
"""What opens windows or browsers, and what tests Python itself."""


def pages() -> dict[str, str]:
    """Return the text of each page by its title, a dotted name.

    Topics first, modules, what is in them, and methods; those whose names begin with `_` as far as there is room.
    """
    found = {name: text.strip() for name, text in sorted(topics.topics.items())}
    by_depth: list[dict[str, str]] = [{}, {}, {}, {}]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in sorted(sys.stdlib_module_names - LEFT_OUT):
            for module in _modules(name):
                for depth, title, text in _documented(module):
                    by_depth[depth].setdefault(title, text)
    for texts in by_depth:
        for title, text in sorted(texts.items()):
            found.setdefault(title, text)
    return dict(list(found.items())[:MANY])


def _modules(name: str) -> Iterator[ModuleType]:
    module = _imported(name)
    if module is None:
        return
    yield module
    for one in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if not one.name.startswith("_") and one.name != "test":
            yield from _modules(f"{name}.{one.name}")


def _imported(name: str) -> ModuleType | None:
    if name.rpartition(".")[2].startswith("_"):
        return None
    try:
        return importlib.import_module(name)
    except ImportError:
        return None  # of another system, or not installed


def _documented(module: ModuleType) -> Iterator[tuple[int, str, str]]:
    """Yield depth, dotted name and documentation of a module, of what it has, and of the methods of its classes."""
    if text := inspect.getdoc(module):
        yield 0, module.__name__, text
    top = module.__name__.partition(".")[0]
    offered = set(getattr(module, "__all__", ()))
    for name, one in sorted(vars(module).items()):
        home = str(getattr(one, "__module__", "") or "").lstrip("_").partition(".")[0]
        if name.startswith("_") or isinstance(one, ModuleType) or not (name in offered or home in {top, ""}):
            continue
        title = f"{module.__name__}.{name}"
        if callable(one) and (text := _own(one)):
            yield 1, title, text
        if inspect.isclass(one):
            for method, value in sorted(vars(one).items()):
                if text := _own(value):
                    yield 3 if method.startswith("_") else 2, f"{title}.{method}", text


def _own(one: object) -> str:
    text = getattr(one, "__doc__", None)
    return inspect.cleandoc(text) if isinstance(text, str) else ""
