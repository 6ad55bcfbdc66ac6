"""COCO → Pascal VOC by a library: `coco_to_voc.py LIBRARY FOLDER OUTPUT`. The folder has annotations/instances_default.json and images/default."""

import os
import sys


def labelformat(coco: str, output: str) -> None:
    from pathlib import Path

    from labelformat.formats.coco import COCOObjectDetectionInput
    from labelformat.formats.pascalvoc import PascalVOCObjectDetectionOutput

    PascalVOCObjectDetectionOutput(Path(output)).save(COCOObjectDetectionInput(Path(coco)))


def globox(coco: str, output: str) -> None:
    from globox import AnnotationSet

    AnnotationSet.from_coco(coco).save_pascal_voc(output)


def datumaro(_: str, output: str) -> None:
    from datumaro.components.dataset import Dataset

    Dataset.import_from(folder, "coco_instances").export(output, "voc_detection", save_media=False)


def supervision(coco: str, output: str) -> None:
    import supervision as sv

    images = os.path.join(folder, "images", "default")
    sv.DetectionDataset.from_coco(images_directory_path=images, annotations_path=coco).as_pascal_voc(
        annotations_directory_path=output
    )


library, folder, output = sys.argv[1:]
convert = {"labelformat": labelformat, "globox": globox, "datumaro": datumaro, "supervision": supervision}[library]
convert(os.path.join(folder, "annotations", "instances_default.json"), output)
