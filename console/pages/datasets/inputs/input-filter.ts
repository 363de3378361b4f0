import type { Concept, Input } from '../../../../core/api/wire/messages.ts';

/** Which inputs of a dataset are shown: as it stands in the address. */
export interface InputFilter {
  /** Id of a concept that they have, whole or in a region. */
  readonly concept?: string | undefined;
  /** `unlabelled`: without any concept. */
  readonly labels?: string | undefined;
  /** Code of a finding of the newest report, or of the version's. */
  readonly problem?: string | undefined;
  /** What their text, their id or the name of their file holds. */
  readonly search?: string | undefined;
  /** `train` or `test`: the side that they are on in the version. */
  readonly split?: string | undefined;
  /** Inputs of this dataset version; absent: those of the dataset as it is now. */
  readonly version?: string | undefined;
}

export function isFiltered({ concept, labels, problem, search, split }: InputFilter): boolean {
  return [concept, labels, problem, search, split].some(
    (value) => value !== undefined && value !== '',
  );
}

/** Every concept that an input has, whole or in a region, once each. */
export function conceptsOf({ data }: Input): readonly Concept[] {
  const all = [
    ...(data.concepts ?? []),
    ...(data.regions ?? []).flatMap((region) => region.data.concepts ?? []),
  ];
  return [...new Map(all.map((concept) => [concept.id, concept])).values()];
}

/** A concept with the value 0 is said not to be there. */
export const isPositive = ({ value = 1 }: Concept) => value > 0;

/** True where an input meets what can be judged by itself: all but the problem. */
export function meets(input: Input, { concept, labels, search = '' }: InputFilter): boolean {
  const ids = conceptsOf(input).filter(isPositive);
  if (concept && !ids.some(({ id }) => id === concept)) return false;
  if (labels === 'unlabelled' && ids.length > 0) return false;
  const sought = fold(search);
  return sought === '' || textsOf(input).some((text) => fold(text).includes(sought));
}

function textsOf({ id, data }: Input): string[] {
  return [id, data.text?.raw ?? '', fileOf(data.metadata)];
}

/** Upper and lower case, and ways to write the same letter, are one. */
const fold = (text: string) => text.normalize('NFC').trim().toLowerCase();

function fileOf(metadata: Input['data']['metadata']): string {
  const file = metadata?.['filename'];
  return typeof file === 'string' ? file : '';
}

/** What an input is called: the name of its file, else its id. */
export function nameOf({ id, data }: Input): string {
  return fileOf(data.metadata) || id;
}
