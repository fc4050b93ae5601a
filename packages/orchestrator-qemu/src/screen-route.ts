import { Refusal } from "@v-available/domain/refusal";
import { otherSide, type Side } from "@v-available/domain/state";
import type { ScreenStream } from "@v-available/orchestrator/screen";
import type { ConnectionLimits, TlsMaterial } from "./agent-connection";
import { type AgentScreen, openAgentScreen } from "./agent-screen";
import type { PairWatch } from "./pair-watch";

const activeSideOf = (watch: PairWatch, vmRef: string): Side | null => {
  const vm = watch.entities().find((entity) => entity.kind === "vm" && entity.ref === vmRef);
  return vm?.kind === "vm" ? vm.activeSide : null;
};

/**
 * Opens the screen of a machine of this pair on the host where it runs, and ends it when the hosts say that it runs on the
 * other one, or when its host is not heard any more.
 * @param onWord is called back at every word of any host @returns null where the pair has no such machine
 */
export async function openScreenOn(
  watch: PairWatch,
  vmRef: string,
  by: { readonly material: TlsMaterial; readonly limits: ConnectionLimits },
  onWord: (listener: () => void) => () => void,
): Promise<ScreenStream | null> {
  const believed = activeSideOf(watch, vmRef);
  if (believed === null) return null;
  const openAt = (side: Side): Promise<AgentScreen> => {
    watch.followers[side].refuseWhenLost();
    const address = { ...watch.config.hosts[side], pairRef: watch.config.ref, side };
    return openAgentScreen(address, by.material, by.limits, vmRef);
  };
  const screen = await openAt(believed).catch((error: unknown) => {
    // It moved since the last view: its host says where to.
    const other = otherSide(believed);
    if (error instanceof Refusal && error.code === "conflict" && error.detail.value === other) return openAt(other);
    throw error;
  });
  // Opened where its host sent us: the other host's word of it may still be on its way.
  let isToldSo = screen.side === believed;
  const look = () => {
    const side = activeSideOf(watch, vmRef);
    if (watch.followers[screen.side].lostBecause !== null) screen.end("lost");
    else if (side === null) screen.end("ended");
    else if (side === screen.side) isToldSo = true;
    else if (isToldSo) screen.end("moved");
  };
  const stop = onWord(look);
  screen.ended.then(stop);
  look();
  return screen;
}
