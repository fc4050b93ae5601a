import type { JSX } from "react";
import { Lab } from "../../lab/Lab";

export const metadata = { title: "Fault lab" };

export default function LabPage(): JSX.Element {
  return <Lab />;
}
