import { QueryClientProvider } from '@tanstack/preact-query';
import { LocationProvider, Route, Router } from 'preact-iso';
import { routes } from './addresses.ts';
import { queryClient } from './api/query-client.ts';
import { FirstApp } from './pages/first-app.tsx';
import { NotFound } from './pages/not-found.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Frame } from './parts/frame/frame.tsx';
import { lazyPage } from './parts/lazy-page.tsx';
import { SessionProvider } from './session/session.tsx';

/*
 * A part of the bundle for pages that are used together, loaded when one of them is first opened:
 * one a page would be larger by a tenth, since what several share would lie in very small files.
 */
const ofModels = () => import('./pages/model-pages.ts');
const ofDatasets = () => import('./pages/dataset-pages.ts');
const ofOthers = () => import('./pages/other-pages.ts');
const Models = lazyPage(() => ofModels().then((m) => m.Models));
const Model = lazyPage(() => ofModels().then((m) => m.Model));
const Train = lazyPage(() => ofOthers().then((m) => m.Train));
const Datasets = lazyPage(() => ofDatasets().then((m) => m.Datasets));
const Dataset = lazyPage(() => ofDatasets().then((m) => m.Dataset));
const Schedules = lazyPage(() => ofOthers().then((m) => m.Schedules));
const Usage = lazyPage(() => ofOthers().then((m) => m.Usage));
const Budgets = lazyPage(() => ofOthers().then((m) => m.Budgets));
const Invoices = lazyPage(() => ofOthers().then((m) => m.Invoices));
const Invoice = lazyPage(() => ofOthers().then((m) => m.Invoice));
const Ledger = lazyPage(() => ofOthers().then((m) => m.Ledger));
const Keys = lazyPage(() => ofOthers().then((m) => m.Keys));
const Activity = lazyPage(() => ofOthers().then((m) => m.Activity));
const Estimator = lazyPage(() => ofOthers().then((m) => m.Estimator));
const Notifications = lazyPage(() => ofOthers().then((m) => m.Notifications));

/** Addresses of the console: links to the API's own are the browser's. */
const pages = /^\/(?!(v1|v2|files|docs|openapi\.json)(\/|$))/;

/** The whole console: who is signed in, the frame around each page, and which page it is. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LocationProvider scope={pages}>
        <Announcer>
          <SessionProvider>
            <Frame>
              <Router>
                <Route path="/" component={FirstApp} />
                <Route path={routes.models} component={Models} />
                <Route path={routes.model} component={Model} />
                <Route path={routes.train} component={Train} />
                <Route path={routes.datasets} component={Datasets} />
                <Route path={routes.dataset} component={Dataset} />
                <Route path={routes.schedules} component={Schedules} />
                <Route path={routes.usage} component={Usage} />
                <Route path={routes.budgets} component={Budgets} />
                <Route path={routes.invoices} component={Invoices} />
                <Route path={routes.invoice} component={Invoice} />
                <Route path={routes.ledger} component={Ledger} />
                <Route path={routes.keys} component={Keys} />
                <Route path={routes.activity} component={Activity} />
                <Route path={routes.notifications} component={Notifications} />
                <Route path={routes.estimator} component={Estimator} />
                <Route default component={NotFound} />
              </Router>
            </Frame>
          </SessionProvider>
        </Announcer>
      </LocationProvider>
    </QueryClientProvider>
  );
}
