import type { JSX } from "react";
import { encode } from "uqr";
import styles from "./QrCode.module.css";

/** A picture that a phone reads, drawn by the server: dark on light in both themes, with the four cells of quiet it needs. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={cells.join("")} shapeRendering="crispEdges" />
    </svg>
  );
}
