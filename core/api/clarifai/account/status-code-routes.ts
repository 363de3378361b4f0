import { fail } from '../../../errors.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { allStatuses } from '../../http/status.ts';

/** The statuses that deeptune answers, not all that Clarifai has. */
function list(): Answer<'ListStatusCodes'> {
  return { statuses: allStatuses() };
}

/**
 * The status that was asked for stands where every answer has its own: so Clarifai's message is
 * made.
 */
function get(call: RequestContext): Answer<'GetStatusCode'> {
  const code = param(call, 'status_code_id');
  const found = allStatuses().find((each) => String(each['code']) === code);
  if (!found) throw fail('doesNotExist', `Status code '${code}' does not exist`);
  return { status: found };
}

const root = { under: 'root', isOpen: true } as const;

export const statusCodeRoutes: readonly Route[] = [
  { operation: 'ListStatusCodes', method: 'GET', path: '/status_codes', ...root, handle: list },
  {
    operation: 'GetStatusCode',
    method: 'GET',
    path: '/status_codes/:status_code_id',
    ...root,
    isAnswerOk: true,
    handle: get,
  },
];
