"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { wordsOf } from "@v-available/domain/find-match";
import { countWords } from "@v-available/domain/wording";
import { Dialog } from "@v-available/ui/Dialog";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { type JSX, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useConnection } from "../client/connection";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { NO_ANSWER, putAlarm } from "../fault/put-alarm";
import { openStrip } from "../lab/FaultLabStrip";
import { useGo } from "../shell/go";
import { chooseTheme } from "../shell/ThemeSwitch";
import type { Choice } from "./choice";
import styles from "./Finder.module.css";
import { groupsOf } from "./groups";
import { knownThings } from "./known";
import { keepRecent, recentChoices } from "./recent";

/** One field for every place and every deed. Focus stays in the field; the list is walked with the arrows. */
export function Finder({ onClose }: { onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const client = useQueryClient();
  const go = useGo();
  const listId = useId();
  const { reason } = useConnection();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [recent] = useState(recentChoices);
  const [known] = useState(() => knownThings(client));
  const system = useQuery(trpc.system.info.queryOptions());
  const answer = useQuery(trpc.find.search.queryOptions({ text: wordsOf(text).join(" ").slice(0, 200) }));
  const acknowledge = useMutation(trpc.alarm.acknowledge.mutationOptions());

  const here = useMemo(() => ({ demo: system.data?.demo === true, cutOff: reason }), [system.data?.demo, reason]);
  const groups = useMemo(
    () => groupsOf({ text, here, answer: answer.data, known, recent }),
    [text, here, answer.data, known, recent],
  );
  const choices = groups.flatMap((group) => group.choices);
  const current = Math.min(at, choices.length - 1);

  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${listId}${current}`)}`)?.scrollIntoView({ block: "nearest" });
  }, [current, listId]);

  const say = (next: string): void => {
    setText(next);
    setAt(0);
    acknowledge.reset();
  };
  const choose = (choice: Choice): void => {
    const { deed, disabledBecause } = choice;
    if (disabledBecause !== null || acknowledge.isPending) return;
    if (deed.do === "say") {
      say(deed.text);
      field.current?.focus();
      return;
    }
    keepRecent(choice);
    if (deed.do === "acknowledge") {
      acknowledge.mutate(
        { alarmId: deed.alarmId },
        {
          onSuccess(row) {
            putAlarm(client, row);
            onClose();
            go(`/faults?alarm=${row.id}`);
          },
        },
      );
      return;
    }
    onClose();
    if (deed.do === "go") go(deed.href);
    else if (deed.do === "strip") openStrip(deed.part);
    else chooseTheme(deed.theme);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // A key that ends the spelling of a word in another script is not for the list.
    if (event.nativeEvent.isComposing || choices.length === 0) return;
    const to = {
      ArrowDown: (current + 1) % choices.length,
      ArrowUp: (current - 1 + choices.length) % choices.length,
      PageDown: Math.min(choices.length - 1, current + 8),
      PageUp: Math.max(0, current - 8),
    }[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === "Enter" && choices[current]) choose(choices[current]);
    else return;
    event.preventDefault();
  };

  const refusal = acknowledge.error === null ? null : (refusalOf(acknowledge.error)?.message ?? NO_ANSWER);
  const failed = answer.isError && answer.data === undefined;
  let index = 0;
  return (
    <Dialog open width="find" title="Find or do" onClose={onClose}>
      <input
        ref={field}
        className={styles.field}
        type="text"
        role="combobox"
        aria-label="Find or do"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={choices.length > 0 ? `${listId}${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="a machine, a pair, a site, or what to do"
        value={text}
        onChange={(event) => say(event.target.value)}
        onKeyDown={onKeyDown}
        data-first-focus
      />
      <p className={styles.count} role="status">
        {refusal ??
          (failed
            ? "The server did not answer; only what this page knows is found."
            : choices.length > 0
              ? countWords(choices.length, "result")
              : answer.data === undefined
                ? "Looking…"
                : `Nothing is called “${text.trim()}”.`)}
      </p>
      <div ref={list} id={listId} role="listbox" aria-label="Results" className={styles.list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox, which a fieldset cannot be
          <div key={group.title} role="group" aria-label={group.title} className={styles.group}>
            <p className={styles.title} aria-hidden="true">
              {group.title} <span>{group.note}</span>
            </p>
            {group.choices.map((choice) => {
              const place = index++;
              return (
                <Option
                  key={choice.id}
                  id={`${listId}${place}`}
                  choice={choice}
                  selected={place === current}
                  onPoint={() => setAt(place)}
                  onChoose={() => choose(choice)}
                />
              );
            })}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function Option({
  id,
  choice,
  selected,
  onPoint,
  onChoose,
}: {
  id: string;
  choice: Choice;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}): JSX.Element {
  const { label, isName, detail, severity, disabledBecause } = choice;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: as above; the field names the one that is meant
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-disabled={disabledBecause !== null || undefined}
      className={styles.option}
      onPointerMove={selected ? undefined : onPoint}
      onClick={onChoose}
    >
      {severity === null ? null : <SeverityMark severity={severity} label={severity} />}
      <span className={isName ? "id" : undefined}>{label}</span>
      <span className={styles.detail}>{disabledBecause ?? detail}</span>
    </div>
  );
}
