import type { Metadata } from "next";
import type { JSX } from "react";
import { NewMachinePage } from "./NewMachinePage";

export const metadata: Metadata = { title: "Create a machine" };

export default function Page(): JSX.Element {
  return <NewMachinePage />;
}
