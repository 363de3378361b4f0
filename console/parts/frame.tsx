import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { addresses } from '../addresses.ts';
import { useCall } from '../api/use-call.ts';
import { useSession } from '../session/session.tsx';
import { appIn, rememberApp, rememberedApp } from './current-app.ts';

/** Top bar and side navigation, around the page. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const named = appIn(path);
  const app = named ?? rememberedApp();
  useEffect(() => {
    if (named !== undefined) rememberApp(named);
  }, [named]);
  return (
    <div class="frame">
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <TopBar app={app} />
      <nav class="side" aria-label="Main">
        {app !== undefined && (
          <>
            <NavLink href={addresses.models(app)}>Models</NavLink>
            <NavLink href={addresses.train(app)}>Train a model</NavLink>
            <NavLink href={addresses.datasets(app)}>Datasets</NavLink>
            <NavLink href={addresses.schedules(app)}>Schedules</NavLink>
          </>
        )}
        <NavLink href={addresses.activity()}>Activity</NavLink>
        <NavLink href={addresses.usage()}>Usage</NavLink>
        <NavLink href={addresses.keys()}>Keys</NavLink>
        <NavLink href={addresses.notifications()}>Notifications</NavLink>
      </nav>
      <main id="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function NavLink({ href, children }: { href: string; children: ComponentChildren }) {
  const { path } = useLocation();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <a href={href} aria-current={isHere ? 'page' : undefined}>
      {children}
    </a>
  );
}

function TopBar({ app }: { app: string | undefined }) {
  const { session, signOut } = useSession();
  const { route } = useLocation();
  const apps = useCall('ListApps', {}).data?.apps ?? [];
  return (
    <header class="top">
      <a class="brand" href="/">
        deeptune
      </a>
      <label>
        <span class="hidden">App</span>
        <select
          value={app ?? ''}
          onChange={({ currentTarget }) => route(addresses.models(currentTarget.value))}
        >
          {apps.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <span class="grow" />
      <span class="who">{session.userId}</span>
      <button class="link" onClick={() => signOut()}>
        Sign out
      </button>
    </header>
  );
}
