import { useLocation } from 'preact-iso';
import { addresses } from '../../addresses.ts';
import { useSession } from '../../session/session.tsx';

interface TopBarProps {
  readonly apps: readonly string[];
  /** The one that is looked at; undefined: there is none. */
  readonly app: string | undefined;
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
}

/** Brand, which app is looked at, and who is signed in. */
export function TopBar({ apps, app, isMenuOpen, onMenu }: TopBarProps) {
  const { session, signOut } = useSession();
  return (
    <header class="top">
      <button
        type="button"
        class="icon menu"
        aria-label="Menu"
        aria-expanded={isMenuOpen}
        aria-controls="side"
        onClick={onMenu}
      >
        ☰
      </button>
      <a class="brand" href="/">
        <img src="/icon.svg" alt="" width={22} height={22} /> deeptune
      </a>
      <AppSelect apps={apps} app={app} />
      <span class="grow" />
      <span class="who">{session.userId}</span>
      <button type="button" class="link" onClick={() => signOut()}>
        Sign out
      </button>
    </header>
  );
}

/** The app that the address names is there in any case. */
function AppSelect({ apps, app }: Pick<TopBarProps, 'apps' | 'app'>) {
  const { route } = useLocation();
  const ids = app === undefined || apps.includes(app) ? apps : [app, ...apps];
  if (ids.length === 0) return null;
  return (
    <select
      aria-label="App"
      value={app ?? ''}
      onChange={({ currentTarget }) => route(addresses.models(currentTarget.value))}
    >
      {ids.map((id) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </select>
  );
}
