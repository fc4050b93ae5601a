import { type RefObject, useEffectEvent, useLayoutEffect, useState } from "react";

/** Rows beyond the edge that are there already when a scroll brings them in. */
const OVERSCAN = 8;
/** As many as a usual window has, before it is known how high it is: each that is too many is drawn at the first paint. */
const AT_FIRST = 36;

export interface RowSpan {
  readonly first: number;
  /** The last one that is drawn; before `first` where there is none. */
  readonly last: number;
}

/** Which of equally high rows lie in view, or near to it. Lengths in px; `topPx` is where the first row begins. */
export function rowsInView(of: {
  count: number;
  rowPx: number;
  topPx: number;
  scrollPx: number;
  viewPx: number;
}): RowSpan {
  const { count, rowPx, topPx, scrollPx, viewPx } = of;
  const first = Math.floor((scrollPx - topPx) / rowPx) - OVERSCAN;
  const last = Math.ceil((scrollPx + viewPx - topPx) / rowPx) + OVERSCAN;
  return { first: Math.max(0, Math.min(first, count - 1)), last: Math.max(-1, Math.min(last, count - 1)) };
}

/**
 * The rows of a long table that the window shows. All of them while the table is short enough for the browser to draw it
 * whole, so that its own search finds every row.
 */
export function useRowWindow(
  body: RefObject<HTMLElement | null>,
  {
    count,
    rowPx,
    enabled,
    start = 0,
    onTop,
  }: {
    count: number;
    rowPx: number;
    enabled: boolean;
    /** The first row in view before the window knows. */
    start?: number;
    /** Told which row is the first in view, as it changes. */
    onTop?: (index: number) => void;
  },
): RowSpan & { scrollTo(index: number, how?: "into-view" | "to-top"): void } {
  const [span, setSpan] = useState<RowSpan>({ first: Math.max(0, start - OVERSCAN), last: start + AT_FIRST });
  const tell = useEffectEvent((index: number) => onTop?.(index));
  useLayoutEffect(() => {
    if (!enabled) return;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (body.current === null) return;
      const topPx = body.current.getBoundingClientRect().top + scrollY;
      const next = rowsInView({ count, rowPx, topPx, scrollPx: scrollY, viewPx: innerHeight });
      setSpan((now) => (now.first === next.first && now.last === next.last ? now : next));
      tell(Math.max(0, Math.min(count - 1, Math.ceil((scrollY - topPx) / rowPx))));
    };
    const ask = (): void => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
    };
  }, [body, count, rowPx, enabled]);
  return {
    first: enabled ? Math.min(span.first, Math.max(0, count - 1)) : 0,
    last: enabled ? Math.min(span.last, count - 1) : count - 1,
    scrollTo(index, how = "into-view") {
      const top = (body.current?.getBoundingClientRect().top ?? 0) + scrollY + index * rowPx;
      if (how === "to-top") window.scrollTo({ top });
      else if (top < scrollY || top + rowPx > scrollY + innerHeight) window.scrollTo({ top: top - innerHeight / 2 });
    },
  };
}
