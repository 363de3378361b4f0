import { DeeptuneError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { assertWithinLimits } from '../../../core/api/http/body/value-limits.ts';
import { contradiction } from '../../../core/dataset/record/contradiction.ts';
import { canonicalName, nameProblem } from '../../../core/dataset/record/normalise-name.ts';
import { idProblem } from '../../../core/records/id-rule.ts';
import type { Entry, EntryConcept, EntryRegion, Note } from '../entry.ts';

/** As the API takes it. */
export interface WireConcept {
  readonly id: string;
  readonly name?: string;
  readonly value?: number;
}

/** An entry's labels as the API takes them. */
export interface CheckedLabels {
  readonly concepts: readonly WireConcept[];
  readonly regions: readonly EntryRegion[];
}

/** @returns the labels of an entry and its regions, or why one cannot be: a sentence */
export function labelsOf({ concepts, regions = [] }: Entry): CheckedLabels | string {
  const [taken, ofRegions] = [concepts.map(conceptOf), regions.map(labelledRegion)];
  const fault = [...taken, ...ofRegions].find((one) => typeof one === 'string');
  if (fault !== undefined) return fault;
  const twice =
    contradiction(taken.filter(isTaken)) ??
    ofRegions
      .filter(isTaken)
      .map(contradictionOfRegion)
      .find((one) => one !== undefined);
  if (twice !== undefined) return `Its labels ${twice}; say it once`;
  const distinct = new Map(taken.filter(isTaken).map((concept) => [concept.id, concept]));
  return { concepts: [...distinct.values()], regions: ofRegions.filter(isTaken) };
}

function contradictionOfRegion(region: EntryRegion): string | undefined {
  const concepts = 'concepts' in region ? region.concepts : [];
  return contradiction(concepts.map((one) => (typeof one === 'string' ? { id: one } : one)));
}

const isTaken = <T>(one: T | string): one is T => typeof one !== 'string';

function labelledRegion(region: EntryRegion): EntryRegion | string {
  const named = 'concepts' in region ? region.concepts : [region.concept];
  const concepts = named.map(conceptOf);
  const fault = concepts.find((one) => typeof one === 'string');
  if (fault !== undefined) return fault;
  const taken = concepts.filter(isTaken);
  const [first] = taken;
  return 'concepts' in region || !first
    ? { ...region, concepts: taken }
    : { ...region, concept: first };
}

/**
 * A label as a concept with an id. `#` may not stand in one: it is written `%23` there, and stays
 * in the name.
 * @returns the concept, or why none can have this name: a sentence
 */
export function conceptOf(label: EntryConcept): WireConcept | string {
  const { id, name, value } = typeof label === 'string' ? { id: label } : label;
  const written = canonicalName(id);
  const known = written.replaceAll('#', '%23');
  const title = name === undefined ? written : canonicalName(name);
  const fault = nameProblem(known) ?? nameProblem(title);
  if (fault !== undefined)
    return `The label ${JSON.stringify(id.slice(0, 60))}${id.length > 60 ? '…' : ''} ${fault}`;
  return {
    id: known,
    ...(title === known ? {} : { name: title }),
    ...(value === undefined || value === 1 ? {} : { value }),
  };
}

/**
 * What the API refuses of any field, found before a request with other inputs in it is refused:
 * nesting, length, half characters, names that cannot be kept.
 * @returns why the metadata of an input cannot be sent: a sentence
 */
export function faultOfMetadata(metadata: JsonObject): string | undefined {
  try {
    assertWithinLimits({ inputs: [{ data: { metadata } }] });
    return undefined;
  } catch (error) {
    if (!(error instanceof DeeptuneError)) throw error;
    return error.message.replace(/^The body/, 'The metadata');
  }
}

/** @returns why an input cannot have this id: a sentence */
export function faultOfId(id: string): string | undefined {
  const fault = idProblem(id);
  return fault === undefined
    ? undefined
    : `The id ${JSON.stringify(id.slice(0, 60))} ${fault}. --id-column none makes ids from the content`;
}

/** What is read otherwise than it stands in the source, or was written wrongly before. */
export function notesOf({ content, concepts }: Entry, foundAs: string | undefined): Note[] {
  const names = concepts.map((label) => (typeof label === 'string' ? label : label.id));
  const renamed = names.find((name) => name.includes('#'));
  const isReplaced = content.kind === 'text' && content.text.includes('\ufffd');
  return [
    ...(foundAs === undefined ? [] : [note('other-case', `The file is called ${foundAs}`)]),
    ...(renamed === undefined
      ? []
      : [note('concept-id', `"${renamed}" has the id "${renamed.replaceAll('#', '%23')}"`)]),
    ...(isReplaced
      ? [note('replacement-character', 'The text holds U+FFFD: an earlier tool lost characters')]
      : []),
  ];
}

const note = (word: string, detail: string): Note => ({ word, detail });
