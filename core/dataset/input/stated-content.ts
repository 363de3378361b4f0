import { errors } from '../../errors.ts';
import type { Input } from '../record/input.ts';
import { invalid } from './load-content.ts';

/**
 * What an input holds, for another one that is to hold the same.
 * @param of what the other one said that it is
 * @returns invalid, with the reason, where it is something else or was not ingested
 */
export function statedContent(
  data: Input['data'],
  of: 'image' | 'text',
  inputId: string,
): Input['data'] {
  if (data.kind === 'invalid')
    return invalid(of, data.statusCode, `Input '${inputId}' was not ingested: ${data.reason}`);
  if (data.kind === of) return data;
  const reason = `Input '${inputId}' is a ${nounOf(data.kind)}; name it as data.${data.kind}.url`;
  return invalid(of, errors.inputUnsupported.status, reason);
}

function nounOf(kind: 'image' | 'text'): string {
  return kind === 'image' ? 'picture' : 'text';
}
