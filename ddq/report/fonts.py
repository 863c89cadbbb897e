"""The private fonts of a report: a fontconfig file that names the shipped pack and nothing of the machine.

With FONTCONFIG_FILE set to it, the same report gives the same bytes everywhere, and a name in Arabic or Chinese
has its glyphs whatever is installed. Set it in the environment before the rendering process starts: fontconfig
reads it once.
"""

import os
from pathlib import Path
from xml.sax.saxutils import escape

import orjson

from ddq.shipped import shipped

TEXT = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Bengali",
    "Noto Sans Gujarati", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Thai", "DejaVu Sans",
)  # fmt: skip
"""The families tried first for any text, in this order; scripts do not overlap in them but for punctuation."""

EAST_ASIAN = {
    "zh": ("Noto Sans SC", "Noto Sans JP", "Noto Sans KR"),
    "ja": ("Noto Sans JP", "Noto Sans SC", "Noto Sans KR"),
    "ko": ("Noto Sans KR", "Noto Sans SC", "Noto Sans JP"),
}
"""By language, whose shapes of the Han characters come first; without a language, the Chinese ones."""

GENERIC = {"monospace": "DejaVu Sans Mono", "emoji": "Noto Emoji"}
"""Generic families of CSS that begin with a family of their own; all others begin with TEXT."""


def font_folder() -> Path:
    """The folder of the static TTFs, with their licences and the manifest fonts.json beside them."""
    return shipped("report_templates") / "fonts"


def missing_fonts() -> tuple[str, ...]:
    """The files of the font pack that are not there, by the manifest of the pack, itself included."""
    folder = font_folder()
    manifest = folder / "fonts.json"
    if not manifest.is_file():
        return (manifest.name,)
    named = (one["file"] for one in orjson.loads(manifest.read_bytes())["fonts"])
    return tuple(name for name in named if not (folder / name).is_file())


def fontconfig_file(cache_dir: Path) -> Path:
    """Write the configuration into `cache_dir`, which fontconfig also uses as its cache, and give its path.

    `cache_dir` is made when missing. Two processes may do this at once: the content depends on the two folders
    alone, and the file appears whole or not at all.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    text = _configuration(font_folder().resolve(), cache_dir.resolve())
    target = cache_dir / "fonts.conf"
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        draft = cache_dir / f"fonts.{os.getpid()}.conf"
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    return target


def _configuration(fonts: Path, cache: Path) -> str:
    """The fontconfig document: where the fonts are, then what each pattern falls back to, in order."""
    rules = [_prefer("family", generic, (family,), "prepend") for generic, family in GENERIC.items()]
    rules += [_prefer("lang", language, (*TEXT, *order), "append_last") for language, order in EAST_ASIAN.items()]
    rules.append(_rule("", (*TEXT, *EAST_ASIAN["zh"], GENERIC["emoji"]), "append_last"))
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{escape(str(fonts))}</dir>
  <cachedir>{escape(str(cache))}</cachedir>
  <config><rescan><int>0</int></rescan></config>
{"".join(rules)}</fontconfig>
"""


def _prefer(subject: str, value: str, families: tuple[str, ...], mode: str) -> str:
    """The rule that gives `families` to patterns whose family or language is `value`."""
    compare = "contains" if subject == "lang" else "eq"
    test = f'<test name="{subject}" compare="{compare}"><string>{escape(value)}</string></test>'
    return _rule(test, families, mode)


def _rule(test: str, families: tuple[str, ...], mode: str) -> str:
    """One match rule; strong binding, so that the order here wins over what fontconfig thinks of a language."""
    names = "".join(f"<string>{escape(family)}</string>" for family in families)
    edit = f'<edit name="family" mode="{mode}" binding="strong">{names}</edit>'
    return f'  <match target="pattern">{test}{edit}</match>\n'
