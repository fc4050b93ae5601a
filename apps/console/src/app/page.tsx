import type { JSX } from "react";

export default function OverviewPage(): JSX.Element {
  return <h1 className="vh">Overview</h1>;
}
