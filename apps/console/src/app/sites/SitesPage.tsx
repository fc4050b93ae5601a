"use client";
import { useQuery } from "@tanstack/react-query";
import type { SiteLineView, SiteView } from "@v-available/api/view/site";
import { LINK_LABEL } from "@v-available/domain/part-label";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { LabelBadge } from "@v-available/ui/StateBadge";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { type JSX, Suspense } from "react";
import { useConnection } from "../../client/connection";
import { lazily } from "../../client/lazily";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { Link } from "../../shell/Link";
import { useSearchParam } from "../../shell/search-param";
import { machinesAt, pairsAt } from "../../view/address";
import { NothingHeard } from "../../view/NothingHeard";
import { SiteMap } from "./SiteMap";
import { isWrong, leadOf, pairsWords, purposeWords, rttWords, standingOf } from "./site-words";
import styles from "./sites.module.css";

const ChangeSite = lazily(() => import("./ChangeSite").then(({ ChangeSite }) => ChangeSite));

/** More than that nobody tells apart on a drawing. */
const MOST_DRAWN = 60;

function Row({ site, onChange }: { site: SiteView; onChange: () => void }): JSX.Element {
  const standing = standingOf(site);
  const { reason } = useConnection();
  return (
    <tr>
      <Cell className={styles.name}>
        <Link href={pairsAt(site.name)}>
          <b>{site.name}</b>
        </Link>
        <span className="sub">{site.location ?? site.region}</span>
      </Cell>
      <Cell>
        <ShapeMark shape={standing.shape} tone={standing.tone} /> {standing.word}
      </Cell>
      <Cell>{pairsWords(site)}</Cell>
      <Cell number className={styles.wide}>
        {site.machineCount === 0 ? (
          <span className="sub">none</span>
        ) : (
          <Link href={machinesAt(site.name)}>{site.machineCount}</Link>
        )}
      </Cell>
      <Cell number className={styles.wide}>
        {site.hostCount}
        {site.freeHostCount === 0 ? null : <span className="sub"> and {site.freeHostCount} free</span>}
      </Cell>
      <Cell className={styles.wide}>
        {site.witnesses.length === 0 ? (
          <span className="sub">none</span>
        ) : (
          <span className="id">{site.witnesses.join(", ")}</span>
        )}
      </Cell>
      <Cell number className={styles.wide}>
        {site.openAlarms === 0 ? <span className="sub">none</span> : site.openAlarms}
      </Cell>
      <Cell className={styles.act}>
        <Button small blockedBy={reason} onClick={onChange}>
          Change<span className="vh"> {site.name}</span>
        </Button>
      </Cell>
    </tr>
  );
}

function Line({ line, nameOf }: { line: SiteLineView; nameOf: (id: string) => string }): JSX.Element {
  return (
    <tr>
      <Cell>
        {nameOf(line.from)} – {nameOf(line.to)}
      </Cell>
      <Cell>
        <LabelBadge label={LINK_LABEL[line.state]} asWished={line.state === "Up"} />
      </Cell>
      <Cell number>{rttWords(line)}</Cell>
      <Cell className={styles.wide}>{purposeWords(line)}</Cell>
    </tr>
  );
}

/** Every place with what stands there, and what goes between them. */
export function SitesPage(): JSX.Element {
  const query = useQuery(useTRPC().site.list.queryOptions());
  const failure = useFailure(query);
  const { value: changing, set: change } = useSearchParam("change");
  if (failure !== null) return <QueryFailure what="The list of sites" error={failure} query={query} />;
  if (query.data === undefined)
    return (
      <>
        <h1 className="vh">Sites</h1>
        <Skeleton label="Reading the sites" rows={12} />
      </>
    );
  const { sites, lines } = query.data;
  const drawn = sites.length <= MOST_DRAWN ? sites : sites.filter(isWrong).slice(0, MOST_DRAWN);
  const chosen = sites.find(({ id }) => id === changing);
  const nameOf = (id: string): string => sites.find((site) => site.id === id)?.name ?? "a site";
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">{sites.length === 0 ? "Sites" : leadOf(query.data)}</h1>
      </header>
      {sites.length === 0 ? (
        <NothingHeard what="site" how="A site appears here as soon as a host of it is heard." />
      ) : (
        <>
          <Region title="Map" aside="schematic: east is right, north is up">
            {drawn.length < sites.length ? (
              <p className="mid">
                {drawn.length === 0
                  ? `All ${sites.length} sites are well; so many are not drawn.`
                  : `Drawn are ${drawn.length} of ${sites.length} sites: those at which something is wrong.`}{" "}
                The list below has all of them.
              </p>
            ) : null}
            {drawn.length === 0 ? null : <SiteMap sites={drawn} lines={lines} />}
          </Region>
          <Region title="Sites">
            <Table aria-label="Sites" className={styles.table}>
              <thead>
                <tr>
                  <Head>Site</Head>
                  <Head>State</Head>
                  <Head>Pairs</Head>
                  <Head number className={styles.wide ?? ""}>
                    Machines
                  </Head>
                  <Head number className={styles.wide ?? ""}>
                    Hosts
                  </Head>
                  <Head className={styles.wide ?? ""}>Witnesses</Head>
                  <Head number className={styles.wide ?? ""}>
                    Alarms
                  </Head>
                  <Head>
                    <span className="vh">Change</span>
                  </Head>
                </tr>
              </thead>
              <tbody>
                {sites.map((site) => (
                  <Row key={site.id} site={site} onChange={() => change(site.id)} />
                ))}
              </tbody>
            </Table>
          </Region>
          <Region title="Lines between sites" aside="solid between hosts, dotted to a witness">
            {lines.length === 0 ? (
              <p className="sub">No pair, copy or witness reaches from one site to another.</p>
            ) : (
              <Table aria-label="Lines between sites" className={styles.table}>
                <thead>
                  <tr>
                    <Head>Between</Head>
                    <Head>State</Head>
                    <Head number>Round trip</Head>
                    <Head className={styles.wide ?? ""}>What for</Head>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((line) => (
                    <Line key={`${line.kind} ${line.from} ${line.to}`} line={line} nameOf={nameOf} />
                  ))}
                </tbody>
              </Table>
            )}
          </Region>
        </>
      )}
      {chosen === undefined ? null : (
        <Suspense>
          <ChangeSite key={chosen.id} site={chosen} onClose={() => change("")} />
        </Suspense>
      )}
    </>
  );
}
