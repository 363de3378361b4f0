import type { JsonObject } from '../json.ts';

/** What everything else belongs to. */
export interface App {
  readonly id: string;
  readonly name?: string;
  readonly description: string;
  readonly notes?: string;
  readonly metadata?: JsonObject;
  readonly defaultLanguage?: string;
  /** Kept and shown for clients that ask for it; deeptune has no workflows. */
  readonly defaultWorkflowId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Set: the app is gone for everybody, and its contents are on their way out. */
  readonly deletedAt?: string;
}
