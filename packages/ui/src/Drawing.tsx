import type { JSX, SVGProps } from "react";

export interface DrawingProps extends SVGProps<SVGSVGElement> {
  /** What is spoken. Null where words beside the drawing say it already. */
  readonly label: string | null;
}

/** An svg that is either an image with a name or nothing at all to a screen reader; never in between. */
export function Drawing({ label, ...rest }: DrawingProps): JSX.Element {
  return label === null ? <svg {...rest} aria-hidden="true" /> : <svg {...rest} role="img" aria-label={label} />;
}
