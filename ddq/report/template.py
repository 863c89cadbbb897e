"""Report templates: a folder with `manifest.yaml`, `report.html.j2` with its partials, `style.css`, and translations.

A template sees the view model and the charts, and nothing else. It is filled in a sandbox; what it could still do by
long loops is for the limits of the process that fills it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ddq.report import charts
from ddq.report.drawn import drawing_of
from ddq.report.job import AnyView
from ddq.report.language import ENGLISH, language, telling
from ddq.report.printed import begun
from ddq.report.template_cache import TemplateCache
from ddq.report.translations import Untranslatable, translations
from ddq.report.typeset import plain, typeset
from ddq.report.view.several import ComparisonView, PortfolioView
from ddq.workspace.surroundings import cache_folder

MARKUP_FILTERS = ("safe", "xmlattr", "urlize", "tojson", "striptags")
"""Filters that make markup out of text; a template has no use for them."""
HEAVY_FILTERS = ("center", "indent", "pprint", "wordwrap", "format", "random", "filesizeformat")
"""Filters that blow text up, or whose result is not the same twice."""
_ABSENT = re.compile(r"'ddq[\w.]*\.(\w+) object' has no attribute")
"""How Jinja says that the view model does not have a name."""
LARGEST_PRODUCT = 1_000_000


class TemplateFault(Exception):
    """A report template that cannot be filled, in one sentence with its place."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template."""

    html: str
    css: str


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with the arithmetic that can eat the machine refused also while constants are folded."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Products of numbers up to a limit, remainders of numbers; no power, no repeated or formatted text."""
        if not isinstance(left, int | float) or not isinstance(right, int | float) or operator == "**":
            raise SecurityError(f"the operator {operator} is for numbers only, and there is no power")
        if operator == "*" and abs(left) * abs(right) > LARGEST_PRODUCT:
            raise SecurityError(f"a product over {LARGEST_PRODUCT} is not needed in a report")
        return super().call_binop(context, operator, left, right)


def _print(value: object) -> object:
    """What stands between braces: markup of ours as it is, text typeset, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return typeset(value) if isinstance(value, str) else value


@lru_cache(maxsize=16)
def environment(folder: Path, tag: str = ENGLISH) -> ImmutableSandboxedEnvironment:
    """The Jinja environment of one template folder, in a language that it is translated into, or else in its own."""
    made = _Environment(
        extensions=["jinja2.ext.i18n"],
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_print,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=TemplateCache(cache_folder() / "templates", Path(__file__).read_bytes()),
    )
    known = cast(dict[str, object], made.globals)
    for name in ("lipsum", "cycler", "joiner", "range", "dict"):
        known.pop(name, None)
    for name in (*MARKUP_FILTERS, *HEAVY_FILTERS):
        made.filters.pop(name, None)
    made.filters.update(plain=plain, begun=begun, original=partial(_original, tag))
    made.policies["ext.i18n.trimmed"] = True
    # so that the extension gives the values to what is called here, which typesets them
    vars(made)["newstyle_gettext"] = True
    texts = translations(folder, tag)
    known.update(
        _=texts.gettext,
        gettext=texts.gettext,
        ngettext=texts.ngettext,
        language=tag,
        interval_scale=charts.interval_scale,
        attribution_bar=charts.attribution_bar,
        swatch=charts.swatch,
        interval_bar=charts.interval_bar,
        trust_range=charts.trust_range,
        drawing_of=drawing_of,
    )
    return made


def strangers(folder: Path) -> Iterator[str]:
    """The files of a template that are links out of its folder, a sentence each: it prints its own files only."""
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
            yield f"{file}: T008 is a link to a file outside the template; put the file itself there"


def _original(tag: str, text: str | None) -> Markup:
    """Text of the registers, which is in English whatever the report is told in."""
    found = typeset(text or "")
    return Markup('<span lang="en">{}</span>').format(found) if found and tag != ENGLISH else found


def fill(folder: Path, view: AnyView) -> Filled:
    """The template's HTML for a view, and its style.

    Raises:
        TemplateFault: where the template cannot be read, is not Jinja, has files of others, or asks for what the view
            does not have.
    """
    for file in strangers(folder):
        raise TemplateFault(file)
    try:
        with telling(language(view.language)):
            html = environment(folder, view.language).get_template("report.html.j2").render({_name(view): view})
        css = (folder / "style.css").read_text(encoding="utf-8")
    except TemplateSyntaxError as error:
        place = f"{folder / (error.name or 'report.html.j2')}:{error.lineno}"
        raise TemplateFault(f"{place}: T001 {error.message}") from error
    except SecurityError as error:
        raise TemplateFault(f"{_place(folder, error)}: T002 the template may not do this: {error}") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        said = _ABSENT.sub(r"\1 has no", str(error))
        if isinstance(error, TemplateNotFound):
            said = f"there is no {error.name} in its folder"
        raise TemplateFault(f"{_place(folder, error)}: T003 the template cannot be filled: {said}") from error
    except Untranslatable as error:
        raise TemplateFault(str(error)) from error
    except OSError as error:
        raise TemplateFault(f"{error.filename}: T004 the template cannot be read: {error.strerror}") from error
    return Filled(html, css)


def _name(view: AnyView) -> str:
    """The name under which a template sees its view."""
    if isinstance(view, ComparisonView):
        return "comparison"
    return "portfolio" if isinstance(view, PortfolioView) else "report"


def _place(folder: Path, error: BaseException) -> str:
    """The line of the template at which an error arose; Jinja rewrites tracebacks to show it."""
    place, trace = str(folder / "report.html.j2"), error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(str(folder)):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
