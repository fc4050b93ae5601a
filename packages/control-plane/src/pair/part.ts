import { aloneNeed } from "@v-available/domain/lone-host";
import type { Side } from "@v-available/domain/state";
import type { HostRecord, LinkRecord, WitnessRecord } from "../query/fleet-rows";
import type { Picture, PicturedPair } from "../query/picture";
import type { HostView, LinkView, WitnessView } from "../view/pair";

export function hostView(row: HostRecord, pair: PicturedPair, picture: Picture): HostView {
  const { observed } = row;
  const need = aloneNeed(pair.facts, observed.side);
  const site = picture.sites.find(({ adapter, ref }) => adapter === row.adapter && ref === observed.siteRef);
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    side: observed.side,
    state: observed.state,
    site: { id: site?.id ?? "", name: site?.name ?? observed.siteRef },
    observed,
    aloneCores: need.cores,
    aloneMemoryMiB: need.memoryMiB,
    components: observed.components,
    holdsToken: pair.facts.machines.some(({ register }) => register?.owner === observed.side),
  };
}

/** A host that was never heard of has no page of its own, but a pair always has two halves. */
export function hostViewOrGone(side: Side, pair: PicturedPair, picture: Picture): HostView {
  const row = pair.hosts[side];
  if (row) return hostView(row, pair, picture);
  const name = `host ${side.toUpperCase()}`;
  return hostView(
    {
      id: "",
      adapter: pair.row.adapter,
      ref: pair.row.observed.hostRefs[side],
      revision: 0,
      name,
      firstSeenAtMs: 0,
      removedAtMs: null,
      pairRef: pair.row.ref,
      state: "Unknown",
      observed: {
        kind: "host",
        ref: pair.row.observed.hostRefs[side],
        name,
        siteRef: pair.row.siteRef,
        pairRef: pair.row.ref,
        side,
        state: "Unknown",
        cores: 0,
        memoryMiB: 0,
        usedCores: 0,
        usedMemoryMiB: 0,
        cpuModel: "",
        cpuFeatures: null,
        watchdog: "absent",
        clock: null,
        upSinceMs: null,
        lastHeartbeatAtMs: null,
        heartbeatMs: 0,
        components: [],
      },
    },
    pair,
    picture,
  );
}

export const linkView = ({ id, revision, observed }: LinkRecord): LinkView => ({
  id,
  revision,
  kind: observed.linkKind,
  state: observed.state,
  sinceMs: observed.sinceMs,
  rttP50Ms: observed.rttP50Ms,
  rttP99Ms: observed.rttP99Ms,
  lossRatio: observed.lossRatio,
  usedRatio:
    observed.bandwidthBytesPerSecond > 0
      ? Math.min(1, observed.usedBytesPerSecond / observed.bandwidthBytesPerSecond)
      : 0,
  observed,
});

export const witnessView = ({ id, revision, name, observed }: WitnessRecord): WitnessView => ({
  id,
  revision,
  name,
  siteName: observed.siteName,
  endpoint: observed.endpoint,
  preferred: observed.preferred,
  inUse: observed.inUse,
  independent: observed.independent,
  seenBy: observed.seenBy,
});
