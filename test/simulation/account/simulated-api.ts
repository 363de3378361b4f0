import type { Hono } from 'hono';
import { buildApp } from '../../../core/api/app.ts';
import { apiFunctionRoutes } from '../../../core/api/clarifai/api-function-routes.ts';
import { billingRoutes } from '../../../core/api/clarifai/billing/billing-routes.ts';
import { estimatorFunctionRoutes } from '../../../core/api/clarifai/estimator-function-routes.ts';
import { retrainingFunctionRoutes } from '../../../core/api/clarifai/retraining-function-routes.ts';
import type { Route } from '../../../core/api/http/route.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import { lambdaSizeLimits } from '../../../lambda/api/size-limits.ts';
import { timeLimits } from '../../../lambda/environment.ts';
import type { InjectedFaults } from '../network/injected-faults.ts';
import type { Trace } from '../report/trace.ts';
import type { Random } from '../time/random.ts';
import type { SimulatedAccount } from './simulated-account.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every route
export type Body = any;

export interface Answer {
  /** Of HTTP; 0: no answer came. */
  readonly status: number;
  readonly body: Body;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
}

type ApiFunction = 'api' | 'estimator' | 'billing' | 'retraining';

const routesOf: Readonly<Record<ApiFunction, readonly Route[]>> = {
  api: apiFunctionRoutes,
  estimator: estimatorFunctionRoutes,
  billing: billingRoutes,
  retraining: retrainingFunctionRoutes,
};

export interface SimulatedApiOptions {
  readonly account: SimulatedAccount;
  readonly faults: InjectedFaults;
  readonly random: Random;
  readonly trace: Trace;
  /** An answer that is the service's own fault, and was not injected. */
  readonly onFault: (what: string) => void;
}

/** API Gateway: what a client sees of the functions behind it, over a network that loses things. */
export class SimulatedApi {
  readonly #options: SimulatedApiOptions;
  readonly #apps = new WeakMap<AwsHost, Hono>();

  constructor(options: SimulatedApiOptions) {
    this.#options = options;
  }

  /** One request of a tenant; 0 where its answer was lost on the way. */
  async send(tenant: string, asked: Asked): Promise<Answer> {
    const { account, faults, random, trace } = this.#options;
    const lost = faults.isOn && random.chance(0.01) ? random.pick(['request', 'answer']) : '';
    if (lost !== '') faults.count('request of a client', `${lost} lost`);
    if (lost === 'request') return { status: 0, body: {} };
    const name = functionOf(asked.path);
    const work = (host: AwsHost): Promise<Answer> => this.#serve(name, host, { tenant, asked });
    const answer = await account
      .invoke(name, work, tenant, timeLimits.api)
      .catch((error: Error) => ({
        status: error.name === 'Sandbox.Timedout' ? 503 : 502,
        body: { status: { code: 0, description: error.message } },
      }));
    trace.add(`${tenant} ${asked.method} ${asked.path} -> ${answer.status} ${codeOf(answer)}`);
    return lost === 'answer' ? { status: 0, body: {} } : answer;
  }

  async #serve(
    name: ApiFunction,
    host: AwsHost,
    { tenant, asked }: { readonly tenant: string; readonly asked: Asked },
  ): Promise<Answer> {
    const app = this.#apps.get(host) ?? this.#build(name, host);
    this.#apps.set(host, app);
    const { method, path, body, key } = asked;
    const response = await app.request(path, {
      method,
      headers: { 'x-tenant': tenant, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  #build(name: ApiFunction, deps: AwsHost): Hono {
    return buildApp(routesOf[name], {
      deps,
      sizeLimits: lambdaSizeLimits,
      identify: (request) =>
        Promise.resolve({ userId: request.headers.get('x-tenant') ?? '', scopes: ['All'] }),
      report: (error) =>
        this.#options.onFault(String(error instanceof Error ? error.stack : error)),
    });
  }
}

function functionOf(path: string): ApiFunction {
  if (path.includes('/billing/')) return 'billing';
  if (/\/(schedules|lineage|gate|promotions|dial)(\/|\?|$)/.test(path)) return 'retraining';
  return /\/(estimates?|quotes|job_estimates)(\/|\?|$)/.test(path) ? 'estimator' : 'api';
}

function codeOf({ body }: Answer): string {
  const { code = '', details = '' } =
    (body as { status?: { code?: number; details?: string } }).status ?? {};
  return code === 10000 ? '' : `${code} ${details}`.slice(0, 160);
}
