import { useState } from 'preact/hooks';
import { useCall, useChange } from '../../api/use-call.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Field } from '../../parts/form/field.tsx';
import { Problem } from '../../parts/states.tsx';
import { endAfter, lifetimes } from './key-ends.ts';
import { presets } from './scope-presets.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { DialogFooter } from '../../parts/dialog/dialog-footer.tsx';

interface NewKeyDialogProps {
  readonly onMade: (text: string) => void;
  readonly onClose: () => void;
}

interface NewKey {
  readonly description: string;
  /** '': all apps. */
  readonly app: string;
  readonly scopes: readonly string[];
  readonly days: number | undefined;
}

/** Asks what a new key is for, what it may do and until when. */
export function NewKeyDialog({ onMade, onClose }: NewKeyDialogProps) {
  const [asked, setAsked] = useState<NewKey>({
    description: '',
    app: '',
    scopes: presets[0]!.scopes,
    days: 90,
  });
  const change = (changed: Partial<NewKey>) => setAsked({ ...asked, ...changed });
  const make = useNewKey();
  const submit = (event: Event) => {
    event.preventDefault();
    make.mutate(asked, { onSuccess: onMade });
  };
  return (
    <Dialog title="Create key" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <Field label="Description" hint="Who or what uses it, so that it can be told from others">
          <input
            value={asked.description}
            maxLength={1_000}
            required
            autofocus
            onInput={({ currentTarget }) => change({ description: currentTarget.value })}
          />
        </Field>
        <AppField app={asked.app} onChange={(app) => change({ app })} />
        <ScopeChoice scopes={asked.scopes} onChange={(scopes) => change({ scopes })} />
        <Field label="It ends in">
          <select
            value={String(asked.days ?? '')}
            onChange={({ currentTarget: { value } }) =>
              change({ days: value === '' ? undefined : Number(value) })
            }
          >
            {lifetimes.map(({ name, days }) => (
              <option key={name} value={String(days ?? '')}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        {make.error && <Problem error={make.error} title="The key was not created" />}
        <DialogFooter
          verb="Create key"
          isBusy={make.isPending}
          isBlocked={asked.scopes.length === 0}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

function useNewKey() {
  return useChange(
    async (client, { description, app, scopes, days }: NewKey) => {
      const apps = app === '' ? {} : { apps: [{ id: app }] };
      const end = days === undefined ? {} : { expires_at: endAfter(days, Date.now()) };
      const key = { description, scopes, ...apps, ...end };
      const { keys } = await client.call('PostKeys', {}, { keys: [key] });
      return keys[0]!.id;
    },
    ['ListKeys'],
  );
}

interface AppFieldProps {
  readonly app: string;
  readonly onChange: (app: string) => void;
}

function AppField({ app, onChange }: AppFieldProps) {
  const apps = useCall('ListApps', { per_page: 1_000 }).data?.apps ?? [];
  return (
    <Field label="It opens">
      <select value={app} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">All apps</option>
        {apps.map(({ id }) => (
          <option key={id} value={id}>
            App {id}
          </option>
        ))}
      </select>
    </Field>
  );
}
