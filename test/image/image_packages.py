"""Whether this is an environment of exactly an image's packages."""

from importlib import metadata


def refuse_another_environment(image):
    """Ends with a message where a package has another version than `image`, an entry of image.json,
    says, or is installed though the image has none."""
    versions = image["packages"] | image["needed"] | image["others"]
    wrong = {
        name: installed(name) for name in versions if installed(name) != versions[name]
    }
    wrong |= {name: installed(name) for name in image["absent"] if installed(name)}
    if wrong:
        raise SystemExit(f"this is not the image's environment: {wrong}")


def installed(name):
    """The version without its build, as 2.9.0 of 2.9.0+cu128; None where there is none."""
    try:
        return metadata.version(name).partition("+")[0]
    except metadata.PackageNotFoundError:
        return None
