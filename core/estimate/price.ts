/** Clarifai's published price: $4 per hour. */
export const defaultMicrosPerHour = 4_000_000;

/** Clarifai's console shows an estimate floored to steps of 15 minutes. */
export function displaySeconds(seconds: number): number {
  return Math.floor(seconds / 900) * 900;
}

/** `5 min 8 s`, `1 h 15 min`, `5 d`, `0 s`: exact, units that are zero left out. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}

/** Four significant digits: `0.00065`, `5.482`. */
export function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
