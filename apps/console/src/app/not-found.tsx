import type { JSX } from "react";
import { Link } from "../shell/Link";

export default function NotFound(): JSX.Element {
  return (
    <section className="page-note">
      <h1 className="say">
        <b>There is no such page.</b>
      </h1>
      <p className="mid">
        What it was about may have been removed. Nearest: the <Link href="/">overview</Link>, the{" "}
        <Link href="/machines">machines</Link> or the <Link href="/faults">faults</Link>.
      </p>
    </section>
  );
}
