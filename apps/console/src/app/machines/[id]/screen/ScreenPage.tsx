"use client";
import { useQuery } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useId, useRef, useState } from "react";
import { QueryFailure, useFailure } from "../../../../client/QueryFailure";
import { useTitle } from "../../../../client/title";
import { useTRPC } from "../../../../client/trpc";
import { useScreen } from "../../../../screen/use-screen";
import { useGo } from "../../../../shell/go";
import { useKeys } from "../../../../shell/keys";
import { machinesAt } from "../../../../view/address";
import { Crumbs } from "../../../../view/Crumbs";
import { ScreenLine } from "./ScreenLine";
import { ScreenTools } from "./ScreenTools";
import styles from "./screen.module.css";

function Loaded({ machine }: { machine: MachineView }): JSX.Element {
  const go = useGo();
  const hintId = useId();
  const stage = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(true);
  const [isCaught, setCaught] = useState(false);
  const { activeSide, instances, id, name } = machine;
  const action = machine.actions.find((one) => one.action === "screen");
  const screen = useScreen(stage, {
    machineId: id,
    isExpected: action?.disabledBecause === null,
    standing: `${activeSide} ${instances[activeSide]}`,
    fits,
  });
  const { state, mayNotType } = screen;
  const isConnected = state.at === "connected";
  const mayType = isConnected && mayNotType === null;
  useKeys((key) => {
    if (key !== "Escape") return false;
    go(`/machines/${id}`);
    return true;
  });
  useTitle(`${name}, screen`);

  const release = () => {
    screen.release();
    tools.current?.querySelector("button")?.focus();
  };
  return (
    <>
      <Crumbs
        label="Where this screen is"
        path={[
          { word: "Machines", href: "/machines" },
          { word: machine.site.name, href: machinesAt(machine.site.name) },
          { word: name, href: `/machines/${id}`, isName: true },
        ]}
      />
      <header className={styles.head}>
        <h1>
          Screen of <span className="id">{name}</span>
        </h1>
        <ScreenLine screen={screen} />
      </header>
      <ScreenTools
        ref={tools}
        screen={screen}
        stage={stage}
        fits={fits}
        onFit={setFits}
        blockedBy={
          isConnected
            ? mayNotType
            : state.at === "connecting"
              ? "It is not open yet."
              : "There is no screen to type at."
        }
      />
      <p id={hintId} className={styles.hint} aria-live="polite">
        {!mayType
          ? ""
          : isCaught
            ? "Keys go to the machine. Ctrl+F10 brings them back to this page."
            : "Keys stay on this page until you press “Type at the machine” or the screen."}
      </p>
      {/* A reader of the screen passes keys on here, as it does in an application. */}
      <div
        className={styles.frame}
        data-fits={fits || undefined}
        data-caught={isCaught || undefined}
        role="application"
        aria-label={`Screen of ${name}`}
        aria-describedby={hintId}
        onFocus={() => setCaught(mayType)}
        onBlur={() => setCaught(false)}
        onKeyDownCapture={(event) => {
          if (!event.ctrlKey || event.key !== "F10") return;
          event.preventDefault();
          event.stopPropagation();
          release();
        }}
      >
        <div ref={stage} className={styles.stage} />
        {isConnected ? null : (
          <p className={styles.instead} aria-hidden="true">
            {state.at === "connecting" ? "The screen is being opened." : state.next.what}
          </p>
        )}
      </div>
    </>
  );
}

export function ScreenPage({ machineId }: { machineId: string }): JSX.Element {
  const machine = useQuery(useTRPC().machine.get.queryOptions({ machineId }));
  const failure = useFailure(machine);
  if (machine.data !== undefined) return <Loaded key={machineId} machine={machine.data} />;
  if (failure !== null) return <QueryFailure what="The machine" error={failure} query={machine} />;
  return (
    <>
      <h1 className="vh">Screen</h1>
      <Skeleton label="Reading the machine" rows={12} />
    </>
  );
}
