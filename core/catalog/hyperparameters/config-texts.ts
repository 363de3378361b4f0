/**
 * Default texts of the `custom_config` hyperparameters, in the form that clients know. They are
 * shown, compared and searched for `max_epochs`; nothing here or in the container runs them.
 */

export const classifierConfig = `# Configuration of the classifier. Empty entries are filled in by the service.
_base_ = '/mmclassification/configs/resnext/resnext101_32x4d_b32x8_imagenet.py'
runner = dict(type='EpochBasedRunner', max_epochs=60)
data = dict(
    train=dict(data_prefix='', ann_file='', classes=''),
    val=dict(data_prefix='', ann_file='', classes=''))
`;

export const detectorConfig = `# Configuration of the detector. Empty entries are filled in by the service.
_base_ = '/mmdetection/configs/yolof/yolof_r50_c5_8x8_1x_coco.py'
model = dict(bbox_head=dict(num_classes=0))
runner = dict(type='EpochBasedRunner', max_epochs=10)
data = dict(
    train=dict(ann_file='', img_prefix='', classes=''),
    val=dict(ann_file='', img_prefix='', classes=''))
`;

export const segmenterConfig = `# Configuration of the segmenter. Empty entries are filled in by the service.
_base_ = '/mmsegmentation/configs/segformer/segformer_mit-b0_8x1_1024x1024_160k_cityscapes.py'
model = dict(decode_head=dict(num_classes=0))
runner = dict(type='EpochBasedRunner', max_epochs=10)
data = dict(
    train=dict(img_dir='', ann_dir='', classes=''),
    val=dict(img_dir='', ann_dir='', classes=''))
`;
