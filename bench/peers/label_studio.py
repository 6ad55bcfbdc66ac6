"""One conversion by Label Studio's own converter: `label_studio.py FORMAT INPUT CONFIG OUTPUT [UPLOADS]`."""

import logging
import os
import sys

logging.disable(logging.CRITICAL)  # it logs whole tasks, which would slow it down

from label_studio_sdk.converter import Converter

name, source, config, output, *uploads = sys.argv[1:]
os.makedirs(output, exist_ok=True)
# It takes the length of a recording from the file, so it has to copy it; images stay where they are.
converter = Converter(config, None, upload_dir=uploads[0] if uploads else None, download_resources=name == "ASR_MANIFEST")
converter.convert(source, output, name, is_dir=os.path.isdir(source))
