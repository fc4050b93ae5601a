import type { OverviewView } from "@v-available/api/view/overview";
import { countWords } from "@v-available/domain/wording";
import { PairGlyph } from "@v-available/ui/PairGlyph";
import { PairStateGlyph } from "@v-available/ui/PairStateGlyph";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Link } from "../shell/Link";
import type { AgedFleet, AgedSite } from "./aged-fleet";
import styles from "./FleetMap.module.css";
import { Tally } from "./Tally";

/** With so few pairs there is room for their names. */
const NAMED_UP_TO = 48;

const isQuiet = ({ tone, pairs }: AgedSite): boolean => tone === null && pairs.every(({ state }) => state === "Normal");

function SiteRow({ site, named }: { site: AgedSite; named: boolean }): JSX.Element {
  const { tone } = site;
  return (
    <li
      className={styles.site}
      data-trouble={tone !== null || undefined}
      data-note={!isQuiet(site) || undefined}
      data-unknown={tone === "unknown" || undefined}
      style={
        tone === null
          ? undefined
          : { ["--tone" as string]: `var(--${tone})`, ["--tint" as string]: `var(--${tone}-tint)` }
      }
    >
      <span className={styles.name}>{site.name}</span>
      <span className={styles.glyphs}>
        {site.pairs.map(({ cell, state }) => (
          <Link key={cell.id} href={`/pairs/${cell.id}`} title={cell.name}>
            <PairStateGlyph state={state} facts={cell.glyph} size={15} name={cell.name} />
            {named ? (
              <span className="id" aria-hidden="true">
                {cell.name}
              </span>
            ) : null}
          </Link>
        ))}
      </span>
      <span className={styles.count}>
        {site.troubled > 0 ? <b>{`${site.troubled} of ${site.machineCount}`}</b> : site.machineCount}
        <span className="vh"> machines{site.troubled > 0 ? " need attention" : ""}</span>
      </span>
    </li>
  );
}

const KEY = (
  <ul className={styles.key} aria-label="Key">
    <li>
      <PairGlyph size={15} a={{ is: "act" }} b={{ is: "disk" }} links="both" witness="both" label={null} />
      holds the token, stands by
    </li>
    <li>
      <PairGlyph
        size={15}
        a={{ is: "act" }}
        b={{ is: "sync", ratio: 0.4 }}
        toneB="resyncing"
        links="both"
        witness="both"
        label={null}
      />
      copy catching up
    </li>
    <li>
      <PairGlyph size={15} a={{ is: "act" }} b={{ is: "disk" }} links="a" witness="both" tone="degraded" label={null} />
      one link
    </li>
    <li>
      <PairGlyph size={15} a={{ is: "act" }} b={{ is: "gone" }} links="none" witness="a" label={null} />
      host gone
    </li>
  </ul>
);

/** Regions, sites, pairs. A site keeps its place whatever happens there, so that the eye learns where things are. */
export function FleetMap({ view, fleet }: { view: OverviewView; fleet: AgedFleet }): JSX.Element {
  return (
    <Region
      title="Fleet"
      note={`${countWords(view.pairCount, "pair")} at ${countWords(view.siteCount, "site")}. One tick is one machine, its height the level.`}
      aside={KEY}
      className={styles.fleet}
    >
      {view.pairCount === 0 ? (
        <p className={styles.none}>
          <b>No pair has been heard of yet.</b>{" "}
          <span className="mid">It appears here as soon as its hosts report.</span>
        </p>
      ) : (
        <div className={styles.map}>
          {fleet.regions.map((region) => {
            const quiet = region.sites.filter(isQuiet);
            return (
              <section key={region.name} aria-label={region.name}>
                <h3 className={`lab ${styles.region}`}>
                  {region.name}
                  <span>{countWords(region.pairCount, "pair")}</span>
                </h3>
                <Tally sites={region.sites} />
                <ul>
                  {region.sites.map((site) => (
                    <SiteRow key={site.id} site={site} named={view.pairCount <= NAMED_UP_TO} />
                  ))}
                </ul>
                {quiet.length > 0 ? (
                  <p className={styles.rest}>
                    {quiet.length === region.sites.length ? "" : "Also: "}
                    {quiet.map((site) => site.name).join(", ")}, all normal.
                  </p>
                ) : null}
              </section>
            );
          })}
        </div>
      )}
    </Region>
  );
}
