import type { Hold } from '../../../../core/api/wire/messages.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { dollars } from '../../../parts/figures/in-words.ts';
import { versionName } from '../../../parts/version/version-name.ts';

interface HoldDialogProps {
  readonly hold: Hold;
  readonly end: 'void' | 'charge';
  readonly tenant: string;
  readonly onClose: () => void;
}

const stale = ['ListHolds', 'ListLedgerEntries', 'ListBudgets', 'GetAmount'] as const;

/** Asks before a hold ends, either way: it ends once. */
export function HoldDialog({ hold, end, tenant, onClose }: HoldDialogProps) {
  const announce = useAnnounce();
  const name = versionName(hold.jobId);
  const amount = dollars(hold.amountMicros);
  const finish = useChange(
    (client, operation: 'VoidHold' | 'ChargeHold') =>
      client.call(operation, { user_id: tenant, job_id: hold.jobId }, bodyOf(operation)),
    stale,
  );
  const confirm = async () => {
    await finish.mutateAsync(end === 'void' ? 'VoidHold' : 'ChargeHold');
    announce(end === 'void' ? `${amount} were given back` : `${name} was charged`, 'good');
  };
  return (
    <ConfirmDialog
      title={end === 'void' ? `Give back what is held for ${name}` : `Charge ${name}`}
      verb={end === 'void' ? 'Give it back' : 'Charge it'}
      isDangerous={end === 'charge'}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {end === 'void'
          ? `${amount} are given back to ${tenant}, and nothing is charged. It cannot be taken back.`
          : `${tenant} is charged ${chargeOf(hold)} for what the job kept, never more than the ${amount} that are held. It cannot be taken back; a mistake is mended by a credit note.`}
      </p>
    </ConfirmDialog>
  );
}

/** Charged is what the one rule says, which the service reckons. */
function bodyOf(operation: string): object | undefined {
  return operation === 'ChargeHold' ? { hold: {} } : undefined;
}

function chargeOf({ chargeMicros }: Hold): string {
  return chargeMicros === undefined ? '' : dollars(chargeMicros);
}
