import { zipSync } from 'fflate';
import { picture, turnedPhoto } from './imported.ts';
import type { Case } from './said.ts';
import { pictures, plate } from './said.ts';

const vocFile = (filename: string, objects: string, database = 'Unknown') =>
  `<annotation><folder>x</folder><filename>${filename}</filename><source><database>${database}</database></source>` +
  `<size><width>100</width><height>50</height><depth>3</depth></size>${objects}</annotation>`;
const vocObject = (name: string, [xmin, ymin, xmax, ymax]: number[], more = '') =>
  `<object><name>${name}</name>${more}<bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;

/** Folders, YOLO and Pascal VOC. */
export const layoutCases: Record<string, Case> = {
  'folders of concepts': {
    files: { ...pictures('cat/1.png', 'dog/2.png', 'top.png'), 'notes.md': '#' },
    said: { 'cat/1.png': ['cat'], 'dog/2.png': ['dog'], 'top.png': [] },
    problems: ['left-out not-an-image: notes.md'],
  },
  'folders with more folders in some of them': {
    files: pictures('cat/1.png', 'dog/more/2.png'),
    said: { 'cat/1.png': ['cat'], 'dog/more/2.png': ['dog'] },
  },
  'endings that people have': {
    files: {
      'disc/a': picture(9, 9, 1),
      'disc/b.jfif': turnedPhoto,
      'disc/c.avif': Buffer.from('\0\0\0\x20ftypavif\0\0\0\0mif1miaf', 'latin1'),
    },
    said: { 'disc/a': ['disc'], 'disc/b.jfif': ['disc'] },
    problems: ['failed: disc/c.avif'],
  },
  'splits with folders of concepts': {
    files: {
      ...pictures('train/disc/1.png', 'train/cross/batch/2.png', 'validation/disc/3.png'),
      ...pictures('test/disc/4.png'),
      'README.md': '',
    },
    said: {
      'test/disc/4.png': ['disc', 'in test'],
      'train/cross/batch/2.png': ['cross', 'in train'],
      'train/disc/1.png': ['disc', 'in train'],
      'validation/disc/3.png': ['disc', 'in validation'],
    },
    problems: ['left-out not-an-image: README.md'],
  },
  'splits with tables, below data/': {
    files: {
      ...pictures('data/train/0.png', 'data/test/0.png', 'data/train/1.png'),
      'data/train/metadata.jsonl': '{"file_name":"0.png","label":"disc"}',
      'data/test/metadata.csv': 'file_name,label\n0.png,cross\n',
    },
    said: { 'data/test/0.png': ['cross', 'in test'], 'data/train/0.png': ['disc', 'in train'] },
    problems: ['left-out not-in-table: data/train/1.png'],
  },
  'YOLO of Ultralytics': {
    files: {
      'data.yaml':
        'path: ../datasets/x\ntrain: images/train\nval: images/val\nnames:\n  0: cup\n  1: plate\n',
      'labels/train/1.txt': '1 0.3 0.4 0.4 0.4\n0 0.1 0.2 0.5 0.2 0.5 0.6\n',
      'labels/val/2.txt': '',
      ...pictures('images/train/1.png', 'images/val/2.png', 'images/val/3.png'),
    },
    said: {
      'images/train/1.png': [plate, 'cup: 10 20 50 60 polygon 10,20 50,20 50,60', 'in train'],
      'images/val/2.png': ['in validation'],
      'images/val/3.png': ['in validation'],
    },
  },
  'YOLO of Roboflow': {
    files: {
      'data.yaml': "train: ../train/images\nval: ../valid/images\nnc: 2\nnames: ['cup', 'plate']\n",
      'train/labels/a.rf.1f.txt': '1 0.3 0.4 0.4 0.4',
      'valid/labels/b.txt': '1 0.3 0.4 0.4 0.4 0.97\r\n',
      'README.dataset.txt': '',
      ...pictures('train/images/a.rf.1f.png', 'valid/images/b.png'),
    },
    said: {
      'train/images/a.rf.1f.png': [plate, 'in train'],
      'valid/images/b.png': [plate, 'in validation'],
    },
    problems: ['left-out not-an-image: README.dataset.txt'],
  },
  'YOLO of darknet, with what is wrong': {
    files: {
      'obj.names': 'cup\nplate\n',
      'obj/1.txt': [
        '1 0.3 0.4 0.4 0.4',
        '2 0.3 0.4 0.4 0.4',
        '1 0.3 0.4 0 0.4',
        '1 30 20 40 20',
        '1 0.3 0.4',
        'cup 0.3 0.4 0.4 0.4',
        '0 0.9 0.5 0.4 1',
      ].join('\n'),
      ...pictures('obj/1.png'),
    },
    said: { 'obj/1.png': [plate, 'cup: 70 0 100 100'] },
    problems: [2, 3, 4, 5, 6].map((line) => `failed: obj/1.txt:${line}`),
    withoutSome: 1,
  },
  'Pascal VOC': {
    files: {
      'Annotations/1.xml': vocFile(
        'renamed since.jpg',
        vocObject('plate', [10, 10, 50, 30]) +
          vocObject('cup &amp; &lt;saucer&gt;', [0, 0, 200, 25]),
      ),
      'Annotations/2.xml': vocFile('2.png', ''),
      'Annotations/3.xml': '<annotation><filename>3.png',
      'Annotations/4.xml': vocFile('4.png', vocObject('plate', [10, 10, 10, 30])),
      'ImageSets/Main/train.txt': '1\n',
      'ImageSets/Main/val.txt': '2\n4\n',
      'ImageSets/Main/plate_val.txt': '1 -1\n',
      ...pictures('JPEGImages/1.png', 'JPEGImages/2.png', 'JPEGImages/3.png', 'JPEGImages/4.png'),
    },
    said: {
      'JPEGImages/1.png': [plate, 'cup & <saucer>: 0 0 100 50', 'in train'],
      'JPEGImages/2.png': ['in validation'],
      'JPEGImages/4.png': ['in validation'],
    },
    problems: [
      'failed: Annotations/3.xml',
      'failed: Annotations/4.xml: object 1',
      'left-out not-annotated: JPEGImages/3.png',
    ],
    withoutSome: 1,
  },
  'Pascal VOC, as the challenge counts pixels': {
    files: {
      'Annotations/1.xml': vocFile(
        '1.png',
        vocObject('plate', [11, 11, 50, 30]),
        'The VOC2007 Database',
      ),
      ...pictures('JPEGImages/1.png'),
    },
    said: { 'JPEGImages/1.png': [plate] },
  },
  'Pascal VOC in another encoding, with entities, torn': {
    files: {
      'a/1.xml': Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>${vocFile('1.png', vocObject('Tür', [10, 10, 50, 30]))}`,
        'latin1',
      ),
      'a/2.xml': Buffer.from(vocFile('2.png', vocObject('Tür', [10, 10, 50, 30])), 'latin1'),
      'a/3.xml': `<!DOCTYPE a [<!ENTITY b "bomb">]>${vocFile('3.png', vocObject('&b;', [10, 10, 50, 30]))}`,
      ...pictures('a/1.png', 'a/2.png', 'a/3.png'),
    },
    said: { 'a/1.png': ['Tür: 10 20 50 60'] },
    problems: [
      'failed: a/2.xml',
      'failed: a/3.xml',
      'left-out not-annotated: a/2.png',
      'left-out not-annotated: a/3.png',
    ],
  },
  'a table alone in an archive': {
    files: { 'a.zip': zipSync({ 'rows.csv': Buffer.from('text,label\nhello,greeting\n') }) },
    from: 'a.zip',
    said: { hello: ['greeting'] },
  },
  'Pascal VOC of Roboflow': {
    files: {
      'train/1.xml': vocFile(
        '1.png',
        vocObject(
          'plate',
          [10, 10, 50, 30],
          '<difficult>1</difficult><truncated>0</truncated><polygon><x1>10</x1><x2>50</x2><x3>50</x3><y1>10</y1><y2>10</y2><y3>30</y3></polygon>',
        ),
      ),
      ...pictures('train/1.png'),
    },
    said: { 'train/1.png': [`${plate} polygon 10,20 50,20 50,60`, 'in train'] },
  },
};
