import { counted } from './frame/output/words.ts';
import { ApiError } from '../client/api-error.ts';
import type { Client } from '../client/client.ts';
import type { DataFinding, DataReport, DataSpread } from '../core/api/wire/messages.ts';

/** Concepts that are printed; the answer has more. */
const maxConcepts = 20;

/** What people know inputs by, by their ids: the file's name, or how the text begins. */
export type InputNames = ReadonlyMap<string, string>;

/** Findings whose examples are concepts. */
const ofConcepts = ['few-examples', 'imbalance', 'concepts-without-test-inputs'];
const maxTextShown = 60;

/** The names of the inputs that a report gives as examples; of one that is gone there is none. */
export async function namesOfExamples(client: Client, report: DataReport): Promise<InputNames> {
  const ids = report.findings
    .filter(({ code }) => !ofConcepts.includes(code))
    .flatMap(({ examples }) => examples.flatMap((example) => example.ids));
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const name = await nameOf(client, id);
    if (name !== undefined) names.set(id, name);
  }
  return names;
}

async function nameOf(client: Client, id: string): Promise<string | undefined> {
  try {
    const { data } = (await client.call('GetInput', { input_id: id })).input;
    const { filename } = data?.metadata ?? {};
    if (typeof filename === 'string') return filename;
    const text = data?.text?.raw?.replaceAll(/\s+/g, ' ');
    if (text === undefined) return undefined;
    return `"${text.slice(0, maxTextShown)}${text.length > maxTextShown ? '…' : ''}"`;
  } catch (error) {
    // Gone, or not this key's to read: the id stands alone.
    if (error instanceof ApiError && [403, 404].includes(error.httpStatus)) return undefined;
    throw error;
  }
}

/**
 * A dataset version's data report as lines for a person: what there is, what to look at, what
 * nobody looked at.
 * @param names what stands behind the ids of examples
 */
export function printReport(report: DataReport, names: InputNames = new Map()): string[] {
  const { findings, notLookedAt } = report;
  return [
    `Data report of dataset version '${report.dataset_version_id}' of dataset '${report.dataset_id}'`,
    ...countLines(report),
    ...contentLines(report),
    ...conceptLines(report),
    '',
    findings.length === 0
      ? 'Nothing to look at was found.'
      : `${findings.length} ${findings.length === 1 ? 'thing' : 'things'} to look at:`,
    ...findings.flatMap((finding) => findingLines(finding, names)),
    ...(notLookedAt.length > 0 ? ['', 'Not looked at:'] : []),
    ...notLookedAt.map((text) => `- ${text}.`),
  ];
}

function countLines({ counts }: DataReport): string[] {
  const { inputs, images, texts, invalid, unlabelled, regions, train, test } = counts;
  const parts = [
    counted(images, 'image'),
    counted(texts, 'text'),
    `${invalid} that could not be ingested`,
    `${unlabelled} without a label`,
    counted(regions, 'region'),
  ];
  return [
    `${counted(inputs, 'input')}: ${parts.join(', ')}`,
    `${train} to train on, ${test} held out`,
  ];
}

function contentLines(report: DataReport): string[] {
  const { imageBytes, imageWidths, imageHeights, textLengths, scripts, languages } = report;
  const named = (of: readonly { readonly name: string; readonly inputs: number }[]) =>
    of.map(({ name, inputs }) => `${name} ${inputs}`).join(', ');
  return [
    ...spreadLine('image width', imageWidths, 'pixels'),
    ...spreadLine('image height', imageHeights, 'pixels'),
    ...spreadLine('image files', imageBytes, 'bytes'),
    ...spreadLine('text length', textLengths, 'characters'),
    ...(scripts.length > 0 ? [`scripts: ${named(scripts)}`] : []),
    ...(languages.length > 0 ? [`languages: ${named(languages)}`] : []),
  ];
}

function spreadLine(name: string, spread: DataSpread | undefined, unit: string): string[] {
  if (!spread) return [];
  const { min, median, p95, max } = spread;
  return [`${name}: ${min} to ${max} ${unit}, median ${median}, 95 % up to ${p95}`];
}

function conceptLines({ concepts, counts }: DataReport): string[] {
  if (concepts.length === 0) return [];
  const shown = concepts.slice(0, maxConcepts);
  const width = Math.max(...shown.map(({ id }) => id.length));
  const more = counts.concepts - shown.length;
  return [
    '',
    `${counted(counts.concepts, 'concept')} (to train on + held out):`,
    ...shown.map(({ id, train, test }) => `  ${id.padEnd(width)}  ${train} + ${test}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function findingLines(
  { code, message, advice, examples }: DataFinding,
  names: InputNames,
): string[] {
  const named = (id: string) => {
    const name = ofConcepts.includes(code) ? undefined : names.get(id);
    return name === undefined || name === id ? id : `${id} (${name})`;
  };
  const shown = examples.map(({ ids }) => ids.map(named).join(' = ')).join('; ');
  return [`- ${code}: ${message}. ${advice}.`, ...(shown === '' ? [] : [`  such as ${shown}`])];
}
