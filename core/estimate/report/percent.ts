/** `5.6 %`, `81 %`, `-12 %`: below ten a decimal that is not 0. @param share 0.056 */
export function percent(share: number): string {
  const value = share * 100;
  const digits = Math.abs(value) < 9.95 ? 1 : 0;
  // A number again, so that `5.0` is 5 and `-0.0` is 0.
  return `${Number(value.toFixed(digits)) + 0} %`;
}

/** `+5.6 %`, `-12 %`, `0 %`. */
export function signedPercent(share: number): string {
  const shown = percent(share);
  return share > 0 && shown !== '0 %' ? `+${shown}` : shown;
}
