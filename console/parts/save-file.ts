/** Offers a text as a download. @param type `text/csv` */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download begins after this event.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
