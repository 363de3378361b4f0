import type { NewData, NewRegion } from '../../client/parts.ts';
import type { Requests } from '../../core/api/wire/requests.ts';
import type { SourceAnnotation, SourceConcept, SourceRegion } from './clarifai.ts';
import type { ContentReader } from './content.ts';
import { readContent } from './content.ts';

export type NewAnnotation = Requests['PostAnnotations']['annotations'][number];
type Concepts = NonNullable<NewData['concepts']>;

/** Whole-image concepts and regions of an input. */
export interface Labels {
  readonly concepts: Concepts;
  readonly regions: readonly NewRegion[];
}

/** Labels of an input: its own, and annotations that stand beside them. */
export interface InputLabels {
  readonly own: Labels;
  readonly beside: readonly NewAnnotation[];
  /** Annotations that became the input's own labels. */
  readonly ownCount: number;
  /** Of each annotation that is left out the reason. */
  readonly leftOut: readonly string[];
}

/**
 * What people said of one input, as our API takes it. What a model or workflow said, what says
 * nothing, and what our types cannot be trained on is left out.
 * @throws Error where a mask cannot be read
 */
export async function labelsOf(
  annotations: readonly SourceAnnotation[],
  reader: ContentReader,
): Promise<InputLabels> {
  const own: { concepts: Concepts[number][]; regions: NewRegion[] } = { concepts: [], regions: [] };
  const beside: NewAnnotation[] = [];
  const leftOut: string[] = [];
  let ownCount = 0;
  for (const annotation of annotations) {
    const labels = reasonToLeaveOut(annotation) ?? (await toLabels(annotation, reader));
    if (typeof labels === 'string') {
      leftOut.push(labels);
    } else if (annotation.input_level || annotation.id === annotation.input_id) {
      own.concepts.push(...labels.concepts);
      own.regions.push(...labels.regions);
      ownCount += 1;
    } else beside.push(toAnnotation(annotation, labels));
  }
  return { own, beside, ownCount, leftOut };
}

function reasonToLeaveOut(annotation: SourceAnnotation): string | undefined {
  const { model_version_id: model, workflow_version_id: workflow, data = {} } = annotation;
  if (model || workflow) return 'made by a model or workflow';
  const { concepts = [], regions = [] } = data;
  return concepts.length + regions.length === 0 ? 'without concepts or regions' : undefined;
}

/** One region that cannot be taken leaves its annotation out: half an annotation is a wrong one. */
async function toLabels(
  { data = {} }: SourceAnnotation,
  reader: ContentReader,
): Promise<Labels | string> {
  const regions: NewRegion[] = [];
  for (const region of data.regions ?? []) {
    const taken = await toRegion(region, reader);
    if (typeof taken === 'string') return taken;
    regions.push(taken);
  }
  return { concepts: toConcepts(data.concepts), regions };
}

async function toRegion(region: SourceRegion, reader: ContentReader): Promise<NewRegion | string> {
  const { bounding_box: box, polygon, mask } = region.region_info ?? {};
  const concepts = toConcepts(region.data?.concepts);
  if (concepts.length === 0) return 'a region without a concept';
  if (!box && !polygon && !mask)
    return `regions of the kind ${Object.keys(region.region_info ?? {})[0] ?? 'none'}`;
  const bytes = mask?.image && (await readContent(mask.image, reader));
  const info = {
    ...(box ? { bounding_box: box } : {}),
    ...(polygon ? { polygon } : {}),
    ...(bytes ? { mask: { image: { base64: Buffer.from(bytes).toString('base64') } } } : {}),
  } as NewRegion['region_info'];
  return {
    ...(region.id === undefined ? {} : { id: region.id }),
    region_info: info,
    data: { concepts },
  };
}

/** proto3 leaves zeros out: a concept without a value is one that is not there. */
function toConcepts(concepts: readonly SourceConcept[] = []): Concepts {
  return concepts.map(({ id, name, value = 0 }) => ({
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    value,
  }));
}

function toAnnotation(annotation: SourceAnnotation, labels: Labels): NewAnnotation {
  const { id, input_id, status, annotation_info: info, task_id } = annotation;
  return {
    id,
    input_id,
    ...(status?.code === undefined ? {} : { status: { code: status.code } }),
    ...(info ? { annotation_info: info } : {}),
    ...(task_id ? { task_id } : {}),
    data: labels,
  };
}
