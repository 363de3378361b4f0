import { useChange } from '../../../api/use-call.ts';

/** What is read anew when an invoice has changed. */
export const staleInvoices = ['ListInvoices', 'GetInvoice', 'ListLedgerEntries'] as const;

interface Named {
  readonly tenant: string;
  readonly id: string;
}

/** Marks an issued invoice as paid, or voids it. */
export function useInvoiceStatus({ tenant, id }: Named) {
  return useChange(
    (client, status: 'paid' | 'void') =>
      client.call('PatchInvoice', { user_id: tenant, invoice_id: id }, { status }),
    staleInvoices,
  );
}

/** Gives a part of an invoice back. */
export function useCredit({ tenant, id }: Named) {
  return useChange(
    (client, note: { readonly amountMicros: number; readonly reason: string }) =>
      client.call('PostCreditNote', { user_id: tenant, invoice_id: id }, { credit_note: note }),
    staleInvoices,
  );
}
