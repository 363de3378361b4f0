import { idSchema } from '../../../core/api/http/ids.ts';
import { canonicalName, nameProblem } from '../../../core/dataset/record/normalise-name.ts';
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
  const distinct = new Map(taken.filter(isTaken).map((concept) => [concept.id, concept]));
  return { concepts: [...distinct.values()], regions: ofRegions.filter(isTaken) };
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

/** @returns why an input cannot have this id: a sentence */
export function faultOfId(id: string): string | undefined {
  const fault = idSchema.safeParse(id).error?.issues[0]?.message;
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
