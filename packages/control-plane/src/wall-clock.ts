/** The machine's own clock and timer, for what compositions drive in real time. */
export const wallClock = {
  nowMs: (): number => Date.now(),
  /** Calls about every `intervalMs` until the returned function is called. */
  every(intervalMs: number, tick: () => void): () => void {
    const timer = setInterval(tick, intervalMs);
    return () => clearInterval(timer);
  },
};
