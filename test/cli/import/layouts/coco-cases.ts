import { turnedPhoto } from './imported.ts';
import type { Case } from './said.ts';
import { pictures, plate } from './said.ts';

const categories = [
  { id: 0, name: 'cup', supercategory: 'none' },
  { id: 7, name: 'plate' },
];
export const image = (
  id: number | string,
  file_name = `${id}.png`,
  size = { width: 100, height: 50 },
) => ({
  id,
  file_name,
  ...size,
});
export const box = (id: number, image_id: number | string, more: object = {}) => ({
  id,
  image_id,
  category_id: 7,
  bbox: [10, 10, 40, 20],
  iscrowd: 0,
  segmentation: [],
  ...more,
});
export const coco = (images: object[], annotations: object[], more: object = {}) =>
  JSON.stringify({ categories, images, annotations, ...more });
/** COCO as its tools write it. */
export const cocoCases: Record<string, Case> = {
  "COCO's own": {
    files: {
      'annotations/instances_train2017.json': coco([image(1)], [box(1, 1)]),
      'annotations/instances_val2017.json': coco([image(1), image(2)], [box(1, 1)]),
      'annotations/captions_val2017.json': coco([image(1)], []),
      ...pictures('train2017/1.png', 'val2017/1.png', 'val2017/2.png', 'val2017/3.png'),
    },
    said: {
      'train2017/1.png': [plate, 'in train'],
      'val2017/1.png': [plate, 'in validation'],
      'val2017/2.png': ['in validation'],
    },
    problems: [
      'left-out not-annotated: val2017/3.png',
      'left-out other-annotations: annotations/captions_val2017.json',
    ],
  },
  'COCO of Roboflow': {
    files: {
      'train/_annotations.coco.json': coco([image(1)], [box(1, 1)]),
      'valid/_annotations.coco.json': coco([image(1)], [box(1, 1)]),
      'README.roboflow.txt': '',
      ...pictures('train/1.png', 'valid/1.png'),
    },
    said: { 'train/1.png': [plate, 'in train'], 'valid/1.png': [plate, 'in validation'] },
    problems: ['left-out not-an-image: README.roboflow.txt'],
  },
  'COCO of Label Studio': {
    files: {
      'result.json': coco(
        [
          image(0, 'images\\1a2b3c4d-a b.png'),
          image(1, 'images/../../../label-studio/media/upload/1/9a8b7c6d-c.png'),
          image(2, '..\\..\\data\\upload\\3%20x.png'),
        ],
        [box(0, 0), box(1, 1), box(2, 2)],
      ),
      ...pictures('images/1a2b3c4d-a b.png', 'images/c.png', 'images/3 x.png'),
    },
    said: {
      'images/1a2b3c4d-a b.png': [plate],
      'images/3 x.png': [plate],
      'images/c.png': [plate],
    },
  },
  'COCO of CVAT': {
    files: {
      'annotations/instances_default.json': coco([image(1, 'sub/1.png')], [box(1, 1)]),
      ...pictures('images/sub/1.png'),
    },
    said: { 'images/sub/1.png': [plate] },
  },
  'one COCO file among others': {
    files: {
      'a.json': coco([image(1)], [box(1, 1)]),
      'b.json': '{}',
      ...pictures('1.png', '2.png'),
    },
    from: 'a.json',
    said: { '1.png': [plate] },
  },
  'COCO whose ids are texts here and numbers there': {
    files: {
      'a.json': coco([image('6'), image(7)], [box(1, 6), box(2, '7', { category_id: '0' })]),
      ...pictures('6.png', '7.png'),
    },
    said: { '6.png': [plate], '7.png': ['cup: 10 20 50 60'] },
  },
  'COCO with masks': {
    files: {
      'a.json': coco(
        [image(1)],
        [
          box(1, 1, { segmentation: null }),
          box(2, 1, { segmentation: [[10, 10, 50, 10, 50, 30]] }),
          box(3, 1, { segmentation: [10, 10, 50, 10, 50, 30] }),
          box(4, 1, {
            segmentation: [
              [10, 10, 50, 10, 50, 30],
              [0, 0, 9, 0, 9, 9],
            ],
          }),
          box(5, 1, { segmentation: { counts: [1000, 500, 3500], size: [50, 100] } }),
          box(6, 1, {
            bbox: undefined,
            segmentation: { counts: [1000, 500, 3500], size: [50, 100] },
          }),
          box(7, 1, { bbox: [], segmentation: [[10, 10, 50, 10, 50, 30]] }),
          box(8, 1, { iscrowd: 1, segmentation: { counts: [5000], size: [50, 100] } }),
        ],
      ),
      ...pictures('1.png'),
    },
    said: {
      '1.png': [
        plate,
        `${plate} polygon 10,20 50,20 50,60`,
        `${plate} polygon 10,20 50,20 50,60`,
        `${plate} mask`,
        `${plate} mask`,
        'plate: 20 0 30 100 mask',
        `${plate} polygon 10,20 50,20 50,60`,
      ],
    },
    problems: ['left-out crowd: a.json: annotation 8'],
  },
  'COCO with what is wrong, each by its annotation': {
    files: {
      'a.json': coco(
        [image(1), image(2), image(3, 'gone.png'), image(4, '4.png', { width: 30, height: 30 })],
        [
          box(1, 1),
          box(2, 1, { bbox: ['10', '10', '40', '30'] }),
          box(3, 1, { segmentation: '' }),
          box(4, 1, { segmentation: { counts: [0, 1], size: [1, 1] } }),
          box(5, 1, { segmentation: { counts: [0, 4_000_000_000], size: [50, 100] } }),
          box(6, 1, { segmentation: { counts: 'oooooooooooooooooo0', size: [50, 100] } }),
          box(7, 2, { category_id: 9 }),
          box(8, 2, { bbox: [200, 10, 20, 20] }),
          box(9, 2, { bbox: [5, 5, 0, 10] }),
          box(10, 2, { bbox: [-10, -10, 40, 40] }),
          box(11, 99),
          box(12, 1, { keypoints: [1, 2, 2] }),
          box(13, 4),
          { id: 14, image_id: 1, caption: 'a table' },
        ],
      ),
      ...pictures('1.png', '2.png', '4.png'),
    },
    from: 'a.json',
    said: { '1.png': [plate, plate], '2.png': ['plate: 0 0 30 60'] },
    problems: [
      'failed: 4.png',
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((id) => `failed: a.json: annotation ${id}`),
      'failed: a.json: image 3',
      'left-out caption: a.json: annotation 14',
      'left-out keypoints: a.json: annotation 12',
      'left-out no-image: a.json: annotation 11',
    ],
  },
  'COCO of a classifier': {
    files: {
      'a.json': coco([image(1)], [box(1, 1, { bbox: undefined, segmentation: undefined })]),
      ...pictures('1.png'),
    },
    said: { '1.png': ['plate'] },
  },
  'COCO of photos that a phone turned': {
    files: {
      'a.json': coco(
        [
          image(1, 'seen.jpg', { width: 48, height: 64 }),
          image(2, 'stored.jpg', { width: 64, height: 48 }),
        ],
        [box(1, 1, { bbox: [8, 40, 20, 16] }), box(2, 2, { bbox: [40, 20, 16, 20] })],
      ),
      'seen.jpg': turnedPhoto,
      'stored.jpg': Buffer.concat([turnedPhoto, Buffer.from([0])]),
    },
    said: {
      'seen.jpg': ['plate: 16.67 62.5 58.33 87.5'],
      'stored.jpg': ['plate: 16.67 62.5 58.33 87.5'],
    },
  },
};
