import type { Metadata } from "next";
import type { JSX } from "react";
import { FormPairPage } from "./FormPairPage";

export const metadata: Metadata = { title: "Form a pair" };

export default function Page(): JSX.Element {
  return <FormPairPage />;
}
