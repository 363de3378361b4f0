import { useState } from 'preact/hooks';
import type { Invoice as WireInvoice } from '../../../../core/api/wire/messages.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { DialogFooter } from '../../../parts/dialog/dialog-footer.tsx';
import { exactDollars } from '../../../parts/figures/in-words.ts';
import { Field } from '../../../parts/form/field.tsx';
import { Problem } from '../../../parts/states.tsx';
import { dollarFault, microsTyped } from '../typed-dollars.ts';
import { creditedMicros } from './invoice-words.ts';
import { useCredit } from './use-invoice.ts';

interface CreditDialogProps {
  readonly invoice: WireInvoice;
  readonly tenant: string;
  readonly onClose: () => void;
}

/** Asks how much of an invoice is given back, and why. */
export function CreditDialog({ invoice, tenant, onClose }: CreditDialogProps) {
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const announce = useAnnounce();
  const credit = useCredit({ tenant, id: invoice.id });
  const left = invoice.totalMicros - creditedMicros(invoice);
  const amountMicros = microsTyped(text) ?? 0;
  const fault =
    dollarFault(text) ??
    (amountMicros > left ? `At most ${exactDollars(left)} are left of this invoice` : undefined);
  const submit = (event: Event) => {
    event.preventDefault();
    credit.mutate(
      { amountMicros, reason },
      {
        onSuccess: () => {
          announce(`${exactDollars(amountMicros)} of invoice ${invoice.id} were credited`, 'good');
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={`Credit note to invoice ${invoice.id}`} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <p>
          The invoice stays as it is; the note stands beside it and in the ledger, for good.{' '}
          {exactDollars(left)} can be given back.
        </p>
        <Field label="Dollars" error={fault}>
          <input
            value={text}
            inputMode="decimal"
            autocomplete="off"
            required
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </Field>
        <Field label="Reason" hint="The tenant reads it">
          <input
            value={reason}
            maxLength={1_000}
            required
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </Field>
        {credit.error && <Problem error={credit.error} title="Nothing was credited" />}
        <DialogFooter
          verb="Make credit note"
          isBusy={credit.isPending}
          isBlocked={fault !== undefined || amountMicros === 0 || reason.trim() === ''}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
