"""What a text may hold: as core/dataset/text/text-problem.ts, which looks at all that is taken in.
Here for rows that an earlier release took, and for a server that is asked directly."""


def text_problem(text: str) -> str | None:
    """Why no store, file or tokenizer takes the text, with the place; None where it can be taken as
    it is: nothing is trimmed or normalised."""
    if "\0" not in text and is_whole(text):
        return None
    for place, character in enumerate(text, 1):
        if character == "\0":
            return f"character {place} of the text is NUL (U+0000); leave it out"
        if "\ud800" <= character <= "\udfff":
            code = f"U+{ord(character):04X}"
            return f"character {place} of the text is half of a surrogate pair alone ({code})"
    return None


def is_whole(text: str) -> bool:
    """Whether UTF-8 can write the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
