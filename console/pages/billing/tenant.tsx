import { useCall } from '../../api/use-call.ts';
import { Choice } from '../../parts/form/choice.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { useSession } from '../../session/session.tsx';

/** Whose money a page is about: one's own, or of an operator any tenant's. */
export interface Tenant {
  readonly id: string;
  readonly isOwn: boolean;
  readonly isOperator: boolean;
}

/** True: the key is an operator's, which the service says of who asks. */
export function useIsOperator(): boolean {
  return useCall('GetBillingAccess', {}).data?.access.isOperator === true;
}

/** The tenant that the address names; without one, who is signed in. */
export function useTenant(): Tenant {
  const own = useSession().session.userId;
  const [named] = useQueryState('tenant', own);
  return { id: named, isOwn: named === own, isOperator: useIsOperator() };
}

/** What an address needs to stay with the tenant. */
export function tenantQuery({ id, isOwn }: Tenant): { readonly tenant?: string } {
  return isOwn ? {} : { tenant: id };
}

/** An operator chooses whose bill he looks at; others are shown their own and see nothing here. */
export function TenantChoice() {
  const own = useSession().session.userId;
  const { id, isOperator } = useTenant();
  const [, setTenant] = useQueryState('tenant', own);
  const { data } = useCall(
    'GetUsageSummary',
    { group_by: ['tenant'], all_tenants: true },
    { enabled: isOperator },
  );
  if (!isOperator) return null;
  const known = (data?.usage_summary.groups ?? []).flatMap(({ userId }) => userId ?? []);
  const options = [...new Set([own, ...known])];
  return <Choice name="Tenant" options={options} value={id} onChange={setTenant} />;
}
