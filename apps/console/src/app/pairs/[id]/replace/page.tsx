import type { Metadata } from "next";
import type { JSX } from "react";
import { ReplaceHostPage } from "./ReplaceHostPage";

export const metadata: Metadata = { title: "Replace a host" };

export default function Page(): JSX.Element {
  return <ReplaceHostPage />;
}
