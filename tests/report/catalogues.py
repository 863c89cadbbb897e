"""The sentences of reports; `python -m tests.report.catalogues` brings their translations up to date.

It reads every call of `say`, `tell` and their like, adds what is new, untranslated, and takes out what is gone.
"""

import ast
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ddq.report.language import LANGUAGES, languages
from ddq.report.manifest import read_manifest, templates
from ddq.report.template import environment
from ddq.report.translations import messages

ROOT = Path(__file__).parents[2]
ROOMS = {
    "report.po": ("report",),
    "domain.po": (
        "assessment", "dataflow", "drawing", "ownership", "questionnaire", "registers", "scoring", "workspace",
    ),
}  # fmt: skip
"""By catalogue, the rooms whose sentences it translates."""
ONE, MANY = ("say", "tell", "term"), ("say_many", "tell_many")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(frozen=True)
class Found:
    """A sentence in the source."""

    message: str | tuple[str, str]
    """Two forms where it counts."""
    file: str
    line: int


@cache
def sentences(name: str) -> tuple[Found, ...]:
    """The sentences that a catalogue has to translate, in the order of the files."""
    files = (file for room in ROOMS[name] for file in sorted((ROOT / "ddq" / room).rglob("*.py")))
    return tuple(found for file in files for found in _of_a_file(file))


def _of_a_file(file: Path) -> Iterator[Found]:
    place = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_bytes())):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [text for text in given if isinstance(text, str)]
        if called in ONE and len(texts) == len(node.args) == 1:
            yield Found(texts[0], place, node.lineno)
        if called in MANY and len(texts) == len(node.args) == 2:
            yield Found((texts[0], texts[1]), place, node.lineno)


def of_a_template(folder: Path) -> Iterator[Found]:
    """What a template says."""
    for message in messages(folder, environment(folder)):
        yield Found(message.text, message.file.name, message.line)


def refreshed(path: Path, language: str, said: Iterable[Found]) -> bytes:
    """A catalogue with everything that is said and nothing else; what it translated before stays translated."""
    with path.open("rb") as source:
        old = read_po(source, locale=language)
    new = Catalog(language)
    for found in said:
        one = found.message if isinstance(found.message, str) else found.message[0]
        known = old.get(one)
        kept = known is not None and known.pluralizable == isinstance(found.message, tuple)
        new.add(found.message, known.string if known is not None and kept else "", locations=[(found.file, 0)])
    written = io.BytesIO()
    write_po(written, new, width=0, omit_header=True, include_lineno=False)
    return HEADER.format(language=language, plural=old.plural_forms).encode() + written.getvalue().strip() + b"\n"


if __name__ == "__main__":
    for language in languages()[1:]:
        for name in ROOMS:
            catalogue = LANGUAGES / language / name
            catalogue.write_bytes(refreshed(catalogue, language, sentences(name)))
    for template in templates().values():
        for language in read_manifest(template).languages:
            catalogue = template / "translations" / f"{language}.po"
            catalogue.write_bytes(refreshed(catalogue, language, of_a_template(template)))
