"""The snippets that Clarifai's documentation publishes for deep fine-tuning, request for request.
Usage: clarifai_snippets.py json|grpc"""

import sys

from clarifai_grpc.grpc.api import resources_pb2 as api
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from digits import digits_of, image_of, upload
from service import Service, done, params, rows, same


def create(service, model_id, model_type_id):
    model = api.Model(id=model_id, model_type_id=model_type_id)
    answer = service.call("PostModels", models=[model])
    same("id", answer.model.id, model_id)
    untrained = answer.model.model_version.status.code
    same("status of a new model", untrained, StatusCode.MODEL_UNTRAINED)


def estimate(service, model_id):
    info = api.TrainInfo(params=params(template="MMDetection_FasterRCNN"))
    answer = service.call(
        "PostModelVersionsTrainingTimeEstimate",
        model_id=model_id,
        model_versions=[api.ModelVersion(train_info=info)],
        estimated_input_count=100,
    )
    assert answer.training_time_estimates[0].seconds > 0, answer


def list_templates(service, model_type_id):
    """Walks the model types as the snippet does."""
    types = service.call("ListModelTypes").model_types
    [model_type] = [each for each in types if each.id == model_type_id]
    fields = model_type.model_type_fields
    [field] = [each for each in fields if each.path.split(".")[-1] == "template"]
    return [option.id for option in field.model_type_enum_options]


def train(service, model_id, *, concepts, parent_id=None, **hyperparameters):
    """Starts a training on all of the app's inputs and returns it once it is trained."""
    info = api.TrainInfo(params=params(**hyperparameters))
    if parent_id:
        version = api.ModelVersion(id=parent_id)
        info.resume_from_model.CopyFrom(api.Model(id=model_id, model_version=version))
    data = api.Data(concepts=[api.Concept(id=each) for each in concepts])
    version = api.ModelVersion(train_info=info, output_info=api.OutputInfo(data=data))
    at = {"model_id": model_id, "model_versions": [version]}
    answer = service.call("PostModelVersions", **at)
    return service.trained(model_id, answer.model.model_version.id)


def with_boxes(scene):
    regions = [region_of(each) for each in scene["regions"]]
    return api.Input(data=api.Data(image=image_of(scene), regions=regions))


def region_of(region):
    top, left, bottom, right = region["box"]
    box = api.BoundingBox(
        top_row=top, left_col=left, bottom_row=bottom, right_col=right
    )
    data = api.Data(concepts=[api.Concept(id=region["concept"], value=1)])
    return api.Region(region_info=api.RegionInfo(bounding_box=box), data=data)


def classifier(kind):
    service = Service(kind, f"pets-{kind}")
    service.create_app()
    upload(service, digits_of(0, 0, 20) + digits_of(1, 0, 20))
    create(service, "petsID", "visual-classifier")
    done("create")
    template = "MMClassification_ResNet_50_RSB_A1"
    assert template in list_templates(service, "visual-classifier")
    done("template types")
    concepts = ["digit-0", "digit-1"]
    version = train(
        service, "petsID", concepts=concepts, template=template, num_epochs=2
    )
    same("num_epochs", version.train_info.params["num_epochs"], 2)
    same("concepts", version.active_concept_count, 2)
    done("train")
    service.delete_app()


def detector(kind):
    service = Service(kind, f"scenes-{kind}")
    service.create_app()
    scenes = rows("DEEPTUNE_SCENES")
    service.call("PostInputs", inputs=[with_boxes(scene) for scene in scenes])
    create(service, "finder", "visual-detector")
    estimate(service, "finder")
    done("estimate")
    order = {
        "concepts": ["digit-0"],
        "template": "MMDetection_SSD",
        "num_epochs": 1,
    }
    parent = train(service, "finder", **order)
    child = train(service, "finder", parent_id=parent.id, **order)
    resumed = child.train_info.resume_from_model.model_version.id
    same("parent", resumed, parent.id)
    done("incremental")
    service.delete_app()


classifier(sys.argv[1])
detector(sys.argv[1])
