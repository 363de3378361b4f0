import type { Table, Write } from '../../ports/table.ts';
import type { EntryDraft } from './entry.ts';

/** Where a tenant's chain ends. */
export interface LedgerHead {
  /** 0: there is no entry yet. */
  readonly sequence: number;
  readonly hash: string;
}

/** The head as it was read: `appendWrites` is refused where somebody else appended meanwhile. */
export interface LedgerState {
  readonly userId: string;
  readonly head: LedgerHead;
  /** Absent: nothing is stored yet. */
  readonly rev?: number;
}

/** A tenant's ledger, to be appended to. */
export function readLedger(_table: Table, userId: string): Promise<LedgerState> {
  return Promise.resolve({ userId, head: { sequence: 0, hash: '0'.repeat(64) } });
}

/**
 * Writes that append these entries in their order, all or none: refused as a whole where one of
 * their ids is there already, or somebody else appended.
 */
export function appendWrites(
  _ledger: LedgerState,
  _drafts: readonly EntryDraft[],
  _sha256: (data: string) => string,
): Write[] {
  return [];
}
