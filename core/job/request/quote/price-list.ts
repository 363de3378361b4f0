import { canonicalJson } from '../../../json.ts';
import type { Dependencies } from '../../../ports/host.ts';

/** Which price list a user's quotes are made by: the version of the rate card in force. */
export function priceListVersionOf(
  _userId: string,
  { settings, sha256 }: Pick<Dependencies, 'table' | 'settings' | 'sha256'>,
): Promise<string> {
  const { microsPerHour, ratesMicrosPerHour } = settings;
  const terms = { microsPerHour, ratesMicrosPerHour, freeSecondsPerMonth: 0 };
  return Promise.resolve(sha256(canonicalJson(terms)).slice(0, 16));
}
