import type { ByWord, Counts } from '../counts.ts';
import type { Problem } from '../entry.ts';
import { totalOf } from '../counts.ts';
import type { Recognised } from '../layout.ts';
import type { Look } from '../look.ts';
import { counted } from '../../frame/output/words.ts';

/** Concepts that are listed; the others are counted. */
const shownConcepts = 12;

/** What was recognised, a line each. */
export function recognisedInWords({ description, details = [] }: Recognised): string[] {
  return [`recognised: ${description}`, ...details.map((detail) => `  ${detail}`)];
}

/** What a source holds, a line each. */
export function lookInWords(look: Look): string[] {
  const { counts, kinds, regions, splits } = look;
  const inputs = counts.read - totalOf(counts.leftOut) - counts.failed;
  return [
    `found: ${inputs} to send (${listed(kinds) || 'none'})${regions > 0 ? `, ${counted(regions, 'region')}` : ''}`,
    ...(totalOf(splits) > 0 ? [`  splits: ${listed(splits)}`] : []),
    ...conceptsInWords(look, inputs),
    ...(totalOf(counts.leftOut) > 0 ? [`left out: ${listed(counts.leftOut)}`] : []),
    ...[...look.notes].map(
      ([word, { where, detail }]) =>
        `note: ${counts.notes[word] ?? 0} ${word}; the first is ${where}: ${detail}`,
    ),
    ...problemsInWords(look),
  ];
}

function conceptsInWords({ concepts, withoutConcepts }: Look, inputs: number): string[] {
  if (concepts.size === 0) return inputs > 0 ? ['  concepts: none'] : [];
  const sorted = [...concepts].toSorted(([, a], [, b]) => b - a);
  const shown = sorted
    .slice(0, shownConcepts)
    .map(([name, count]) => `${shownName(name)} ${count}`);
  const more = concepts.size > shownConcepts ? `, and ${concepts.size - shownConcepts} more` : '';
  return [
    `  concepts: ${concepts.size} (${shown.join(', ')}${more})`,
    ...(withoutConcepts > 0 ? [`  without concepts: ${withoutConcepts}`] : []),
    ...alikeInWords([...concepts.keys()]),
    ...missingInWords(concepts),
    ...(concepts.size > 20 && concepts.size > inputs / 2
      ? [`note: nearly every input has a concept of its own; is it the right column?`]
      : []),
  ];
}

/** As it stands in a list; in quotes where it could be taken for two, or for a number of inputs. */
function shownName(name: string): string {
  const short = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  return /[,()]|\s\d+$|^\d+$/.test(short) ? `"${short}"` : short;
}

/** Words that tools write for a missing value; as a label they are a concept as any other. */
const wordsForMissing = ['nan', 'null', 'none', 'na', 'n/a', '<na>', '#n/a'];

function missingInWords(concepts: Look['concepts']): string[] {
  const found = [...concepts].filter(([name]) => wordsForMissing.includes(name.toLowerCase()));
  return found.map(
    ([name, count]) =>
      `note: ${count} have the concept ${name}: if it stands for a missing label, empty these cells`,
  );
}

/** Names that a person would take for one. */
function alikeInWords(names: readonly string[]): string[] {
  const alike = Map.groupBy(names, (name) => name.toLowerCase());
  return [...alike.values()]
    .filter((group) => group.length > 1)
    .slice(0, 3)
    .map((group) => `note: concepts that differ only in case: ${group.join(', ')}`);
}

function problemsInWords({ counts, problems }: Look): string[] {
  if (counts.failed === 0) return [];
  return [`would fail: ${counts.failed}`, ...firstInWords(problems, counts.failed)];
}

/** The first problems with place and value, a line each. @param failed how many there are */
export function firstInWords(problems: readonly Problem[], failed: number): string[] {
  const more = failed - problems.length;
  return [
    ...problems.map(({ where, reason }) => `  ${where}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** How far an import came. */
export function countsInWords(counts: Counts): string {
  const { read, added, there, failed, leftOut, joined, labelsDiffer, relabelled } = counts;
  const left = totalOf(leftOut);
  const notes = [
    ...(joined > 0 ? [`${joined} of those there were put into the dataset`] : []),
    ...(relabelled > 0 ? [`${relabelled} took over the source's labels`] : []),
    ...(labelsDiffer > 0
      ? [
          `${labelsDiffer} have other labels than the source and kept them: --update takes these over`,
        ]
      : []),
  ];
  const sum = `${read} read: ${added} added, ${there} there already, ${left} left out, ${failed} failed`;
  return [sum, ...notes].join('; ');
}

const listed = (counts: ByWord) =>
  Object.entries(counts)
    .map(([word, count]) => `${count} ${word}${whyLeftOut[word] ?? ''}`)
    .join(', ');

/** Of reasons whose word alone does not say what a person can do. */
const whyLeftOut: Readonly<Record<string, string>> = {
  link: ' (leads out of the folder, or nowhere: name the folder that it leads to)',
};
