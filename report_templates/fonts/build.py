# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "zhon==2.1.1"]
# ///
"""Rebuild the font pack: pinned packages in; static TTF subsets, licences and fonts.json out.

Run `make fonts`; it needs npm for the packages and changes nothing when its input
has not changed. Each source is a static TTF, so no report pays for instancing a variable font or unpacking woff2,
and the same report gives the same bytes on every machine.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools import subset
from zhon import cedict

HERE = Path(__file__).parent

PACKAGES = {
    "@expo-google-fonts/noto-sans@0.4.2": "98cf14a19b8e67a0e76bfd4d5df98937b9734e6dde570bd750f2259042042548",
    "@expo-google-fonts/noto-sans-arabic@0.4.3": "29e966f9d48a4ce7dd3c2c4c016f29cd888089538217303fb2c87de9e7f048ed",
    "@expo-google-fonts/noto-sans-hebrew@0.4.1": "f82f8e852e3355521c511f2762a0130216d208d108bf4739aa977eb6a6d3012c",
    "@expo-google-fonts/noto-sans-devanagari@0.4.1": "fb9a4c288af3829f383d945fcec350c8cdf99abf18ffe55c987c495bca42e80e",
    "@expo-google-fonts/noto-sans-thai@0.4.2": "44282ae7c24587e7e50f083e5db3aafa8011ac2eac1159ef62be4fc516a66165",
    "@expo-google-fonts/noto-sans-bengali@0.4.4": "aea68a0e86d50c55739f11b3efebf859cbc63219ad1dfbf83dc7e6cfd84a4243",
    "@expo-google-fonts/noto-sans-tamil@0.4.3": "e86c62e93d3e47ec8b93f71681e1ae2010b22a9f5e8bcd496b3e46c6ba70750e",
    "@expo-google-fonts/noto-sans-telugu@0.4.2": "ffff86f2371e34a7f0c5b14c9d0eef1e4dc50556afb6fd0e74aebfb29dd1436f",
    "@expo-google-fonts/noto-sans-gujarati@0.4.2": "8755e83efd5f0a75427bcb9adae912167c6c1fbd94d2a820c91655e0b58673af",
    "@expo-google-fonts/noto-sans-sc@0.4.3": "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    "@expo-google-fonts/noto-sans-jp@0.4.3": "563ee80509692e2b2f42ceae6a0b82afecb90daa1b3d025bcebdf3d9120f43a3",
    "@expo-google-fonts/noto-sans-kr@0.4.3": "7614af529705ea48e8b76cb3b056b92db66b7625ef3fc97ce76366063df94d3f",
    "@expo-google-fonts/noto-emoji@0.4.7": "6a25fd5a4da5bb34bbc2d300531bbf32de86afd866e119314d7e358f61a6104d",
    "dejavu-fonts-ttf@2.37.3": "b7013ac58f9225250619db82cfb72e99c37ca8195f2b5a06a9e6a95bc5e1c84a",
}
"""Each npm package at its version, and the SHA-256 of the archive that `npm pack` gives."""

SPACES = (0x20, 0xA0, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x25CC)
"""In every file, so that a space or a joiner between two words of a script does not change the font."""

CHINESE_NAMES = "頔玚骉羴婳媖赪"
"""Characters met in given names that neither national standard nor the dictionary below lists."""


def span(*ranges: tuple[int, int]) -> set[int]:
    """The code points of the inclusive ranges."""
    return {point for low, high in ranges for point in range(low, high + 1)}


def characters_of(codec: str, lead: tuple[int, int] = (0x81, 0xFE)) -> set[int]:
    """The East Asian code points that a national double-byte standard encodes under its lead bytes."""
    pairs = (bytes((first, second)) for first in range(lead[0], lead[1] + 1) for second in range(0x40, 0xFF))
    text = "".join(pair.decode(codec, errors="ignore") for pair in pairs)
    return {ord(character) for character in text if ord(character) >= 0x2E80}


LATIN = span((0x20, 0x52F), (0x1AB0, 0x1AFF), (0x1C80, 0x1CFF), (0x1D00, 0x2BFF), (0x2C60, 0x2C7F))
LATIN |= span((0x2DE0, 0x2E7F), (0xA640, 0xA69F), (0xA700, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06))
LATIN |= {0xFEFF, 0xFFFC, 0xFFFD}
ARABIC = span((0x20, 0x40), (0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
HEBREW = span((0x20, 0x40), (0x590, 0x5FF), (0xFB1D, 0xFB4F))
DEVANAGARI = span((0x20, 0x40), (0x900, 0x97F), (0x1CD0, 0x1CFF), (0xA830, 0xA839), (0xA8E0, 0xA8FF))
BENGALI = span((0x964, 0x965), (0x980, 0x9FF))
GUJARATI = span((0x964, 0x965), (0xA80, 0xAFF))
TAMIL = span((0x964, 0x965), (0xB80, 0xBFF))
TELUGU = span((0x964, 0x965), (0xC00, 0xC7F))
THAI = span((0xE00, 0xE7F))
PUNCTUATION = span((0x3000, 0x303F), (0xFF00, 0xFFEF))
CHINESE = characters_of("gb2312") | characters_of("big5", (0xA1, 0xC6)) | PUNCTUATION | span((0x3100, 0x312F))
CHINESE |= {ord(character) for character in cedict.simplified + cedict.traditional + CHINESE_NAMES}
JAPANESE = characters_of("cp932") | PUNCTUATION | span((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3200, 0x33FF))
KOREAN = PUNCTUATION | span((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
SYMBOLS = span((0x2000, 0x2BFF))
OTHERS = span((0x530, 0x58F), (0xE80, 0xEFF), (0x10A0, 0x10FF), (0x2D00, 0x2D2F), (0xFB13, 0xFB17))
FIXED_WIDTH = span((0x20, 0x17F), (0x2010, 0x2027), (0x2190, 0x21FF), (0x2500, 0x25FF))


@dataclass(frozen=True)
class Face:
    """One file of the pack: where it comes from and which code points of it are kept."""

    file: str
    package: str
    member: str
    scripts: tuple[str, ...]
    points: set[int] = field(repr=False)
    licence: str = "OFL-1.1"
    east_asian: bool = False


def noto(family: str, package: str, styles: dict[str, str], scripts: tuple[str, ...], points: set[int]) -> list[Face]:
    """The faces of a Noto family, one for each style name and the folder and suffix it has in the package."""
    stem = family.replace(" ", "")
    return [
        Face(
            file=f"{stem}-{style}.ttf",
            package=package,
            member=f"package/{source}/{stem}_{source}.ttf",
            scripts=scripts,
            points=points,
            east_asian=family[-2:] in ("SC", "JP", "KR"),
        )
        for style, source in styles.items()
    ]


REGULAR = {"Regular": "400Regular"}
BOLD = REGULAR | {"Bold": "700Bold"}
ITALIC = BOLD | {"Italic": "400Regular_Italic", "BoldItalic": "700Bold_Italic"}

FACES = [
    *noto("Noto Sans", "@expo-google-fonts/noto-sans@0.4.2", ITALIC, ("Latin", "Greek", "Cyrillic"), LATIN),
    *noto("Noto Sans Arabic", "@expo-google-fonts/noto-sans-arabic@0.4.3", BOLD, ("Arabic",), ARABIC),
    *noto("Noto Sans Hebrew", "@expo-google-fonts/noto-sans-hebrew@0.4.1", BOLD, ("Hebrew",), HEBREW),
    *noto("Noto Sans Devanagari", "@expo-google-fonts/noto-sans-devanagari@0.4.1", BOLD, ("Devanagari",), DEVANAGARI),
    *noto("Noto Sans Bengali", "@expo-google-fonts/noto-sans-bengali@0.4.4", REGULAR, ("Bengali",), BENGALI),
    *noto("Noto Sans Gujarati", "@expo-google-fonts/noto-sans-gujarati@0.4.2", REGULAR, ("Gujarati",), GUJARATI),
    *noto("Noto Sans Tamil", "@expo-google-fonts/noto-sans-tamil@0.4.3", REGULAR, ("Tamil",), TAMIL),
    *noto("Noto Sans Telugu", "@expo-google-fonts/noto-sans-telugu@0.4.2", REGULAR, ("Telugu",), TELUGU),
    *noto("Noto Sans Thai", "@expo-google-fonts/noto-sans-thai@0.4.2", REGULAR, ("Thai",), THAI),
    *noto("Noto Sans SC", "@expo-google-fonts/noto-sans-sc@0.4.3", REGULAR, ("Chinese",), CHINESE),
    *noto("Noto Sans JP", "@expo-google-fonts/noto-sans-jp@0.4.3", REGULAR, ("Japanese",), JAPANESE),
    *noto("Noto Sans KR", "@expo-google-fonts/noto-sans-kr@0.4.3", REGULAR, ("Korean",), KOREAN),
    *noto("Noto Emoji", "@expo-google-fonts/noto-emoji@0.4.7", REGULAR, ("Emoji",), span((0x20, 0x1FFFF))),
    Face(
        "DejaVuSans.ttf", "dejavu-fonts-ttf@2.37.3", "package/ttf/DejaVuSans.ttf",
        ("Symbols", "Armenian", "Georgian", "Lao"), SYMBOLS | OTHERS, "Bitstream-Vera",
    ),
    Face(
        "DejaVuSansMono.ttf", "dejavu-fonts-ttf@2.37.3", "package/ttf/DejaVuSansMono.ttf", ("Fixed width",),
        FIXED_WIDTH, "Bitstream-Vera",
    ),
]  # fmt: skip


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: str, expected: str, folder: Path) -> Path:
    """The archive of an npm package, checked against its pinned hash."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    )
    archive = folder / packed.stdout.split()[-1]
    if (found := sha256(archive)) != expected:
        sys.exit(f"{package}: the archive has SHA-256 {found}, pinned is {expected}")
    return archive


