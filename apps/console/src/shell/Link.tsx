"use client";
import { useRouter } from "next/navigation";
import type { ComponentProps, JSX, MouseEvent } from "react";
import { useGo } from "./go";

export interface LinkProps extends ComponentProps<"a"> {
  /** A page of the console. */
  readonly href: string;
}

type Prefetching = NonNullable<Parameters<ReturnType<typeof useRouter>["prefetch"]>[1]>;
/** Its code too, and not only the frame around it. A page fetched from inside carries no data, so this is little. */
const WHOLE: Prefetching = { kind: "full" as Prefetching["kind"] };

/** A click that means "here, now", not "in a new tab". */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

/**
 * A link within the console. Its page is fetched when a pointer or the focus comes to it, not when it is merely on the
 * screen: a list of sixty would ask sixty times for what nobody opens.
 */
export function Link({ href, onClick, onPointerEnter, onFocus, ...rest }: LinkProps): JSX.Element {
  const router = useRouter();
  const go = useGo();
  return (
    <a
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlain(event) || rest.target !== undefined) return;
        event.preventDefault();
        go(href);
      }}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        router.prefetch(href, WHOLE);
      }}
      onFocus={(event) => {
        onFocus?.(event);
        router.prefetch(href, WHOLE);
      }}
      {...rest}
    />
  );
}
