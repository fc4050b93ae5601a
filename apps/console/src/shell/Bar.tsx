"use client";
import { useQuery } from "@tanstack/react-query";
import { PairGlyph } from "@v-available/ui/PairGlyph";
import { usePathname } from "next/navigation";
import { type JSX, Suspense, useState } from "react";
import { lazily } from "../client/lazily";
import { useTRPC } from "../client/trpc";
import { Link } from "./Link";
import { LiveClock } from "./LiveClock";
import { isCurrent, PAGES } from "./page";
import { usePageKeys } from "./page-keys";
import { ThemeSwitch } from "./ThemeSwitch";

const Finder = lazily(() => import("../find/Finder").then(({ Finder }) => Finder));
const KeyList = lazily(() => import("./KeyList").then(({ KeyList }) => KeyList));

export function Bar(): JSX.Element {
  const pathname = usePathname();
  const system = useQuery(useTRPC().system.info.queryOptions());
  const [opened, open] = useState<"keys" | "find" | null>(null);
  usePageKeys(open);
  const organisation = system.data?.organisation ?? "v-Available";
  const openAlarms = system.data?.openAlarms ?? 0;
  return (
    <header className="bar">
      <Link className="org" href="/" aria-label={`${organisation}, overview`}>
        <PairGlyph size={15} a={{ is: "act" }} b={{ is: "core" }} links="both" witness="both" label={null} />
        <span>{organisation}</span>
      </Link>
      <nav aria-label="Main">
        {PAGES.map(({ href, label }) => (
          <Link key={href} href={href} aria-current={isCurrent(href, pathname) ? "page" : undefined}>
            {label}
            {href === "/faults" && openAlarms > 0 ? (
              <span className="count">
                {openAlarms}
                <span className="vh"> open {openAlarms === 1 ? "alarm" : "alarms"}</span>
              </span>
            ) : null}
          </Link>
        ))}
      </nav>
      <span className="sp" />
      <LiveClock />
      <button
        type="button"
        className="icon"
        onClick={() => open("find")}
        aria-label="Find or do"
        title="Find or do, ⌘K"
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M11 7A4 4 0 1 1 3 7a4 4 0 0 1 8 0zm-1 3 4 4" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
      <button type="button" className="icon wide" onClick={() => open("keys")} aria-label="Keys" title="Keys">
        <kbd>?</kbd>
      </button>
      <ThemeSwitch />
      <Link className="wide" href="/account">
        {system.data?.person.name}
      </Link>
      {opened === null ? null : (
        <Suspense>
          {opened === "find" ? <Finder onClose={() => open(null)} /> : <KeyList onClose={() => open(null)} />}
        </Suspense>
      )}
    </header>
  );
}
