import type { JsonObject } from '../../json.ts';
import { errors, fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readRecord } from '../../records/records.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { NewInput, NewRegion } from '../input/new-input.ts';
import { addInputs, duplicateStatus } from '../input/add-inputs.ts';
import { joined } from '../dataset-members.ts';
import type { Annotation, ConceptValue, Input, Labels } from '../record/input.ts';
import { annotationSuccess, patchLabels } from '../record/labels.ts';
import { deleteInputs } from '../record/list-inputs.ts';
import { storedLabels } from '../input/patch-input.ts';
import { changeInput } from '../record/store-input.ts';

/** What somebody says about a prediction. */
export interface Feedback {
  /** Absent: the same content is the same input. */
  readonly inputId?: string;
  /** What was predicted about. */
  readonly content: NewInput['content'];
  /** Value 1: it is there; 0: it is not. */
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly NewRegion[];
  /** Regions that are not where they were predicted: no labels, and taken back where they were. */
  readonly withdrawn: readonly NewRegion[];
  /** Who says it, and about which prediction. */
  readonly info: JsonObject;
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'fetcher' | 'now' | 'newId' | 'sha256'>;

/** All feedback about an input is one annotation of it. */
const feedbackId = 'feedback';

/**
 * Takes feedback as labels that the next training sees: what was predicted about becomes an input,
 * unless it is one already, and what is said of it joins its annotation `feedback`. Of two that
 * speak of the same concept or place the later one counts; the same feedback again changes nothing.
 * @param datasetId what the input joins; absent: no dataset
 * @throws DeeptuneError input-invalid, input-unsupported-format, input-download-failed: then
 *   nothing is kept
 */
export async function giveFeedback(
  scope: Scope,
  feedback: Feedback,
  datasetId: string | undefined,
  deps: Uses,
): Promise<void> {
  const { content, concepts, info } = feedback;
  const id = feedback.inputId ?? `feedback-${digest(content, deps)}`;
  await ingestOnce(scope, id, content, deps);
  const regions = feedback.regions.map((region) => ({ ...region, id: idOfPlace(region, deps) }));
  const labels = await storedLabels(scope, { concepts, regions }, 'merge', deps);
  const withdrawn = feedback.withdrawn.map((region) => idOfPlace(region, deps));
  const at = deps.now();
  const change = (input: Input): Input => {
    const member = datasetId === undefined ? input : joined(input, datasetId);
    const old = input.annotations?.find((each) => each.id === feedbackId);
    const said = { id: feedbackId, status: annotationSuccess, userId: scope.userId, info };
    const next = { ...said, ...joinedLabels(old, labels, withdrawn) };
    return saysTheSame(old, next)
      ? member
      : withLast(member, { createdAt: at, ...old, ...next, modifiedAt: at });
  };
  await changeInput(scope, id, change, deps);
}

/**
 * The same place in the same input is the same region, so that what is said again is not said
 * twice.
 */
function idOfPlace({ box, polygon, maskBase64 }: NewRegion, deps: Pick<Uses, 'sha256'>): string {
  return digest({ box, polygon, maskBase64 }, deps);
}

function digest(value: object, { sha256 }: Pick<Uses, 'sha256'>): string {
  return sha256(JSON.stringify(value)).slice(0, 32);
}

function joinedLabels(old: Labels | undefined, said: Labels, withdrawn: readonly string[]): Labels {
  const { concepts, regions } = patchLabels(old ?? { concepts: [], regions: [] }, said, 'merge');
  return { concepts, regions: regions.filter(({ id }) => !withdrawn.includes(id ?? '')) };
}

function saysTheSame(
  old: Annotation | undefined,
  next: Labels & Pick<Annotation, 'info'>,
): boolean {
  const of = ({ concepts, regions, info }: typeof next) =>
    JSON.stringify([concepts, regions, info]);
  return old !== undefined && of(old) === of(next);
}

/** Behind the others: of two annotations the later one is believed. */
function withLast(input: Input, annotation: Annotation): Input {
  const others = (input.annotations ?? []).filter(({ id }) => id !== annotation.id);
  return { ...input, annotations: [...others, annotation] };
}

async function ingestOnce(
  scope: Scope,
  id: string,
  content: NewInput['content'],
  deps: Uses,
): Promise<void> {
  const stored = await readRecord<Input>(deps.table, keys.input(scope, id));
  const nothing = { concepts: [], metadata: {}, datasetIds: [] };
  const [input] = stored
    ? [stored.value]
    : await addInputs(scope, [{ id, content, ...nothing }], deps);
  if (input?.data.kind !== 'invalid') return;
  const { statusCode, reason } = input.data;
  // Somebody else's feedback ingested it meanwhile.
  if (statusCode === duplicateStatus) return;
  if (!stored) await deleteInputs(scope, [id], deps);
  const kinds = ['inputDownloadFailed', 'inputUnsupported', 'inputInvalid'] as const;
  throw fail(kinds.find((kind) => errors[kind].status === statusCode) ?? 'inputInvalid', reason);
}
