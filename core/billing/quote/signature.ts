import { bytesFromHex, hmacSha256 } from '../../hmac.ts';
import { canonicalJson, omit } from '../../json.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, withRetry } from '../../records/records.ts';
import type { Quote } from './quote.ts';

type Hash = Pick<Dependencies, 'sha256'>;

/** What a user's quotes are signed with: 64 hexadecimal digits. Never leaves the table. */
interface QuoteSecret {
  readonly secret: string;
}

/** The user's secret; undefined where he has no quote yet. */
export async function findSecret(
  { table }: Pick<Dependencies, 'table'>,
  userId: string,
): Promise<string | undefined> {
  return (await readRecord<QuoteSecret>(table, keys.quoteSecret(userId)))?.value.secret;
}

/** The user's secret, made where he has none. */
export function ensureSecret(
  deps: Pick<Dependencies, 'table' | 'newId'>,
  userId: string,
): Promise<string> {
  return withRetry(async () => {
    const found = await findSecret(deps, userId);
    if (found !== undefined) return found;
    const secret = deps.newId() + deps.newId();
    const put = { ...keys.quoteSecret(userId), data: { secret } };
    await deps.table.write([{ put, if: 'absent' }]);
    return secret;
  });
}

/** A quote with its signature. */
export function signed(quote: Omit<Quote, 'signature'>, secret: string, { sha256 }: Hash): Quote {
  const bytes = hmacSha256(bytesFromHex(secret), canonicalJson(quote), sha256);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return { ...quote, signature: digits.join('') };
}

/** Whether a quote is as it was signed: a field that was altered since shows. */
export function isGenuine(quote: Quote, secret: string | undefined, deps: Hash): boolean {
  if (secret === undefined) return false;
  return signed(omit(quote, 'signature'), secret, deps).signature === quote.signature;
}
