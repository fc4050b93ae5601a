import type { JSX } from "react";
import { Overview } from "../overview/Overview";

export const metadata = { title: "Overview" };

export default function OverviewPage(): JSX.Element {
  return <Overview />;
}
