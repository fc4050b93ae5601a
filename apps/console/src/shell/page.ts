/** The pages of the bar. One level, on top; pairs, sites and machines are reached from the map or a sentence. */
export const PAGES = [
  { href: "/", label: "Overview", key: "o" },
  { href: "/machines", label: "Machines", key: "m" },
  { href: "/pairs", label: "Pairs", key: "p" },
  { href: "/policies", label: "Policies", key: "y" },
  { href: "/faults", label: "Faults", key: "f" },
  { href: "/drills", label: "Drills", key: "d" },
  { href: "/work", label: "Planned work", key: "w" },
  { href: "/lab", label: "Fault lab", key: "l" },
] as const;
export type Page = (typeof PAGES)[number];

/** Those that somebody needs at night with a phone; what comes after them is behind More. */
const [OVERVIEW, MACHINES, PAIRS, , FAULTS] = PAGES;
export const TABS = [OVERVIEW, MACHINES, PAIRS, FAULTS] as const;

/** An incident is read among the faults. */
export const isCurrent = (href: Page["href"], pathname: string): boolean =>
  href === "/"
    ? pathname === "/"
    : pathname.startsWith(href) || (href === "/faults" && pathname.startsWith("/incidents"));
