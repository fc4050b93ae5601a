/** A list that was scrolled a long way is asked for its rows first. */
const WAIT_MS = 3_000;

let call = 0;

/** Brings the focus to a row as soon as it is drawn: enter then opens it, as it would any link. The last call counts. */
export function toRow(body: HTMLElement | null, index: number): void {
  const mine = ++call;
  const endMs = performance.now() + WAIT_MS;
  const look = (): void => {
    if (mine !== call || body === null) return;
    const link = body.querySelector<HTMLElement>(`tr[data-row="${index}"] a[data-machine]`);
    if (link !== null) link.focus({ preventScroll: false });
    else if (performance.now() < endMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
