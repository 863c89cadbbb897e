"""The syntax of expressions: Python's own parser over a prepared text, with columns in characters of the source."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from typing import Final

from ddq.questionnaire.kinds import ExpressionError
from ddq.questionnaire.problems import Fix, respelled

MAX_CHARACTERS: Final = 2000

_TOKEN = re.compile(r"""'[^'\n]*'|"[^"\n]*"|\#[^\n]*|\n|(?<![A-Za-z0-9_])[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)+""")
_HYPHEN: Final = "ː"
"""A letter to Python, and of no id: stands for the hyphens of a name while Python's parser reads it."""


def name_of(node: ast.Name) -> str:
    """The name as the author wrote it."""
    return node.id.replace(_HYPHEN, "-")


def field_of(node: ast.Attribute) -> str:
    """The field after a dot, as the author wrote it."""
    return node.attr.replace(_HYPHEN, "-")


def literal_text(node: ast.expr) -> str | None:
    """The text of a quoted text; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


class Syntax:
    """One parsed expression.

    Raises:
        ExpressionError: the source is too long or no expression.
    """

    def __init__(self, source: str) -> None:
        if len(source) > MAX_CHARACTERS:
            message, hint = f"longer than {MAX_CHARACTERS:,} characters", "split it with computed questions"
            raise ExpressionError("E006", message, hint=hint)
        prepared = _prepare(source)
        self._text = prepared.strip()
        self._bytes = self._text.encode(errors="surrogatepass")
        self._indent = len(prepared) - len(prepared.lstrip())
        self.body = self._parse()

    def _parse(self) -> ast.expr:
        if not self._text:
            raise ExpressionError("E001", "the expression is empty")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self._text, mode="eval").body
        except SyntaxError as error:
            hint = "write == to compare" if re.search(r"[^=<>!]=[^=]", self._text) else None
            # Python gives no offset where the text ends too early.
            offset = error.offset if error.offset and error.offset <= len(self._text) else len(self._text) + 1
            column = self._indent + offset - 1
            message = f"this is no expression ({error.msg or 'invalid syntax'})"
            raise ExpressionError("E001", message.replace(_HYPHEN, "-"), column, hint=hint) from None
        except (ValueError, RecursionError, MemoryError):
            raise ExpressionError("E001", "this cannot be read as an expression") from None

    def column(self, node: ast.expr) -> int:
        """The column of a node in the source, from 0, in characters (Python counts bytes)."""
        return self._indent + len(self._bytes[: node.col_offset].decode(errors="ignore"))

    def column_after(self, node: ast.expr) -> int:
        """The column after a node, in the same way."""
        return self._indent + len(self._bytes[: node.end_col_offset].decode(errors="ignore"))

    def source_of(self, node: ast.expr) -> str:
        """A node as the author wrote it, comments blanked."""
        return self._bytes[node.col_offset : node.end_col_offset].decode(errors="ignore").replace(_HYPHEN, "-")

    def error(
        self, code: str, message: str, node: ast.expr, hint: str | None = None, fix: Fix | None = None
    ) -> ExpressionError:
        """An error that underlines a node."""
        width = (node.end_col_offset or 0) - node.col_offset
        return ExpressionError(code, message, self.column(node), max(1, width), hint, fix=fix)

    def respelling(self, node: ast.expr, word: str, known: Iterable[str]) -> Fix | None:
        """The change of a node in which `word` stands otherwise than the known word that is meant."""
        meant = respelled(word, known)
        written = self.source_of(node)
        return None if meant is None else Fix(written, written.replace(word, meant.new, 1))


def _prepare(source: str) -> str:
    """The source as Python's parser reads it, of the same length: hyphens in names replaced, comments blanked."""
    for sign, what in (("\\", "a backslash"), (_HYPHEN, f"the letter {_HYPHEN}"), ("'''", "'''"), ('"""', '"""')):
        if sign in source:
            raise ExpressionError("E001", f"{what} is not part of the language", source.index(sign))

    def replaced(match: re.Match[str]) -> str:
        token = match.group()
        if token[0] in "'\"":
            return token
        return " " * len(token) if token[0] in "#\n" else token.replace("-", _HYPHEN)

    return _TOKEN.sub(replaced, source)
