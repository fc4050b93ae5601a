"use client";
import { type RefObject, useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { type RowSpan, useRowWindow } from "../../view/row-window";

/** Below this many rows a browser draws them all faster than we would choose. */
const VIRTUAL_FROM = 200;
const ROW_PX = 32;

/** Which rows of the list are drawn, how high each is, and the place in the address: the first row in view. */
export function useListWindow(
  body: RefObject<HTMLTableSectionElement | null>,
  { total, place, onPlace }: { total: number; place: number; onPlace: (place: string) => void },
): { readonly span: RowSpan; readonly rowPx: number; readonly scrollTo: (index: number) => void } {
  const [rowHeight, setRowHeight] = useState(ROW_PX);
  const isDrawn = total > 0;
  useLayoutEffect(() => {
    const measure = (): void => {
      if (body.current === null) return;
      setRowHeight(Number.parseFloat(getComputedStyle(body.current).getPropertyValue("--row")) || ROW_PX);
    };
    if (isDrawn) measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, [body, isDrawn]);
  const rowPx = rowHeight + 1;
  const virtual = total > VIRTUAL_FROM;
  const told = useRef(place);
  const { first, last, scrollTo } = useRowWindow(body, {
    count: total,
    rowPx,
    enabled: virtual,
    start: place,
    onTop(index) {
      if (index === told.current) return;
      told.current = index;
      onPlace(index === 0 ? "" : String(index));
    },
  });
  // Where the address was sent by somebody; the history of this browser knows its own place to the pixel.
  const goThere = useEffectEvent(() => {
    if (virtual && place > 0 && scrollY === 0) scrollTo(place, "to-top");
  });
  useEffect(() => {
    if (isDrawn) goThere();
  }, [isDrawn]);
  const toRow = useEffectEvent((index: number) => {
    if (virtual) scrollTo(index);
  });
  const go = useRef(toRow);
  useEffect(() => {
    go.current = toRow;
  });
  return { span: { first, last }, rowPx, scrollTo: useCallback((index) => go.current(index), []) };
}
