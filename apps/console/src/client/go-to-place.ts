/** So many frames at the place, and what was to be drawn above it has been. */
const STEADY_FRAMES = 20;
const GIVE_UP_AFTER_MS = 5_000;
const BY_HAND = ["wheel", "touchmove", "keydown", "pointerdown"] as const;

/** Goes down to where the reader was, as the page grows to it, unless he goes somewhere himself. */
export function goToPlace(place: number): void {
  const ended = new AbortController();
  for (const name of BY_HAND) addEventListener(name, () => ended.abort(), { signal: ended.signal, passive: true });
  const endMs = performance.now() + GIVE_UP_AFTER_MS;
  let steady = 0;
  const look = (): void => {
    if (ended.signal.aborted) return;
    steady = Math.abs(scrollY - place) < 1 ? steady + 1 : 0;
    if (steady === 0) scrollTo(0, place);
    if (steady < STEADY_FRAMES && performance.now() < endMs) requestAnimationFrame(look);
    else ended.abort();
  };
  requestAnimationFrame(look);
}
