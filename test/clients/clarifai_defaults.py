"""What clients leave out, and what Clarifai's own tests take for granted of it: a model without a
type, concepts without an example, deletions while something trains. Usage: json|grpc"""

import os
import sys

import requests
from clarifai_grpc.grpc.api import resources_pb2 as api
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from digits import digits_of, image_of
from service import Service, done, same, until


def base_models(service):
    """Where clients look for public models there are those that templates start from."""
    main = api.UserAppIDSet(user_id="clarifai", app_id="main")
    two = service.call("ListModels", user_app_id=main, per_page=2).models
    same("models of the first page", len(two), 2)
    at = {"user_app_id": main, "page": 1000, "per_page": 500}
    same("models of page 1000", len(service.call("ListModels", **at).models), 0)


def version_of(*concept_ids):
    """A training of these concepts. The JSON channel sends the value 0 with each."""
    concepts = [api.Concept(id=concept_id) for concept_id in concept_ids]
    info = api.OutputInfo(data=api.Data(concepts=concepts))
    return api.ModelVersion(output_info=info)


def upload_two(service):
    """Two images with a concept each, whose value is left out."""
    inputs = [
        api.Input(
            data=api.Data(
                image=image_of(digits_of(label, 0, 1)[0]),
                concepts=[api.Concept(id=concept_id)],
            )
        )
        for label, concept_id in enumerate(["initial", "new"])
    ]
    return [each.id for each in service.call("PostInputs", inputs=inputs).inputs]


def model_without_a_type(service):
    """It trains on one concept of two inputs, is evaluated and predicts."""
    input_ids = upload_two(service)
    service.call("PostModels", models=[api.Model(id="plain")])
    at = {"model_id": "plain", "model_versions": [version_of("new")]}
    version_id = service.call("PostModelVersions", **at).model.model_version.id
    service.trained("plain", version_id)
    at = {"model_id": "plain", "version_id": version_id}
    service.call("PostModelVersionMetrics", **at)
    until(
        lambda: service.call("GetModelVersionMetrics", **at).model_version.metrics,
        lambda found: found.status.code == StatusCode.MODEL_EVALUATED,
    )
    image = api.Data(image=image_of(digits_of(1, 1, 2)[0]))
    [output] = service.call(
        "PostModelOutputs", **at, inputs=[api.Input(data=image)]
    ).outputs
    same("concepts", [each.id for each in output.data.concepts], ["new"])
    service.call("DeleteModel", model_id="plain")
    service.call("DeleteInputs", ids=input_ids)


def deleted_while_it_trains(service):
    upload_two(service)
    service.call("PostModels", models=[api.Model(id="hasty")])
    at = {"model_id": "hasty", "model_versions": [version_of("initial")]}
    service.call("PostModelVersions", **at)
    service.call("DeleteModel", model_id="hasty")
    service.call("GetModel", code=StatusCode.MODEL_DOES_NOT_EXIST, model_id="hasty")


def concept_without_an_example(service):
    """`train_info` comes with the model, as older clients send it, and the training is empty."""
    service.call("PostDatasets", datasets=[api.Dataset(id="shown")])
    model = {
        "id": "older",
        "model_type_id": "visual-classifier",
        "train_info": {
            "params": {
                "template": "classification_cifar10_v1",
                "num_epochs": 2,
                "dataset_id": "shown",
            }
        },
        "output_info": {"data": {"concepts": [{"id": "seen"}, {"id": "never-seen"}]}},
    }
    url = f"{os.environ['DEEPTUNE_URL']}/v2/users/me/apps/{service.scope.app_id}/models"
    headers = {"Authorization": f"Key {os.environ['DEEPTUNE_KEY']}"}
    answer = requests.post(url, headers=headers, json={"models": [model]}, timeout=30)
    same("PostModels", answer.json()["status"]["code"], StatusCode.SUCCESS)
    inputs = [
        api.Input(
            data=api.Data(
                image=image_of(digit), concepts=[api.Concept(id="seen", value=1)]
            ),
            dataset_ids=["shown"],
        )
        for digit in digits_of(2, 0, 6)
    ]
    service.call("PostInputs", inputs=inputs)
    version = service.call("PostModelVersions", model_id="older").model.model_version
    service.trained("older", version.id)
    at = {"model_id": "older", "version_id": version.id, "inputs": inputs[:1]}
    first, second = service.call("PostModelOutputs", **at).outputs[0].data.concepts
    same("likeliest", first.id, "seen")
    assert second.id == "never-seen" and second.value < 1e-4, second


def empty_dataset_version(service):
    service.call("PostDatasets", datasets=[api.Dataset(id="empty")])
    versions = [api.DatasetVersion(id="v1")]
    at = {"dataset_id": "empty", "dataset_versions": versions}
    [version] = service.call("PostDatasetVersions", **at).dataset_versions
    same("status", version.status.code, StatusCode.DATASET_VERSION_READY)


def main(kind):
    service = Service(kind, f"defaults-{kind}")
    service.create_app()
    base_models(service)
    done("base models")
    model_without_a_type(service)
    done("a model without a type")
    deleted_while_it_trains(service)
    done("deleted while it trains")
    concept_without_an_example(service)
    done("a concept without an example")
    empty_dataset_version(service)
    done("an empty dataset version")
    service.delete_app()


main(sys.argv[1])
