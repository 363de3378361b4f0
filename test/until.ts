/** Asks until `find` answers something. @throws Error after `seconds`, with what was asked */
export async function until<T>(seconds: number, find: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline)
      throw new Error(`not within ${seconds} s: ${find.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