def options(face: Face) -> subset.Options:
    """What every subset keeps: all names, the shaping its script needs, no hints and no time of today."""
    chosen = subset.Options(hinting=False, notdef_outline=True, recalc_timestamp=False, name_IDs=["*"])
    chosen.drop_tables = [*chosen.drop_tables, "FFTM", "meta"]
    if face.east_asian:  # reports run across, and HarfBuzz itself composes the Hangul of single letters
        unused = ("vert", "vrt2", "vkrn", "valt", "vhal", "vpal", "ljmo", "vjmo", "tjmo")
        chosen.layout_features = [tag for tag in chosen.layout_features if tag not in unused]
        chosen.drop_tables += ["vhea", "vmtx", "VORG"]
    return chosen


def build(face: Face, archive: Path, folder: Path) -> dict[str, object]:
    """Write one file of the pack and give its entry in the manifest."""
    original = folder / face.file
    original.write_bytes(member(archive, face.member))
    chosen = options(face)
    font = subset.load_font(str(original), chosen)
    subsetter = subset.Subsetter(chosen)
    subsetter.populate(unicodes=face.points | set(SPACES))
    subsetter.subset(font)
    target = HERE / face.file
    subset.save_font(font, str(target), chosen)
    return {
        "file": face.file,
        "family": font["name"].getBestFamilyName(),
        "style": font["name"].getBestSubFamilyName(),
        "scripts": face.scripts,
        "licence": face.licence,
        "package": face.package,
        "member": face.member,
        "code_points": len(font.getBestCmap()),
        "bytes": target.stat().st_size,
        "sha256": sha256(target),
    }


