import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";

/** Still bars in the shape of a page, and only where the wait is felt. */
export default function Loading(): JSX.Element {
  return <Skeleton label="Loading" rows={10} />;
}
