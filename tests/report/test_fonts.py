"""The font pack is what its manifest says, covers what reports must print, and is all a report ever uses."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from ddq.report.fonts import font_folder, fontconfig_file

SAMPLES = {
    "Latin": "Őszi ünïcode Tiếng Việt “quotes” — € ₹ № ™ ĳ ǆ",
    "Greek": "Δέουσα επιμέλεια ἀρχὴ",
    "Cyrillic": "Должная осмотрительность Қазақстан Україна",
    "Arabic": "شركة الاتصالات پگچ ٢٠٢١",
    "Hebrew": "בדיקת נאותות שָׁלוֹם",
    "Devanagari": "भारतीय स्टेट बैंक क्षत्रिय",
    "Bengali": "বাংলাদেশ ব্যাংক",
    "Gujarati": "ગુજરાત રાજ્ય",
    "Tamil": "தமிழ்நாடு அரசு",
    "Telugu": "తెలంగాణ ప్రభుత్వం",
    "Thai": "ธนาคารแห่งประเทศไทย",
    "Armenian": "Հայաստան",
    "Georgian": "საქართველო",
    "Lao": "ທະນາຄານ ລາວ",
    "Chinese": "北京字节跳动科技有限公司 镕堃祎頔 「繁體中文」（有限）",
    "Japanese": "株式会社東京電力 髙﨑 カタカナ ひらがな",
    "Korean": "삼성전자 주식회사 뷁똠",
    "Symbols": "● ○ ◐ ▲ ▼ ⚑ ✓ ✗ → ← ⟨ ⟩ ■ □ ◆ ┌ ─ ┐ █ ░ ≤ ≥ ≠ ⚠ ☐ ☑",
    "Emoji": "😀 🔒 🏛 🚀 ❤",
    "Fixed width": "sha256: 0f3e9a ─ →",
}


def manifest() -> dict[str, Any]:
    return json.loads((font_folder() / "fonts.json").read_text(encoding="utf-8"))


def test_every_font_is_the_one_the_manifest_names() -> None:
    """A swapped or edited font would change reports without a trace."""
    listed = {entry["file"]: entry["sha256"] for entry in manifest()["fonts"]}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in font_folder().glob("*.ttf")}
    assert found == listed


def test_every_font_is_static_small_and_has_its_licence() -> None:
    """Variable fonts and woff2 cost seconds a report; a font without its licence may not be passed on."""
    assert sum(entry["bytes"] for entry in manifest()["fonts"]) < 14_000_000
    assert not list(font_folder().glob("*.woff*"))
    for entry in manifest()["fonts"]:
        font = TTFont(font_folder() / entry["file"])
        assert "fvar" not in font
        assert font["name"].getBestFamilyName() == entry["family"]
        package = entry["package"].rpartition("@")[0].rpartition("/")[2]
        licence = (font_folder() / "licences" / f"{package}.txt").read_text(encoding="utf-8")
        assert ("SIL OPEN FONT LICENSE" if entry["licence"] == "OFL-1.1" else "Bitstream Vera") in licence


@pytest.mark.parametrize("script", SAMPLES)
def test_a_script_has_its_glyphs_in_every_font_made_for_it(script: str) -> None:
    files = [entry["file"] for entry in manifest()["fonts"] if script in entry["scripts"]]
    assert files, f"no font of the pack covers {script}"
    latin = TTFont(font_folder() / "NotoSans-Regular.ttf").getBestCmap()
    for file in files:
        glyphs = TTFont(font_folder() / file).getBestCmap()
        missing = {character for character in SAMPLES[script] if ord(character) not in {*glyphs, *latin}}
        assert not missing, f"{file} lacks {missing}"


def test_the_pack_covers_the_national_standards() -> None:
    """Every character of GB 2312, Big5 level 1, JIS X 0208 and every Hangul syllable has a glyph."""
    covered = {point for path in font_folder().glob("*.ttf") for point in TTFont(path).getBestCmap() if point >= 0x3040}
    wanted = set(range(0xAC00, 0xD7A4))
    for codec, leads in (("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xC6)), ("euc_jp", range(0xB0, 0xF5))):
        cells = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
        text = "".join(cell.decode(codec, errors="ignore") for cell in cells)
        wanted |= {ord(character) for character in text if ord(character) >= 0x4E00}
    assert len(wanted) > 20_000
    assert wanted <= covered


def test_the_configuration_names_only_the_pack(tmp_path: Path) -> None:
    """Odd characters in the path of the cache stay data; writing it twice gives the same file."""
    cache = tmp_path / "a & <b>"
    written = fontconfig_file(cache)
    first = written.read_bytes()
    assert fontconfig_file(cache) == written
    assert written.read_bytes() == first
    document = ElementTree.parse(written).getroot()
    assert [folder.text for folder in document.iter("dir")] == [str(font_folder().resolve())]
    assert [folder.text for folder in document.iter("cachedir")] == [str(cache.resolve())]


RENDER = """
import logging, sys
logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
import weasyprint
weasyprint.HTML(string=sys.stdin.read()).write_pdf(sys.argv[1])
"""


def rendered_fonts(html: str, folder: Path) -> tuple[set[str], str]:
    """The font families in the PDF of `html`, made in a child process with the private pack, and its warnings."""
    target = folder / "page.pdf"
    environment = os.environ | {"FONTCONFIG_FILE": str(fontconfig_file(folder / "cache"))}
    run = subprocess.run(
        [sys.executable, "-c", RENDER, str(target)],
        input=html, capture_output=True, text=True, encoding="utf-8", env=environment, check=True,
    )  # fmt: skip
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(target).pages
        for font in page["/Resources"]["/Font"].values()
    }
    return names, run.stdout


def test_a_page_of_all_scripts_has_every_glyph(tmp_path: Path) -> None:
    """WeasyPrint warns of each character without a glyph; there must be no warning, and no font of the machine."""
    lines = "".join(f"<p>{sample} <b>{sample}</b> <i>{sample}</i></p>" for sample in SAMPLES.values())
    names, warnings = rendered_fonts(f"<body style='font-family: sans-serif'>{lines}", tmp_path)
    assert warnings == ""
    families = {entry["family"].replace(" ", "-") for entry in manifest()["fonts"]}
    assert names
    assert all(any(name.startswith(family) for family in families) for name in names)


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("zh", "Noto-Sans-SC"),
        ("zh-Hans", "Noto-Sans-SC"),
        ("ja", "Noto-Sans-JP"),
        ("ko", "Noto-Sans-SC"),
        ("", "Noto-Sans-SC"),
    ],
)
def test_han_characters_take_the_shapes_of_their_language(language: str, family: str, tmp_path: Path) -> None:
    """The same code points are drawn differently in China and Japan; the pack has no Korean Han characters."""
    names, _ = rendered_fonts(f"<p lang='{language}'>直骨今令</p>", tmp_path)
    assert names == {family}


@pytest.mark.parametrize(
    ("style", "family"),
    [("monospace", "DejaVu-Sans-Mono"), ("serif", "Noto-Sans"), ("'No Such Family'", "Noto-Sans")],
)
def test_any_other_family_ends_in_the_pack(style: str, family: str, tmp_path: Path) -> None:
    names, _ = rendered_fonts(f'<p style="font-family: {style}">sha256</p>', tmp_path)
    assert names == {family}
