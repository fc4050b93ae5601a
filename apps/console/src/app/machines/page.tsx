import type { Metadata } from "next";
import type { JSX } from "react";
import { MachinesPage } from "./MachinesPage";

export const metadata: Metadata = { title: "Machines" };

export default function Page(): JSX.Element {
  return <MachinesPage />;
}
