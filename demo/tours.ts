import type { NewData } from '../client/parts.ts';

/** One line of a data script; which fields there are depends on the script. */
export interface Row {
  readonly id: string;
  readonly label?: string | number;
  /** A PNG whose white pixels are the damage. */
  readonly mask_base64?: string | null;
  readonly text?: string;
  readonly prompt?: string;
  readonly completion?: string;
  /** A PNG. */
  readonly base64?: string;
  readonly regions?: readonly {
    readonly concept: string;
    readonly box: readonly [number, number, number, number];
    readonly mask_base64: string;
  }[];
}

/**
 * How one model type is shown: on which real data, what arrives later, and which held-out metric
 * tells.
 */
export interface Tour {
  readonly modelTypeId: string;
  readonly template: string;
  /** A script of this folder, and its arguments. */
  readonly script: readonly string[];
  /** True for what arrives after the first training. */
  readonly isLater: (row: Row, index: number) => boolean;
  readonly toData: (row: Row) => NewData;
  /** Key below `heldOut`, `untrained` and `trivial` in the trainer's metrics. */
  readonly metric: string;
  readonly metricName: string;
}

const image = ({ base64 = '' }: Row) => ({ image: { base64 } });
const labelled = (row: Row) => ({ ...image(row), concepts: [{ id: `digit-${row.label}` }] });
const isLateDigit = (row: Row) => Number(row.label) >= 8;

function withRegions(row: Row, place: 'box' | 'mask'): NewData {
  const regions = (row.regions ?? []).map(
    ({ concept, box: [top, left, bottom, right], mask_base64 }) => ({
      region_info:
        place === 'mask'
          ? { mask: { image: { base64: mask_base64 } } }
          : {
              bounding_box: { top_row: top, left_col: left, bottom_row: bottom, right_col: right },
            },
      data: { concepts: [{ id: concept }] },
    }),
  );
  return { ...image(row), regions };
}

/** Normal or damaged, and where. */
function judged(row: Row): NewData {
  const concepts = [{ id: String(row.label) }];
  const { mask_base64: mask } = row;
  if (!mask) return { ...image(row), concepts, regions: [] };
  const region = { region_info: { mask: { image: { base64: mask } } }, data: { concepts } };
  return { ...image(row), concepts, regions: [region] };
}

/** The newest digit of the scenes arrives later. */
const lateInScenes = 'digit-3';
const hasLateDigit = (row: Row) =>
  (row.regions ?? []).some(({ concept }) => concept === lateInScenes);

const tours: readonly Tour[] = [
  {
    modelTypeId: 'visual-classifier',
    template: 'Deeptune_ResNet_Small',
    script: ['digits.py'],
    isLater: isLateDigit,
    toData: labelled,
    metric: 'accuracy',
    metricName: 'accuracy',
  },
  {
    modelTypeId: 'visual-detector',
    template: 'Deeptune_Detr_Small',
    script: ['scenes.py', '--count', '300'],
    isLater: hasLateDigit,
    toData: (row) => withRegions(row, 'box'),
    metric: 'map50',
    metricName: 'mAP@.5',
  },
  {
    modelTypeId: 'visual-embedder',
    template: 'Deeptune_Embedder_Small',
    script: ['two_digits.py'],
    isLater: (row) => String(row.label).startsWith('9') || String(row.label).startsWith('4'),
    toData: (row) => ({ ...image(row), concepts: [{ id: `number-${row.label}` }] }),
    metric: 'recall1',
    metricName: 'recall@1, unseen concepts',
  },
  {
    modelTypeId: 'visual-segmenter',
    template: 'Deeptune_SegFormer_Small',
    script: ['scenes.py', '--count', '300'],
    isLater: hasLateDigit,
    toData: (row) => withRegions(row, 'mask'),
    metric: 'meanIou',
    metricName: 'mean IoU',
  },
  {
    modelTypeId: 'visual-anomaly-heatmap',
    template: 'Deeptune_PatchCore_Small',
    script: ['anomalies.py', '--count', '500'],
    isLater: (_, index) => index % 3 === 2,
    toData: judged,
    metric: 'imageAuroc',
    metricName: 'image AUROC',
  },
  {
    modelTypeId: 'text-classifier',
    template: 'Deeptune_Bert_Small',
    script: ['docstrings.py', '--count', '250'],
    isLater: (row) => row.label === 'pillow',
    toData: ({ text = '', label }) => ({ text: { raw: text }, concepts: [{ id: String(label) }] }),
    metric: 'accuracy',
    metricName: 'accuracy',
  },
  {
    modelTypeId: 'text-to-text',
    template: 'Deeptune_Gpt_Small',
    script: ['pairs.py'],
    isLater: (_, index) => index % 3 === 2,
    toData: ({ prompt = '', completion = '' }) => ({
      text: { raw: prompt },
      metadata: { completion },
    }),
    metric: 'rougeL',
    metricName: 'ROUGE-L',
  },
];

/**
 * The tours of these model types; of all where none is named.
 * @throws Error that names the model types there are
 */
export function toursOf(modelTypeIds: readonly string[]): readonly Tour[] {
  const known = tours.map(({ modelTypeId }) => modelTypeId);
  const unknown = modelTypeIds.filter((id) => !known.includes(id));
  if (unknown.length > 0)
    throw new Error(`no tour of ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return modelTypeIds.length === 0
    ? tours
    : tours.filter(({ modelTypeId }) => modelTypeIds.includes(modelTypeId));
}
