const counted = /^ffff([0-9a-f]{8})[0-9a-f]{20}$/;

/**
 * `Version 3`, from the number that an id holds: see `nextVersion` in core/model/version-id.ts. Ids
 * of earlier releases hold none: of those the last eight digits.
 */
export function versionName(id: string): string {
  const [, digits] = counted.exec(id) ?? [];
  return digits === undefined ? `Version ${id.slice(-8)}` : `Version ${parseInt(digits, 16)}`;
}
