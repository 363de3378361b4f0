import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { addresses } from '../../addresses.ts';

interface SideNavigationProps {
  /** The app whose pages are offered; undefined: there is none yet. */
  readonly app: string | undefined;
  /** On a small screen: shown. */
  readonly isOpen: boolean;
  readonly onNewApp: () => void;
}

/** Where one can go. */
export function SideNavigation({ app, isOpen, onNewApp }: SideNavigationProps) {
  return (
    <nav id="side" class={`side ${isOpen ? 'open' : ''}`} aria-label="Main">
      {app !== undefined && (
        <>
          <NavLink href={addresses.models(app)}>Models</NavLink>
          <NavLink href={addresses.train(app)}>Train a model</NavLink>
          <NavLink href={addresses.datasets(app)}>Datasets</NavLink>
          <NavLink href={addresses.schedules(app)}>Schedules</NavLink>
          <hr />
        </>
      )}
      <NavLink href={addresses.activity()}>Activity</NavLink>
      <NavLink href={addresses.usage()}>Usage</NavLink>
      <NavLink href={addresses.budgets()}>Budgets</NavLink>
      <NavLink href={addresses.invoices()}>Invoices</NavLink>
      <NavLink href={addresses.ledger()}>Ledger</NavLink>
      <NavLink href={addresses.estimator()}>Estimator</NavLink>
      <NavLink href={addresses.keys()}>Keys</NavLink>
      <NavLink href={addresses.notifications()}>Notifications</NavLink>
      <hr />
      <a href="/docs" target="_blank" rel="noopener">
        API reference
      </a>
      <button type="button" class="link" onClick={onNewApp}>
        New app
      </button>
    </nav>
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