def member(archive: Path, name: str) -> bytes:
    """The content of one file of an archive."""
    with tarfile.open(archive) as source:
        file = source.extractfile(name)
        if file is None:
            sys.exit(f"{archive.name}: {name} is not a file")
        return file.read()


def licence_of(package: str, archive: Path) -> None:
    """Lay the fonts' licence, with its copyright lines, beside them."""
    name = package.rpartition("@")[0].rpartition("/")[2]
    source = "package/LICENSE" if name.startswith("dejavu") else "package/LICENSE_FONT"
    (HERE / "licences").mkdir(exist_ok=True)
    (HERE / "licences" / f"{name}.txt").write_bytes(member(archive, source))


def main(packages: Iterable[str] = PACKAGES) -> None:
    """Build every face, then the manifest."""
    entries: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in packages:
            folder = Path(scratch) / hashlib.sha256(package.encode()).hexdigest()[:12]
            folder.mkdir()
            archive = fetch(package, PACKAGES[package], folder)
            licence_of(package, archive)
            entries += [build(face, archive, folder) for face in FACES if face.package == package]
    manifest = {"format": "fonts/1", "packages": PACKAGES, "fonts": entries}
    (HERE / "fonts.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in HERE.glob("*.ttf"))
    print(f"{len(entries)} fonts, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
