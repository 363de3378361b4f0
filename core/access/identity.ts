/** The caller: from the key that was presented, never from a body. */
export interface Identity {
  readonly userId: string;
  /** Set for an app key: it opens this app only. */
  readonly appId?: string;
  readonly scopes: readonly string[];
  /** Absent or empty: every operation that the scopes allow. */
  readonly endpoints?: readonly string[];
  /** When the key that was presented ends, ISO 8601 UTC; absent: never. */
  readonly expiresAt?: string;
  /**
   * The key of whoever runs the deployment: he may bill, and read any tenant's bill. Stored on the
   * key; no request can ask for it, and no app key has it.
   */
  readonly isOperator?: true;
}
