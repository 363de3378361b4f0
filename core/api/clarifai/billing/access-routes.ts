import type { RequestContext } from '../../http/request-context.ts';
import { userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

/** Whether the key that asks is an operator's: what a page or a tool offers depends on it. */
function access(call: RequestContext): Answer<'GetBillingAccess'> {
  userOf(call);
  return { access: { isOperator: call.identity.isOperator === true } };
}

export const accessRoutes: readonly Route[] = [
  {
    operation: 'GetBillingAccess',
    method: 'GET',
    path: '/billing/access',
    under: 'user',
    handle: access,
  },
];
