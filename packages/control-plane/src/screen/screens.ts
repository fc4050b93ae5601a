import { Refusal } from "@v-available/domain/refusal";
import { allowedScreen } from "@v-available/domain/screen";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, barredAtSite, barredByRole } from "../authorise";
import type { Actor, Entrusted } from "../desk";
import type { Environment } from "../environment";
import { newToken } from "../person/secret";
import type { VerbKit } from "../task/submit";
import type { Reference } from "../view/headline";
import { refuseIfLacking, refuseUnlessAllowed } from "../vm/refuse";
import { findMachine } from "../vm/view";
import { OpenScreen, type ScreenOver, screenOver } from "./open-screen";
import { SCREENS_NOT_HERE } from "./without-screen";

/** A browser keeps six connections to a console: what is left is for the pages beside them. */
export const SCREENS_A_SESSION = 3;

export interface OpenedScreen {
  /** Opens the way up; known to the page alone. */
  readonly token: string;
  readonly machine: Reference;
  /** Where it runs. */
  readonly host: string;
  /** Why whoever opened it may only look; null where they may type. */
  readonly mayNotType: string | null;
  readonly down: AsyncIterable<Uint8Array>;
  readonly over: Promise<ScreenOver>;
  close(because?: ScreenOver): void;
}

export interface OpenScreenInput {
  readonly machineId: string;
  /** Whose page it is: only from there more is taken. */
  readonly session: string;
}

/** Screens that are open in this process. */
export interface Screens {
  /**
   * Everybody may look. Opening and closing are audited, what is typed is not.
   * @throws Refusal not-found | unsupported | illegal-transition | unreachable | conflict (too many)
   */
  open(input: OpenScreenInput, actor: Actor): Promise<OpenedScreen>;
  /**
   * Passes on what a page sends, as far as whoever is there may: judged at each part, since a role can be taken away.
   * @throws Refusal not-found | conflict | invalid
   */
  send(
    input: { readonly token: string; readonly session: string; readonly number: number; readonly bytes: Uint8Array },
    actor: Entrusted,
  ): Promise<{ readonly mayNotType: string | null }>;
  /** Closes all, and waits until that is written down. */
  stop(): Promise<void>;
}

interface Held {
  readonly screen: OpenScreen;
  readonly session: string;
  readonly site: Reference | null;
  /** Fulfilled once its end is in the audit log. */
  readonly written: Promise<void>;
}

const WORDS_OF_END: Readonly<Record<ScreenOver, string>> = {
  closed: "It was closed.",
  moved: "The machine moved to the other host.",
  ended: "The machine went off or was started anew.",
  lost: "The host was not heard any more.",
  idle: "Nobody typed for 30 minutes.",
  "signed-out": "The session was over.",
  broken: "What was sent was not of its protocol.",
  stopped: "The console was stopped.",
};

export function makeScreens(kit: VerbKit): Screens {
  const held = new Map<string, Held>();
  return {
    async open({ machineId, session }, actor) {
      // What the state does not allow is no deed: a page that waits for its machine asks again and again.
      authorise(actor, "look");
      const { machine, pair, capabilities } = await kit.db.read((db) => findMachine(db, kit.clock.nowMs(), machineId));
      const { name, adapter, ref, observed } = machine.row;
      const notDone = `The screen of ${name} was not opened`;
      const orchestrator = kit.orchestrators.find((one) => one.name === adapter);
      if (!orchestrator) throw notHere(notDone);
      refuseIfLacking({ capabilities }, "console-screen", notDone);
      refuseUnlessAllowed(allowedScreen(observed), notDone);
      if ([...held.values()].filter((one) => one.session === session).length >= SCREENS_A_SESSION)
        throw tooMany(notDone);
      if (!orchestrator.openScreen) throw new Error(`${adapter} says that it has screens and opens none`);
      const stream = await orchestrator.openScreen(ref);
      const screen = new OpenScreen(stream, kit.clock);
      const host = pair.hosts[stream.side]?.name ?? `host ${stream.side.toUpperCase()}`;
      const site = pair.site && { id: pair.site.id, name: pair.site.name };
      const mayNotType = whyNotType(actor, site);
      const deed = { by: actor, subject: { kind: "vm", id: machineId }, reason: null } as const;
      try {
        await perform(kit, { ...deed, kind: "machine.openScreen" }, async () => ({
          answer: undefined,
          before: null,
          after: { host, types: mayNotType === null },
        }));
      } catch (error) {
        screen.close("broken");
        throw error;
      }
      const openedAtMs = kit.clock.nowMs();
      const token = newToken();
      const written = screen.over.then(async (because) => {
        held.delete(token);
        await noteEnd(kit, { ...deed, kind: "machine.closeScreen" }, { host, openedAtMs, because });
      });
      held.set(token, { screen, session, site, written });
      return {
        token,
        machine: { id: machineId, name },
        host,
        mayNotType,
        down: stream.down,
        over: screen.over,
        close: (because) => screen.close(because),
      };
    },
    async send({ token, session, number, bytes }, actor) {
      const found = held.get(token);
      if (!found || found.session !== session) throw screenOver();
      const mayNotType = whyNotType(actor, found.site);
      await found.screen.send({ number, bytes }, mayNotType === null);
      return { mayNotType };
    },
    async stop() {
      const open = [...held.values()];
      for (const { screen } of open) screen.close("stopped");
      await Promise.all(open.map(({ written }) => written));
    },
  };
}

function whyNotType(actor: Entrusted, site: Reference | null): string | null {
  const detail = barredByRole(actor, "type-at-machines") ?? barredAtSite(actor, site);
  return detail && `${detail.message} ${detail.remedy}`;
}

async function noteEnd(
  environment: Environment,
  deed: ActorDeed,
  { host, openedAtMs, because }: { readonly host: string; readonly openedAtMs: number; readonly because: ScreenOver },
): Promise<void> {
  try {
    await perform(environment, deed, async ({ nowMs }) => ({
      answer: undefined,
      before: { host, openedAtMs },
      after: { endedAtMs: nowMs, because: WORDS_OF_END[because] },
    }));
  } catch (error) {
    environment.log.error("The end of a screen could not be written into the audit log.", {
      person: deed.by.name,
      host,
      because,
      error: String(error),
    });
  }
}

const notHere = (notDone: string): Refusal =>
  new Refusal({
    code: "unsupported",
    message: `${notDone}. ${SCREENS_NOT_HERE}`,
    field: "machineId",
    remedy: "Use a console that was started without CONTROLLER=external.",
  });

const tooMany = (notDone: string): Refusal =>
  new Refusal({
    code: "conflict",
    message: `${notDone}: ${SCREENS_A_SESSION} screens are open in this session already.`,
    field: "machineId",
    limit: `${SCREENS_A_SESSION} screens a session`,
    remedy: "Close one of the pages that show one.",
  });
