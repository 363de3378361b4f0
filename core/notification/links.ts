import type { JsonObject } from '../json.ts';
import type { DomainEvent } from '../ports/events.ts';

/** Where the host is reached, without a slash at the end. */
export interface Addresses {
  /** Of the API: `https://api.example.com`. */
  readonly api: string;
  /** Of the console; absent: the host knows of none. */
  readonly console?: string | undefined;
}

/** Where what happened is looked at. */
export interface Links {
  readonly api: string;
  readonly console?: string;
}

/** Links to what an event is about; no key stands in them, whoever follows them needs his own. */
export function linksOf({ type, detail }: DomainEvent, { api, console }: Addresses): Links {
  const part = (name: string) => encodeURIComponent(textOf(detail, name));
  const user = `${api}/v2/users/${part('userId')}`;
  const app = `apps/${part('appId')}`;
  const model = `${app}/models/${part('modelId')}`;
  const version = `version=${part('versionId')}`;
  const [subject] = type.split('.');
  const paths: Readonly<Record<string, readonly [api: string, console: string]>> = {
    'model-version': [
      `${model}/versions/${part('versionId')}`,
      `${model}/${type === 'model-version.trained' ? 'overview' : 'train'}?${version}`,
    ],
    model: [`${model}/promotions`, `${model}/overview?${version}`],
    evaluation: [`${app}/evaluations/${part('evaluationId')}`, `${model}/overview?${version}`],
    prediction: [
      `${model}/versions/${part('versionId')}/predictions/${part('predictionId')}`,
      `${model}/predict?${version}`,
    ],
    schedule: [`${model}/schedules`, `${app}/schedules`],
    invoice: [`billing/invoices/${part('invoiceId')}`, 'invoices'],
    budget: [`billing/amounts?period=${part('period')}`, 'usage'],
    hold: ['billing/holds?review=true', 'usage'],
  };
  const [apiPath, consolePath] = paths[subject ?? ''] ?? ['', ''];
  return {
    api: `${user}/${apiPath}`,
    ...(console === undefined ? {} : { console: `${console}/${consolePath}` }),
  };
}

function textOf(detail: JsonObject, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}
