import type { Context } from 'hono';
import type { Dependencies } from '../../ports/host.ts';
import type { Identity } from '../../access/identity.ts';
import type { RequestLimit } from '../../access/rate-limit.ts';
import type { SizeLimits } from './body/size-limits.ts';

/** What a host adds to the routes. */
export interface ApiHost {
  readonly deps: Dependencies;
  /** Who presents this request. @throws DeeptuneError key-missing, key-invalid */
  identify(request: Request, context: Context): Promise<Identity>;
  /** Absent: requests are not counted here. */
  readonly requestLimit?: RequestLimit | undefined;
  /** Absent: `defaultSizeLimits`. */
  readonly sizeLimits?: SizeLimits | undefined;
  /**
   * The events of a user, or of one of his apps, as `text/event-stream`; absent: this host has
   * none.
   * @param isAllowed asked from time to time: false ends the stream
   * @throws DeeptuneError throttled where too many are open
   */
  readonly streamEvents?:
    | ((
        listener: { readonly userId: string; readonly appId?: string | undefined },
        isAllowed: () => Promise<boolean>,
      ) => ReadableStream<Uint8Array>)
    | undefined;
  /** Told of every error that is not the caller's: for the host's log. */
  report(error: unknown, requestId: string): void;
}

/**
 * Who presents a request, which is counted as his. @throws DeeptuneError key-missing, key-invalid,
 * throttled
 */
export async function identityOf(context: Context, host: ApiHost): Promise<Identity> {
  const identity = await host.identify(context.req.raw, context);
  await host.requestLimit?.take(identity.userId, Date.parse(host.deps.now()));
  return identity;
}
