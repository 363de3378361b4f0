import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { addresses } from '../../../addresses.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { monthName, periodsUntil } from '../../../parts/figures/months.ts';
import { Field } from '../../../parts/form/field.tsx';
import { staleInvoices } from './use-invoice.ts';

interface IssueDialogProps {
  readonly tenant: string;
  readonly onClose: () => void;
}

/** Asks for which month an invoice is issued. */
export function IssueDialog({ tenant, onClose }: IssueDialogProps) {
  // The running month is not over: its lines still change.
  const [, ...over] = periodsUntil(new Date().toISOString());
  const [period, setPeriod] = useState(over[0]!);
  const { route } = useLocation();
  const announce = useAnnounce();
  const issue = useChange(
    (client, asked: string) => client.call('PostInvoices', { user_id: tenant }, { period: asked }),
    staleInvoices,
  );
  const confirm = async () => {
    const { invoice } = await issue.mutateAsync(period);
    announce(`Invoice ${invoice.id} was issued`, 'good');
    route(addresses.invoice(invoice.id, { tenant }));
  };
  return (
    <ConfirmDialog
      title={`Issue an invoice to ${tenant}`}
      verb="Issue it"
      onConfirm={confirm}
      onClose={onClose}
    >
      <div class="stack">
        <p>
          Its lines and its total never change again; a mistake is mended by a credit note. It
          stands in the ledger from then on.
        </p>
        <Field label="Month">
          <select value={period} onChange={({ currentTarget: { value } }) => setPeriod(value)}>
            {over.map((each) => (
              <option key={each} value={each}>
                {monthName(each)}
              </option>
            ))}
          </select>
        </Field>
      </div>
    </ConfirmDialog>
  );
}
