import type { Client } from '../../../../client/client.ts';
import type { StepRecord } from '../records/records.ts';

export function verdictsOf(
  _client: Client,
  _modelId: string,
  _versionId: string,
): Promise<Pick<StepRecord, 'gate' | 'dial'>> {
  return Promise.resolve({});
}
