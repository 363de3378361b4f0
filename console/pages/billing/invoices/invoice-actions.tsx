import { useState } from 'preact/hooks';
import type { Invoice as WireInvoice } from '../../../../core/api/wire/messages.ts';
import { useClient } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { exactDollars } from '../../../parts/figures/in-words.ts';
import { saveFile } from '../../../parts/save-file.ts';
import { problemText } from '../../../parts/states.tsx';
import type { Tenant } from '../tenant.tsx';
import { CreditDialog } from './credit-dialog.tsx';
import { useInvoiceStatus } from './use-invoice.ts';

interface InvoiceActionsProps {
  readonly invoice: WireInvoice;
  readonly tenant: Tenant;
}

/** Files and paper for everybody; what an operator alone may do is shown to operators alone. */
export function InvoiceActions({ invoice, tenant }: InvoiceActionsProps) {
  return (
    <>
      <Files invoice={invoice} tenant={tenant} />
      <button type="button" onClick={() => print()}>
        Print
      </button>
      {tenant.isOperator && <OperatorActions invoice={invoice} tenant={tenant.id} />}
    </>
  );
}

function Files({ invoice, tenant }: InvoiceActionsProps) {
  const client = useClient();
  const announce = useAnnounce();
  const { id } = invoice;
  const save = async (format: 'csv' | 'html') => {
    const asked = { user_id: tenant.id, invoice_id: id, format };
    const { content } = await client.call('GetInvoiceContent', asked);
    saveFile(content.filename, `text/${format}`, content.text);
  };
  const file = (format: 'csv' | 'html') => () =>
    void save(format).catch((error: Error) => announce(problemText(error), 'error'));
  return (
    <>
      <button type="button" onClick={file('csv')}>
        CSV
      </button>
      <button type="button" onClick={file('html')}>
        HTML
      </button>
      <button
        type="button"
        onClick={() =>
          saveFile(`invoice-${id}.json`, 'application/json', JSON.stringify(invoice, null, 2))
        }
      >
        JSON
      </button>
    </>
  );
}

const words = {
  paid: {
    verb: 'Mark as paid',
    done: 'is marked as paid',
    text: 'The ledger gets an entry of the payment. It cannot be taken back.',
  },
  void: {
    verb: 'Void it',
    done: 'is void',
    text: 'Nothing of it is owed any more; what it had charged is on no invoice until the month is issued anew. It cannot be taken back.',
  },
} as const;

function OperatorActions({ invoice, tenant }: { invoice: WireInvoice; tenant: string }) {
  const [asking, setAsking] = useState<'paid' | 'void' | 'credit'>();
  const announce = useAnnounce();
  const change = useInvoiceStatus({ tenant, id: invoice.id });
  const { status, id } = invoice;
  const close = () => setAsking(undefined);
  const confirm = async (to: 'paid' | 'void') => {
    await change.mutateAsync(to);
    announce(`Invoice ${id} ${words[to].done}`, 'good');
  };
  if (status === 'draft' || status === 'void') return null;
  return (
    <>
      {status === 'issued' && (
        <>
          <button type="button" class="primary" onClick={() => setAsking('paid')}>
            Mark as paid
          </button>
          {invoice.creditNotes.length === 0 && (
            <button type="button" class="danger" onClick={() => setAsking('void')}>
              Void
            </button>
          )}
        </>
      )}
      <button type="button" onClick={() => setAsking('credit')}>
        Credit note
      </button>
      {(asking === 'paid' || asking === 'void') && (
        <ConfirmDialog
          title={`${words[asking].verb}: invoice ${id}`}
          verb={words[asking].verb}
          isDangerous={asking === 'void'}
          onConfirm={() => confirm(asking)}
          onClose={close}
        >
          <p>
            {exactDollars(invoice.dueMicros)} are due from {invoice.userId}. {words[asking].text}
          </p>
        </ConfirmDialog>
      )}
      {asking === 'credit' && <CreditDialog invoice={invoice} tenant={tenant} onClose={close} />}
    </>
  );
}
