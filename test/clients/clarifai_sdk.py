"""A model's life with Clarifai's high-level SDK, which speaks gRPC and nothing else."""

import base64
import os
import tempfile
import zipfile
from pathlib import Path

from clarifai.client.user import User
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from service import done, rows, same, until

TEMPLATE = "Deeptune_ResNet_Small"


def write_images(folder):
    """Digits as PNG files: 20 in a folder for each of two concepts, as the SDK labels them."""
    labels = {0: "zero", 1: "one"}
    for row in rows("DEEPTUNE_DIGITS"):
        if row["label"] in labels:
            target = folder / labels[row["label"]]
            target.mkdir(exist_ok=True)
            if len(list(target.iterdir())) < 20:
                name = f"{row['id']}.png"
                (target / name).write_bytes(base64.b64decode(row["base64"]))
    return [folder / name for name in labels.values()]


def train(app, model, dataset_version_id):
    params = model.get_params(template=TEMPLATE)
    same("template", params["train_params"]["template"], TEMPLATE)
    concepts = sorted(concept.id for concept in app.list_concepts())
    same("concepts", len(concepts), 2)
    model.update_params(
        dataset_id="digits",
        dataset_version_id=dataset_version_id,
        concepts=concepts,
        num_epochs=3,
    )
    version_id = model.train()
    ended = (StatusCode.MODEL_TRAINED, StatusCode.MODEL_TRAINING_FAILED)
    status = until(
        lambda: model.training_status(version_id=version_id),
        lambda found: found.code in ended,
    )
    same(status.details, status.code, StatusCode.MODEL_TRAINED)
    return version_id


def evaluate(model, dataset):
    model.evaluate(dataset=dataset, eval_id="one", eval_info={"use_kfold": False})
    found = until(
        lambda: model.get_eval_by_id("one"),
        lambda each: each.status.code == StatusCode.MODEL_EVALUATED,
    )
    same("evaluation", model.get_latest_eval(label_counts=True).id, found.id)


def read_back(app, version, image):
    """The bytes that were sent, one by one and as an archive."""
    inputs = list(app.inputs().list_inputs())
    found = app.inputs().download_inputs(inputs)
    same("downloaded inputs", len(found), 40)
    assert image in found, "a download differs from what was uploaded"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "export.zip"
        version.export(save_path=str(path))
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    same("exported files", len(names), 80)  # each input and its annotations


def main():
    address = f"http://127.0.0.1:{os.environ['DEEPTUNE_GRPC_PORT']}"
    pat = os.environ["DEEPTUNE_KEY"]
    user = User(user_id=os.environ["DEEPTUNE_USER"], base_url=address, pat=pat)
    app = user.create_app(app_id="sdk", base_workflow="Empty")
    dataset = app.create_dataset(dataset_id="digits")
    model = app.create_model(model_id="reader", model_type_id="visual-classifier")
    assert TEMPLATE in model.list_training_templates()
    done("created")
    with tempfile.TemporaryDirectory() as name:
        folders = write_images(Path(name))
        for folder in folders:
            dataset.upload_from_folder(str(folder), input_type="image", labels=True)
        image = next(folders[1].iterdir()).read_bytes()
    same("inputs", len(list(dataset.list_inputs())), 40)
    version = dataset.create_version()
    done("uploaded and frozen")
    read_back(app, version, image)
    done("downloaded and exported")
    version_id = train(app, model, version.version.id)
    done("trained")
    evaluate(model, dataset)
    done("evaluated")
    found = model.predict_by_bytes(image, input_type="image").outputs[0].data.concepts
    same("concepts of a prediction", len(found), 2)
    done("predicted")
    same("versions", len(list(model.list_versions())), 2)
    model.delete_version(version_id=version_id)
    app.delete_model(model_id="reader")
    app.delete_dataset(dataset_id="digits")
    user.delete_app("sdk")
    done("deleted")


main()
