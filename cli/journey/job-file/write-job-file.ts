import { stringify } from 'yaml';
import { findModelType, findTemplate } from '../../../core/catalog/catalog.ts';
import type { Hyperparameter } from '../../../core/catalog/model-type.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { Reading } from '../../import/layout.ts';

/** What a job file begins with. */
export interface NewJob {
  /** As it stands in the file: from the file's folder. */
  readonly from: string;
  readonly dataset: string;
  readonly model: string;
  /** How a table is read; undefined: it is found out. */
  readonly reading?: Reading | undefined;
  readonly typeId: string;
  readonly typeWhy: string;
  readonly templateId: string;
  readonly templateWhy: string;
}

/** A job file with a comment on everything, and each hyperparameter with its default. */
export function jobFileText(job: NewJob, fileName: string): string {
  const template = findTemplate(findModelType(job.typeId), job.templateId);
  const fields = template.hyperparameters.filter(isForPeople).flatMap(fieldLines);
  return [
    `# A training of deeptune: deeptune train -f ${fileName}`,
    `# What it would take and cost: deeptune train -f ${fileName} --dry-run`,
    '',
    'data:',
    '  # A folder or file, from the folder of this file on.',
    `  from: ${scalar(job.from)}`,
    '  # The dataset that it is imported into; done again, only what is new is added.',
    `  dataset: ${scalar(job.dataset)}`,
    ...readingLines(job.reading),
    '  # update: true        # inputs that are there take over the labels of the data',
    '  # skip_failed: true   # train on what could be imported, without asking',
    '',
    `model: ${scalar(job.model)}`,
    '',
    ...commented(`Since ${job.typeWhy}.`, ''),
    `type: ${job.typeId}`,
    '',
    ...commented(
      `It ${job.templateWhy.replace(/^a small/, 'is a small')}. ${template.description}`,
      '',
    ),
    `template: ${job.templateId}`,
    '',
    '# The training is refused where it might cost more than so many dollars.',
    'max_price: 2.00',
    ...(fields.length === 0
      ? []
      : [
          '',
          '# Defaults of the template; what is left out keeps them.',
          'hyperparameters:',
          ...fields,
        ]),
    '',
  ].join('\n');
}

function readingLines({ encoding, delimiter, columns }: Reading = {}): string[] {
  const given = Object.entries({ encoding, delimiter, columns }).filter(
    ([, value]) => value !== undefined && Object.keys(value).length > 0,
  );
  return given.length === 0 ? [] : indented(Object.fromEntries(given) as JsonObject);
}

const isForPeople = ({ internalOnly, hasNoEffect }: Hyperparameter) =>
  internalOnly !== true && hasNoEffect !== true;

function fieldLines(field: Hyperparameter): string[] {
  const { name, description, defaultValue } = field;
  return [...commented(`${description}${rangeOf(field)}`, '  '), ...valueLines(name, defaultValue)];
}

function rangeOf({ range, options }: Hyperparameter): string {
  if (options) return ` One of ${options.join(', ')}.`;
  if (!range) return '';
  const { min, max } = range;
  return max < Number.MAX_SAFE_INTEGER ? ` ${min} to ${max}.` : ` ${min} or more.`;
}

const maxLine = 96;

/** As comments of at most 96 columns. */
function commented(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + word.length + 3 > maxLine) {
      lines.push(`${indent}# ${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${indent}# ${line}`];
}

/** Long texts (configurations in Python) take lines of their own. */
function valueLines(name: string, value: Json): string[] {
  return indented({ [name]: value });
}

function indented(value: JsonObject): string[] {
  const text = stringify(value, { lineWidth: 0 }).trimEnd();
  return text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
}

const scalar = (text: string) => stringify(text, { lineWidth: 0 }).trimEnd();
