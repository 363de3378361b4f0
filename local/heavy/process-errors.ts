import { DeeptuneError, errors } from '../../core/errors.ts';
import type { WriteReason } from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';

/** An error on its way from one process to another: a copied one would lose what it is. */
export type ErrorMessage =
  | { readonly kind: 'deeptune'; readonly code: string; readonly message: string }
  | { readonly kind: 'refused'; readonly reasons: readonly WriteReason[] }
  | { readonly kind: 'other'; readonly message: string; readonly stack: string | undefined };

export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof DeeptuneError)
    return { kind: 'deeptune', code: error.code, message: error.message };
  if (error instanceof WriteRefusedError) return { kind: 'refused', reasons: error.reasons };
  if (!(error instanceof Error)) return { kind: 'other', message: String(error), stack: undefined };
  return { kind: 'other', message: error.message, stack: error.stack };
}

export function fromErrorMessage(message: ErrorMessage): Error {
  if (message.kind === 'refused') return new WriteRefusedError(message.reasons);
  if (message.kind === 'deeptune') {
    const info = Object.values(errors).find(({ code }) => code === message.code);
    return new DeeptuneError(info ?? errors.internal, message.message);
  }
  return Object.assign(new Error(message.message), { stack: message.stack });
}
