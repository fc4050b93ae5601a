import type { JSX } from "react";
import { Faults } from "../../fault/Faults";

export const metadata = { title: "Faults" };

export default function FaultsPage(): JSX.Element {
  return <Faults />;
}
