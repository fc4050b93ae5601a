import type { FreeHostView } from "@v-available/api/view/pair-forming";
import { mebibytesWords } from "@v-available/domain/size-words";
import { Field } from "@v-available/ui/Field";
import { Region } from "@v-available/ui/Region";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { type JSX, useId } from "react";
import { Moment } from "../../../view/Moment";
import styles from "../checked/checked.module.css";
import type { PairDraft, ShownField } from "./pair-draft";
import type { SetPairDraft } from "./use-pair-draft";

const SIDE_WORD = { a: "Host A", b: "Host B" } as const;
const FIELD = { a: "hostA", b: "hostB" } as const;

/** Why it can't be taken, where that is plain before anything is checked. */
function Standing({ host }: { host: FreeHostView }): JSX.Element {
  if (host.forbiddenBecause !== null) return <span className="sub">{host.forbiddenBecause}</span>;
  if (host.pairing !== null)
    return (
      <span className="mid">
        being made a host of <span className="id">{host.pairing}</span>
      </span>
    );
  if (host.silentSinceMs !== null)
    return (
      <span className="mid">
        silent since <Moment atMs={host.silentSinceMs} />
      </span>
    );
  return host.retiredFrom === null ? (
    <span className="sub">free</span>
  ) : (
    <span className="mid">
      replaced in <span className="id">{host.retiredFrom}</span>, holds its old copies
    </span>
  );
}

/** Two hosts, picked out of those that are free or named by hand. */
export function HostChoice({
  hosts,
  draft,
  set,
  wrong,
}: {
  hosts: readonly FreeHostView[];
  draft: PairDraft;
  set: SetPairDraft;
  wrong: (field: ShownField) => string | undefined;
}): JSX.Element {
  const listId = useId();
  return (
    <Region title="1. Two hosts" aside="A is left, B is right, and they stay so">
      <datalist id={listId}>
        {hosts.map(({ id, name, site }) => (
          <option key={id} value={name}>
            {site.name}
          </option>
        ))}
      </datalist>
      <div className={styles.fields}>
        {(["a", "b"] as const).map((side) => (
          <Field key={side} label={SIDE_WORD[side]} error={wrong(FIELD[side])}>
            {(control) => (
              <input
                {...control}
                className="id"
                list={listId}
                value={draft[side]}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => set({ [side]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Table className={styles.hosts} aria-label="Free hosts">
        <thead>
          <tr>
            <Head>A</Head>
            <Head>B</Head>
            <Head>Host</Head>
            <Head className={styles.more ?? ""}>Site</Head>
            <Head number className={styles.more ?? ""}>
              Cores
            </Head>
            <Head number className={styles.more ?? ""}>
              Memory
            </Head>
            <Head number className={styles.more ?? ""}>
              Free disk
            </Head>
            <Head className={styles.more ?? ""}>Processor</Head>
            <Head className={styles.more ?? ""}>Version</Head>
            <Head>Standing</Head>
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <tr key={host.id}>
              {(["a", "b"] as const).map((side) => (
                <Cell key={side} className={styles.pick}>
                  <label>
                    <input
                      type="radio"
                      name={`host-${side}`}
                      checked={draft[side] === host.name}
                      onChange={() => set({ [side]: host.name })}
                    />
                    <span className="vh">
                      {host.name} as {SIDE_WORD[side].toLowerCase()}
                    </span>
                  </label>
                </Cell>
              ))}
              <Cell>
                <b className="id">{host.name}</b>
                <span className={`sub ${styles.narrow}`}>
                  {host.site.name}, {mebibytesWords(host.memoryMiB)}
                </span>
              </Cell>
              <Cell className={styles.more}>{host.site.name}</Cell>
              <Cell number className={styles.more}>
                {host.cores}
              </Cell>
              <Cell number className={styles.more}>
                {mebibytesWords(host.memoryMiB)}
              </Cell>
              <Cell number className={styles.more}>
                {mebibytesWords(host.diskMiB)}
              </Cell>
              <Cell className={styles.more}>{host.cpuModel}</Cell>
              <Cell className={styles.more}>{host.version ?? "not known"}</Cell>
              <Cell>
                <Standing host={host} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Region>
  );
}
