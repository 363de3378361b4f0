/** Four to a digit, the first one highest; the last digit is filled up with false. */
export function toHex(bits: readonly boolean[]): string {
  const digits = Array.from({ length: Math.ceil(bits.length / 4) }, (_, at) =>
    [8, 4, 2, 1].reduce((sum, value, place) => sum + (bits[4 * at + place] ? value : 0), 0),
  );
  return digits.map((digit) => digit.toString(16)).join('');
}

/** The first `count` of them. */
export function fromHex(text: string, count: number): boolean[] {
  const bits = [...text].flatMap((digit) =>
    [8, 4, 2, 1].map((value) => (parseInt(digit, 16) & value) !== 0),
  );
  return bits.slice(0, count);
}
