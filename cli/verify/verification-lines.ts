import type { Finding } from '../../core/billing/verify/finding.ts';
import type {
  AccountVerification,
  Verification,
  VerifiedCounts,
} from '../../core/billing/verify/verify.ts';
import { counted } from '../frame/output/words.ts';

/** A verification as lines for a person: what was looked at, and everything that is wrong. */
export function verificationLines({ tenants, findings }: AccountVerification): string[] {
  const all = [...tenants.flatMap((tenant) => tenant.findings), ...findings];
  return [
    ...tenants.flatMap(tenantLines),
    ...findings.map(findingLine),
    all.length === 0
      ? `Nothing is wrong in the books of ${counted(tenants.length, 'tenant')}.`
      : `${counted(all.length, 'finding')} in the books of ${counted(tenants.length, 'tenant')}.`,
  ];
}

function tenantLines({ userId, checked, head, isUnopened, findings }: Verification): string[] {
  const end = head ? `, ends with entry ${head.sequence} (${head.hash.slice(0, 12)})` : '';
  const unopened = isUnopened
    ? '; an earlier release wrote them: the ledger is opened with the next job'
    : '';
  return [`${userId}: ${countsInWords(checked)}${end}${unopened}`, ...findings.map(findingLine)];
}

function countsInWords(checked: VerifiedCounts): string {
  return [
    counted(checked.entries, 'ledger entry', 'ledger entries'),
    counted(checked.usageRecords, 'usage record'),
    counted(checked.holds, 'open hold'),
    counted(checked.budgetCounters, 'budget counter'),
    counted(checked.invoices, 'invoice'),
  ].join(', ');
}

function findingLine({ code, message }: Finding): string {
  return `  ${code}: ${message}`;
}
