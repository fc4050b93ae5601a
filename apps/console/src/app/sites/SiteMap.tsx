"use client";
import type { SitesView } from "@v-available/api/view/site";
import { LINK_LABEL } from "@v-available/domain/part-label";
import { mapHeight, placeSites } from "@v-available/domain/site-map";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { toneColor } from "@v-available/ui/tone";
import { type JSX, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Link } from "../../shell/Link";
import { pairsAt } from "../../view/address";
import { siteWords, standingOf } from "./site-words";
import styles from "./sites.module.css";

const APART = { x: 112, y: 52 };
const FIRST_WIDTH = 1_100;

/** Where everything stands, as a drawing: the same sites, words and links as the list below it. */
export function SiteMap({ sites, lines }: SitesView): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.max(APART.x * 2, Math.floor(entry?.contentRect.width ?? FIRST_WIDTH))),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const height = mapHeight(sites.length, { width, apart: APART }, width < 600 ? 420 : 380);
  const points = useMemo(() => placeSites(sites, { width, height, apart: APART }), [sites, width, height]);
  const at = new Map(sites.map(({ id }, index) => [id, points[index]]));
  return (
    <div ref={box} className={styles.map} style={{ height }}>
      <svg width={width} height={height} aria-hidden="true" className={styles.lines}>
        {lines.map(({ from, to, kind, state }) => {
          const [one, two] = [at.get(from), at.get(to)];
          if (!one || !two) return null;
          const label = LINK_LABEL[state];
          return (
            <line
              key={`${kind} ${from} ${to}`}
              x1={one.x}
              y1={one.y}
              x2={two.x}
              y2={two.y}
              data-kind={kind}
              stroke={state === "Up" ? "var(--rule-2)" : toneColor(label.tone)}
              strokeWidth={kind === "pair" ? 3 : 1.5}
              strokeDasharray={state === "Up" ? (kind === "witness" ? "2 5" : undefined) : "7 5"}
            />
          );
        })}
      </svg>
      <ul aria-label="Map of sites">
        {sites.map((site, index) => {
          const point = points[index];
          const standing = standingOf(site);
          return (
            <li key={site.id} style={{ left: point?.x ?? 0, top: point?.y ?? 0 }}>
              <Link href={pairsAt(site.name)} aria-label={siteWords(site)} className={styles.node}>
                <ShapeMark shape={standing.shape} tone={standing.tone} />
                <span>{site.name}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
