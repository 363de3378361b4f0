import { callBilling } from '../../../api/billing-calls.ts';
import { useChange } from '../../../api/use-call.ts';

/** What is read anew when an invoice has changed. */
export const staleInvoices = ['ListInvoices', 'GetInvoice', 'ListLedgerEntries'] as never[];

interface Named {
  readonly tenant: string;
  readonly id: string;
}

/** Marks an issued invoice as paid, or voids it. */
export function useInvoiceStatus({ tenant, id }: Named) {
  return useChange(
    (client, status: 'paid' | 'void') =>
      callBilling(client, 'PatchInvoice', { user_id: tenant, invoice_id: id }, { status }),
    staleInvoices,
  );
}

/** Gives a part of an invoice back. */
export function useCredit({ tenant, id }: Named) {
  return useChange(
    (client, note: { readonly amountMicros: number; readonly reason: string }) =>
      callBilling(
        client,
        'PostCreditNote',
        { user_id: tenant, invoice_id: id },
        { credit_note: note },
      ),
    staleInvoices,
  );
}
