import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

/** Codes that are looked for by themselves; the others come from the place in the list. */
const codes: Readonly<Record<string, string>> = {
  'Concurrent executions': 'L-B99A9384',
  'Maximum total concurrency that can be allocated across all serverless endpoints': 'L-96300102',
};

/** Quotas of SageMaker and Lambda, page by page: those that the account has, and AWS's defaults. */
export class FakeServiceQuotas extends JsonService {
  readonly applied = new Map<string, number>();
  readonly defaults = new Map<string, number>();
  /** Of Lambda; the others are SageMaker's. */
  readonly lambda = new Map<string, number>();
  pageSize = 2;

  constructor() {
    super('servicequotas', 'ServiceQuotasV20190624');
  }

  protected operations() {
    return {
      ListServiceQuotas: (input: Loose) =>
        this.#list(input.ServiceCode === 'lambda' ? this.lambda : this.applied, input),
      ListAWSDefaultServiceQuotas: (input: Loose) =>
        this.#list(input.ServiceCode === 'lambda' ? new Map() : this.defaults, input),
    };
  }

  #list(quotas: ReadonlyMap<string, number>, { ServiceCode, NextToken }: Loose): object {
    if (!['sagemaker', 'lambda'].includes(ServiceCode)) {
      throw new WireError('NoSuchResourceException', `no service ${ServiceCode}`);
    }
    const start = Number(NextToken ?? 0);
    const end = start + this.pageSize;
    const page = [...quotas].slice(start, end).map(([QuotaName, Value], n) => ({
      ServiceCode,
      QuotaName,
      QuotaCode: codes[QuotaName] ?? `L-${start + n}`,
      Value,
    }));
    return { Quotas: page, ...(end < quotas.size && { NextToken: String(end) }) };
  }
}
