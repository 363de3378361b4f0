import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../client/api-error.ts';
import { clientOf } from '../api/client.ts';
import { Field } from '../parts/form/field.tsx';
import { Flash } from '../parts/flash.tsx';
import { problemText } from '../parts/states.tsx';
import type { Session } from './session.tsx';

interface SignInProps {
  /** Why the person has to sign in again. */
  readonly reason: string | undefined;
  readonly onSignIn: (session: Session, isKept: boolean) => void;
}

/** Asks for a key, and whose it is. */
export function SignIn({ reason, onSignIn }: SignInProps) {
  const [problem, setProblem] = useState(reason);
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    document.title = 'Sign in · deeptune';
  }, []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      onSignIn(await sessionOf(String(form.get('key'))), form.get('keep') !== null);
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <form class="panel stack" onSubmit={(event) => void submit(event)}>
        <h1 class="brand">
          <img src="/icon.svg" alt="" width={28} height={28} /> deeptune
        </h1>
        {problem && (
          <div role="alert">
            <Flash tone="error">{problem}</Flash>
          </div>
        )}
        <Field label="API key">
          <input
            name="key"
            type={isShown ? 'text' : 'password'}
            required
            autocomplete="off"
            autofocus
            spellcheck={false}
          />
        </Field>
        <label class="choice">
          <input
            type="checkbox"
            checked={isShown}
            onChange={({ currentTarget }) => setShown(currentTarget.checked)}
          />
          Show it
        </label>
        <label class="choice">
          <input name="keep" type="checkbox" defaultChecked /> Keep it until this tab is closed
        </label>
        <button class="primary" disabled={isBusy}>
          Sign in
        </button>
        <WhereKeysAre />
      </form>
    </main>
  );
}

function WhereKeysAre() {
  return (
    <details>
      <summary>Where is my key?</summary>
      <ul class="hint">
        <li>
          On this machine: <code>cat .deeptune/key</code> in the folder where deeptune was started,
          or <code>deeptune open</code>, which signs in by itself.
        </li>
        <li>
          In an AWS account: the person who runs it makes the first one with{' '}
          <code>npm run create-key</code>; more are made here, under Keys.
        </li>
      </ul>
    </details>
  );
}

/** @throws Error in words for the person: what was typed is no key, or is not accepted */
async function sessionOf(typed: string): Promise<Session> {
  const key = typed.trim();
  // Such a key cannot stand in a header: fetch would say something of its own.
  if (/[^\x21-\x7e]/.test(key))
    throw new Error(
      'This is not a key: keys begin with dt_ and hold letters and digits only. Was a whole line copied?',
    );
  try {
    const { user } = await clientOf({ key, userId: 'me' }).call('GetUser', { user_id: 'me' });
    return { key, userId: user.id };
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 401)
      throw new Error('This key is not accepted: it is mistyped, has ended or was deleted.', {
        cause: error,
      });
    throw new Error(problemText(error as Error), { cause: error });
  }
}
