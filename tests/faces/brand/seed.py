"""A data folder in which two brands have a live campaign and a post each: `python -m tests.faces.brand.seed FOLDER`.

Prints one line of JSON: ids of the campaigns and posts, and the API keys of the apps in which the posts are.
"""

import json
import sys
from pathlib import Path

from facevalue.config import schema
from facevalue.config.environment import choose, use_django_settings
from facevalue.config.folder import Folder


def main(folder: Folder) -> None:
    choose(folder.path)
    use_django_settings()
    schema.prepare(folder.state)

    from tests.faces.brand import two_brands

    print(json.dumps(two_brands.make(folder)))


if __name__ == "__main__":
    main(Folder(Path(sys.argv[1])))
