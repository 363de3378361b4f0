import type { DataFinding, DataReport, DataSpread } from '../core/api/wire/messages.ts';

/** Concepts that are printed; the answer has more. */
const maxConcepts = 20;

/**
 * A dataset version's data report as lines for a person: what there is, what to look at, what
 * nobody looked at.
 */
export function printReport(report: DataReport): string[] {
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
    ...findings.flatMap(findingLines),
    ...(notLookedAt.length > 0 ? ['', 'Not looked at:'] : []),
    ...notLookedAt.map((text) => `- ${text}.`),
  ];
}

function countLines({ counts }: DataReport): string[] {
  const { inputs, images, texts, invalid, unlabelled, regions, train, test } = counts;
  const parts = [
    `${images} images`,
    `${texts} texts`,
    `${invalid} that could not be ingested`,
    `${unlabelled} without a label`,
    `${regions} regions`,
  ];
  return [`${inputs} inputs: ${parts.join(', ')}`, `${train} to train on, ${test} held out`];
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
    `${counts.concepts} concepts (to train on + held out):`,
    ...shown.map(({ id, train, test }) => `  ${id.padEnd(width)}  ${train} + ${test}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function findingLines({ code, message, advice, examples }: DataFinding): string[] {
  const shown = examples.map(({ ids }) => ids.join(' = ')).join('; ');
  return [`- ${code}: ${message}. ${advice}.`, ...(shown === '' ? [] : [`  such as ${shown}`])];
}
