"""Real pairs for a text generator, as JSON lines: {"id", "prompt", "completion"}: a Unicode character's name and what kind
of character it is, with its value where it is a number ("ROMAN NUMERAL TWELVE" -> "letter number 12").

Source: the Unicode Character Database 3.2 (Unicode License v3), bundled with every Python as `unicodedata.ucd_3_2_0`: that
version never changes, so every machine prints the same lines.
"""

import json
from fractions import Fraction
from unicodedata import ucd_3_2_0 as unicode

# https://www.unicode.org/reports/tr44/#General_Category_Values; the value says how many of each are taken at most.
KINDS = {
    "Nd": ("decimal number", 600),
    "Nl": ("letter number", 600),
    "No": ("other number", 600),
    "Lu": ("uppercase letter", 300),
    "Ll": ("lowercase letter", 300),
    "Sm": ("math symbol", 300),
    "So": ("other symbol", 300),
    "Sc": ("currency symbol", 300),
    "Sk": ("modifier symbol", 300),
    "Po": ("other punctuation", 300),
    "Mn": ("nonspacing mark", 300),
}


def pairs(categories=tuple(KINDS)):
    """[{id, prompt, completion}] of the characters of these general categories, in code order."""
    found = {category: [] for category in categories}
    for code in range(0x110000):
        category = unicode.category(chr(code))
        if category in found and unicode.name(chr(code), None):
            found[category].append(code)
    chosen = [
        code
        for category in categories
        for code in spread(found[category], KINDS[category][1])
    ]
    return [pair(chr(code)) for code in sorted(chosen)]


def spread(codes, most):
    """At most `most` of `codes`, evenly spaced."""
    return (
        codes
        if len(codes) <= most
        else [codes[i * len(codes) // most] for i in range(most)]
    )


def pair(character):
    """One line's content."""
    kind, _ = KINDS[unicode.category(character)]
    value = unicode.numeric(character, None) if kind.endswith("number") else None
    shown = "" if value is None else f" {Fraction(value).limit_denominator(100)}"
    facts = {"id": f"u{ord(character):04x}", "prompt": unicode.name(character)}
    return {**facts, "completion": kind + shown}


if __name__ == "__main__":
    for line in pairs():
        print(json.dumps(line))
