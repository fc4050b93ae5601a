"use client";
import { useQuery } from "@tanstack/react-query";
import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import { PairGlyph } from "@v-available/ui/PairGlyph";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { usePathname } from "next/navigation";
import { type JSX, type ReactNode, Suspense, useState } from "react";
import { lazily } from "../client/lazily";
import { useTRPC } from "../client/trpc";
import { Link } from "./Link";
import { isCurrent, TABS } from "./page";

const More = lazily(() => import("./More").then(({ More }) => More));

/** The mark of the faults takes colour only while an alarm is open. */
const drawingOf = (href: (typeof TABS)[number]["href"], calls: boolean): ReactNode =>
  ({
    "/": <PairGlyph size={15} a={{ is: "act" }} b={{ is: "disk" }} links="both" witness="both" label={null} />,
    "/machines": <LevelGlyph size={15} protection={FAULT_TOLERANCE} label={null} />,
    "/pairs": <PairGlyph size={15} a={{ is: "act" }} b={{ is: "core" }} links="both" label={null} />,
    "/faults": <SeverityMark severity="major" size={18} {...(calls ? {} : { tone: "ink" as const })} />,
  })[href];

/** The phone's five tabs. */
export function Tabs(): JSX.Element {
  const pathname = usePathname();
  const [moreOpen, setMoreOpen] = useState(false);
  const system = useQuery(useTRPC().system.info.queryOptions());
  const openAlarms = system.data?.openAlarms ?? 0;
  return (
    <nav className="tabs" aria-label="Main, phone">
      {TABS.map(({ href, label }) => (
        <Link key={href} href={href} aria-current={isCurrent(href, pathname) ? "page" : undefined}>
          <span className="drawing">{drawingOf(href, openAlarms > 0)}</span>
          <span>{label}</span>
          {href === "/faults" && openAlarms > 0 ? <span className="vh">{openAlarms} open</span> : null}
        </Link>
      ))}
      <button type="button" onClick={() => setMoreOpen(true)} aria-haspopup="dialog">
        <span className="drawing">
          <svg width="18" height="15" viewBox="0 0 18 15" aria-hidden="true">
            <path d="M1 2h16M1 7.5h16M1 13h16" stroke="currentColor" strokeWidth="1.4" />
          </svg>
        </span>
        <span>More</span>
      </button>
      {moreOpen ? (
        <Suspense>
          <More onClose={() => setMoreOpen(false)} />
        </Suspense>
      ) : null}
    </nav>
  );
}
