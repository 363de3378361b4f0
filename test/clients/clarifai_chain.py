"""A model's whole life with clarifai-grpc. Usage: clarifai_chain.py json|grpc"""

import sys

from clarifai_grpc.grpc.api import resources_pb2 as api
from clarifai_grpc.grpc.api import service_pb2
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from digits import digits_of, image_of, upload
from service import Service, done, params, same, until

TEMPLATE = "Deeptune_ResNet_Small"
MODEL = "reader"
DATASET = "digits"


def freeze(service, version_id, expected):
    versions = [api.DatasetVersion(id=version_id)]
    at = {"dataset_id": DATASET, "dataset_versions": versions}
    [version] = service.call("PostDatasetVersions", **at).dataset_versions
    ready = StatusCode.DATASET_VERSION_READY
    same(f"status of {version_id}", version.status.code, ready)
    count = version.metrics["/"].inputs_count.value
    same(f"inputs of {version_id}", count, expected)


def training(dataset_version_id, parent_id=None):
    """The version to ask for: two epochs, from scratch or from an earlier version."""
    info = api.TrainInfo(
        params=params(
            template=TEMPLATE,
            num_epochs=2,
            dataset_id=DATASET,
            dataset_version_id=dataset_version_id,
        )
    )
    if parent_id:
        version = api.ModelVersion(id=parent_id)
        info.resume_from_model.CopyFrom(api.Model(id=MODEL, model_version=version))
    return api.ModelVersion(train_info=info)


def estimate(service):
    at = {"model_id": MODEL, "model_versions": [training("v1")]}
    answer = service.call("PostModelVersionsTrainingTimeEstimate", **at)
    [duration] = answer.training_time_estimates
    assert duration.seconds > 0, duration


def train(service, version):
    """Trains and returns the version as it is then."""
    at = {"model_id": MODEL, "model_versions": [version]}
    started = service.call("PostModelVersions", **at).model.model_version
    queued = StatusCode.MODEL_QUEUED_FOR_TRAINING
    same("status of a new version", started.status.code, queued)
    trained = service.trained(MODEL, started.id)
    same("num_epochs", trained.train_info.params["num_epochs"], 2)
    assert trained.total_input_count > 0, trained
    return trained


def evaluate(service, version_id, expected):
    """On digits that no training saw, all figures asked for."""
    versions = [api.DatasetVersion(id="unseen-1")]
    at = {"dataset_id": "unseen", "dataset_versions": versions}
    service.call("PostDatasetVersions", **at)
    metrics = api.EvalMetrics(
        id="fresh",
        model=api.Model(id=MODEL, model_version=api.ModelVersion(id=version_id)),
        ground_truth_dataset=api.Dataset(id="unseen", version=versions[0]),
    )
    [queued] = service.call("PostEvaluations", eval_metrics=[metrics]).eval_metrics
    same("status", queued.status.code, StatusCode.MODEL_QUEUED_FOR_EVALUATION)
    fields = api.FieldsValue(confusion_matrix=True, test_set=True, label_counts=True)
    found = until(
        lambda: (
            service.call(
                "GetEvaluation", evaluation_id="fresh", fields=fields
            ).eval_metrics
        ),
        lambda each: each.status.code == StatusCode.MODEL_EVALUATED,
    )
    assert 0 < found.summary.macro_avg_roc_auc <= 1, found.summary
    same("inputs of the test set", len(found.test_set), expected)
    counts = found.label_counts.positive_label_counts
    same("labels", sum(each.count for each in counts), expected)
    at = {"model_id": MODEL, "model_version_id": version_id}
    [listed] = service.call("ListModelVersionEvaluations", **at).eval_metrics
    same("listed evaluation", listed.id, "fresh")


def predict(service, version_id, concepts):
    output_config = api.OutputConfig(max_concepts=2)
    output_info = api.OutputInfo(output_config=output_config)
    version = api.ModelVersion(output_info=output_info)
    answer = service.call(
        "PostModelOutputs",
        model_id=MODEL,
        version_id=version_id,
        inputs=[api.Input(data=api.Data(image=image_of(digits_of(0, 40, 41)[0])))],
        model=api.Model(model_version=version),
    )
    found = answer.outputs[0].data.concepts
    same("concepts of a prediction", len(found), 2)
    assert found[0].value >= found[1].value, found
    assert {each.id for each in found} <= set(concepts), found
    at = {"model_id": MODEL, "version_id": version_id}
    request = service_pb2.GetModelRequest(user_app_id=service.scope, **at)
    info = service.stub.GetModelOutputInfo(request, metadata=service.metadata).model
    ids = [each.id for each in info.model_version.output_info.data.concepts]
    same("concepts of the version", ids, concepts)


def delete(service, parent_id, child_id):
    at = {"model_id": MODEL, "version_id": child_id}
    service.call("DeleteModelVersion", **at)
    left = service.call("ListModelVersions", model_id=MODEL).model_versions
    assert child_id not in [each.id for each in left], left
    same(
        "newest version",
        service.call("GetModel", model_id=MODEL).model.model_version.id,
        parent_id,
    )
    service.call("DeleteModel", model_id=MODEL)
    gone = StatusCode.MODEL_DOES_NOT_EXIST
    service.call("GetModel", code=gone, model_id=MODEL)
    ids = ["v1", "v2"]
    service.call("DeleteDatasetVersions", dataset_id=DATASET, dataset_version_ids=ids)
    service.call("DeleteDatasets", dataset_ids=[DATASET, "unseen"])
    service.call("DeleteInputs", ids=[digit["id"] for digit in digits_of(0, 0, 20)])
    gone = StatusCode.CONN_DOES_NOT_EXIST
    service.call("GetInput", code=gone, input_id=digits_of(0, 0, 1)[0]["id"])
    service.delete_app()


def main(kind):
    service = Service(kind, f"chain-{kind}")
    service.create_app()
    datasets = [api.Dataset(id=DATASET), api.Dataset(id="unseen")]
    service.call("PostDatasets", datasets=datasets)
    model = api.Model(id=MODEL, model_type_id="visual-classifier")
    service.call("PostModels", models=[model])
    done("created")
    upload(service, digits_of(0, 0, 20) + digits_of(1, 0, 20), DATASET)
    freeze(service, "v1", 40)
    done("uploaded and frozen")
    estimate(service)
    done("estimated")
    parent = train(service, training("v1"))
    done("trained")
    upload(service, digits_of(0, 20, 30) + digits_of(1, 20, 30), "unseen")
    evaluate(service, parent.id, 20)
    done("evaluated")
    predict(service, parent.id, ["digit-0", "digit-1"])
    done("predicted")
    upload(service, digits_of(2, 0, 20), DATASET)
    freeze(service, "v2", 60)
    child = train(service, training("v2", parent.id))
    resumed = child.train_info.resume_from_model
    same("parent", (resumed.id, resumed.model_version.id), (MODEL, parent.id))
    predict(service, child.id, ["digit-0", "digit-1", "digit-2"])
    done("trained incrementally")
    delete(service, parent.id, child.id)
    done("deleted")


main(sys.argv[1])
