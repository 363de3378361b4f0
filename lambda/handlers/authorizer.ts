import { authenticate } from '../../core/access/authenticate.ts';
import { DeeptuneError } from '../../core/errors.ts';
import type { AuthorizerContext } from '../api/authorizer-context.ts';
import { contextOf, refusal } from '../api/authorizer-context.ts';
import { AwsHost } from '../compose.ts';

interface AuthorizerEvent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

let host: AwsHost | undefined;

/**
 * Says who presents a request. A refused key passes too, marked as refused: the app then answers
 * 401 with Clarifai's own body.
 */
export async function handler(
  event: AuthorizerEvent,
): Promise<{ isAuthorized: true; context: AuthorizerContext }> {
  host ??= new AwsHost('authorizer', process.env);
  try {
    return {
      isAuthorized: true,
      context: contextOf(await authenticate(event.headers?.['authorization'], host)),
    };
  } catch (error) {
    if (!(error instanceof DeeptuneError)) throw error;
    return { isAuthorized: true, context: refusal(error) };
  }
}
