import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';

/**
 * What is loaded when it is first opened. Where that fails, because the host does not answer or
 * serves a newer console, it throws the reason for the ErrorBoundary around it, and loads anew when
 * it is opened again: `lazy` alone would show nothing, for good.
 */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loadOrFail = () => load().catch((reason: unknown) => failing(reason));
  const failing = (reason: unknown): ComponentType<Props> => {
    return function NotLoaded(): never {
      Part = lazy(loadOrFail) as ComponentType<Props>;
      throw reason;
    };
  };
  let Part = lazy(loadOrFail) as ComponentType<Props>;
  return function Page(props: Props) {
    return <Part {...(props as Props & object)} />;
  };
}
