import type { Metadata } from "next";
import type { JSX } from "react";
import { Prefetched } from "../../../Prefetched";
import { NewPlan } from "./NewPlan";

export const metadata: Metadata = { title: "Plan work" };

export default function Page(): JSX.Element {
  return (
    <Prefetched queries={() => []}>
      <NewPlan />
    </Prefetched>
  );
}
