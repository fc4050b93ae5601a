import type { Metadata } from "next";
import type { JSX } from "react";
import { PairsPage } from "./PairsPage";

export const metadata: Metadata = { title: "Pairs" };

export default function Page(): JSX.Element {
  return <PairsPage />;
}
