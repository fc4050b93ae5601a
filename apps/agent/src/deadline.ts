/** Waiting with an end: every wait of the agent has one, so nothing hangs because the other side does. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** @throws DeadlineError when `promise` is not settled within `limitMs` */
export async function within<T>(promise: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`${what} took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is neither undefined nor false. @throws DeadlineError */
export async function until<T>(
  ask: () => Promise<T | undefined | false>,
  limitMs: number,
  what: string,
  everyMs = 20,
): Promise<T> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > endMs) throw new DeadlineError(`${what} took longer than ${limitMs} ms`);
    await pause(everyMs);
  }
}
