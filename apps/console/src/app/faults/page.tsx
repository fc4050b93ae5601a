import type { JSX } from "react";

export default function FaultsPage(): JSX.Element {
  return <h1 className="vh">Faults</h1>;
}
