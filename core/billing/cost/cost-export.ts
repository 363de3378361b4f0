import { fail } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { parseTrainingJobName } from '../../records/job-names.ts';

/* One line of what AWS exports of its bill: a Cost and Usage Report (`lineItem/ProductCode`), or a
   Data Export of the table CUR 2.0 (`line_item_product_code`). */

/** A line that charges for training. */
export interface CostLine {
  /** Undefined: neither its resource nor its tags name a job of ours. */
  readonly jobId?: string;
  readonly tenant?: string;
  /** In 10^-12 dollars: AWS writes ten and more digits behind the point. */
  readonly picoDollars: bigint;
  /** ISO 8601 date of its usage; empty: it does not say. */
  readonly day: string;
  /** `Usage`, `DiscountedUsage` …: of others (taxes, credits, refunds) nothing is compared. */
  readonly isUsage: boolean;
}

/** Column names, by what they hold: of the report, then of CUR 2.0. */
const columns = {
  product: ['lineItem/ProductCode', 'line_item_product_code'],
  kind: ['lineItem/LineItemType', 'line_item_line_item_type'],
  cost: ['lineItem/UnblendedCost', 'line_item_unblended_cost'],
  currency: ['lineItem/CurrencyCode', 'line_item_currency_code'],
  usageType: ['lineItem/UsageType', 'line_item_usage_type'],
  resource: ['lineItem/ResourceId', 'line_item_resource_id'],
  start: ['lineItem/UsageStartDate', 'line_item_usage_start_date'],
} as const;

/** Of CUR 2.0: all tags of a line as one JSON object. */
const tagColumn = 'resource_tags';

/** A Savings Plan covers a usage and takes its price back in a line of its own: both count. */
const usageKinds = ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'];

type Field = keyof typeof columns;
const needed: readonly Field[] = ['product', 'cost'];

/** Reads lines of an export; undefined for a line that is not of training. */
export type CostLineReader = (fields: readonly string[]) => CostLine | undefined;

/**
 * @param header the export's first line
 * @throws DeeptuneError invalid-request for a file that is no such export
 */
export function costLineReader(header: readonly string[]): CostLineReader {
  const at = (names: readonly string[]) => header.findIndex((name) => names.includes(name.trim()));
  const places = Object.fromEntries(
    Object.entries(columns).map(([field, names]) => [field, at(names)]),
  ) as Record<Field, number>;
  const missing = needed.filter((field) => places[field] < 0).map((field) => columns[field]);
  if (missing.length > 0)
    throw fail(
      'invalidRequest',
      `This is no Cost and Usage export: it has no column ${missing.map((names) => names.join(' or ')).join(', ')}; its columns are ${header.slice(0, 8).join(', ')}${header.length > 8 ? ', …' : ''}`,
    );
  const tags = tagReader(header);
  return (fields) => {
    const of = (field: Field) => fields[places[field]] ?? '';
    if (!isTraining(of('product'), of('usageType'), of('resource'))) return undefined;
    assertDollars(of('currency'));
    const tag = tags(fields);
    const jobId = jobIdOf(of('resource')) ?? (tag('job') || tag('version') || undefined);
    const tenant = tag('tenant');
    const kind = of('kind');
    return {
      ...(jobId === undefined ? {} : { jobId }),
      ...(tenant === '' ? {} : { tenant }),
      picoDollars: picoDollarsOf(of('cost')),
      day: of('start').slice(0, 10),
      isUsage: kind === '' || usageKinds.includes(kind),
    };
  };
}

function isTraining(product: string, usageType: string, resource: string): boolean {
  if (!/SageMaker/i.test(product)) return false;
  return resource.includes(':training-job/') || /train/i.test(usageType);
}

function jobIdOf(resource: string): string | undefined {
  const [, name] = resource.split(':training-job/');
  return name === undefined ? undefined : parseTrainingJobName(name)?.jobId;
}

/** AWS exports in the account's currency, which is dollars but for China. */
function assertDollars(currency: string): void {
  if (currency === '' || currency === 'USD') return;
  throw fail(
    'invalidRequest',
    `This export is in ${currency}: costs are compared in US dollars, as deeptune's list prices are`,
  );
}

/** A tag of ours by its name; empty where the line has none. */
function tagReader(
  header: readonly string[],
): (fields: readonly string[]) => (name: string) => string {
  const names = header.map((name) => name.trim());
  const placeOf = (tag: string) =>
    names.findIndex((name) =>
      [`resourceTags/user:${tag}`, `resource_tags_user_${tag}`].includes(name),
    );
  const places = { job: placeOf('job'), version: placeOf('version'), tenant: placeOf('tenant') };
  const map = names.indexOf(tagColumn);
  return (fields) => {
    const all = map < 0 ? {} : tagsOf(fields[map] ?? '');
    return (tag) => {
      const place = places[tag as keyof typeof places] ?? -1;
      const found = fields[place] ?? all[`user_${tag}`] ?? all[`user:${tag}`] ?? all[tag];
      return typeof found === 'string' ? found : '';
    };
  };
}

/** What is no JSON object has no tags. */
function tagsOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}

const decimal = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const picoDigits = 12;

/**
 * Exactly, up to twelve digits behind the point; what lies behind them is cut off.
 * @throws DeeptuneError invalid-request for what is no number
 */
export function picoDollarsOf(text: string): bigint {
  const [, sign, whole = '', part = '', exponent = '0'] = decimal.exec(text.trim()) ?? [];
  if (sign === undefined || whole + part === '')
    throw fail('invalidRequest', `The export has a cost that is no number: '${text}'`);
  const digits = BigInt(whole + part);
  const shift = picoDigits - part.length + Number(exponent);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -size : size;
}
