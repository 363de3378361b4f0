/** What a person did not put there: dot files, and what Windows and macOS leave behind. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || /^(thumbs\.db|desktop\.ini|__MACOSX)$/i.test(name);
}

export const hiddenReason = 'Hidden files, and what systems leave behind, are not read';
