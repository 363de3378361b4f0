import { useState } from 'preact/hooks';
import { clientOf } from '../api/client.ts';
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
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const key = String(form.get('key')).trim();
    setBusy(true);
    try {
      const { user } = await clientOf({ key, userId: 'me' }).call('GetUser', { user_id: 'me' });
      onSignIn({ key, userId: user.id }, form.get('keep') !== null);
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <h1>deeptune</h1>
        <label>
          API key
          <input
            name="key"
            type="password"
            required
            autocomplete="off"
            autofocus
            spellcheck={false}
          />
        </label>
        <label class="choice">
          <input name="keep" type="checkbox" defaultChecked /> Keep it for this tab
        </label>
        {problem && (
          <p class="flash error" role="alert">
            {problem}
          </p>
        )}
        <button class="primary" disabled={isBusy}>
          Sign in
        </button>
        <p class="hint">
          The laptop host prints where its key lies when it starts: <code>.deeptune/key</code>.
        </p>
      </form>
    </main>
  );
}
