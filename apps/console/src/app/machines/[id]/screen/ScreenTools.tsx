"use client";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, type ReactNode, type Ref, type RefObject, useRef, useState } from "react";
import { KEYSYM } from "../../../../screen/keysym";
import type { Screen } from "../../../../screen/use-screen";
import styles from "./screen.module.css";

/** So that there is something to delete: a keyboard on glass says no more than what became of the text. */
const SEED = "  ";

interface ScreenToolsProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly screen: Screen;
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly fits: boolean;
  readonly onFit: (fits: boolean) => void;
  /** Why nothing can be typed now; null where it can. */
  readonly blockedBy: ReactNode;
}

/** Opens the keyboard of a phone, and passes on what is written with it. */
function GlassKeyboard({ screen, blockedBy }: Pick<ScreenToolsProps, "screen" | "blockedBy">): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <span className={styles.glass}>
      <Button blockedBy={blockedBy} onClick={() => field.current?.focus()}>
        Keyboard
      </Button>
      <textarea
        ref={field}
        className={styles.typed}
        aria-label="What you type here goes to the machine, letter by letter"
        tabIndex={-1}
        rows={1}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        defaultValue={SEED}
        onFocus={({ target }) => target.setSelectionRange(SEED.length, SEED.length)}
        onChange={({ target }) => {
          const { value } = target;
          if (value.length < SEED.length) screen.press(KEYSYM.backspace);
          else screen.typeText(value.slice(SEED.length));
          target.value = SEED;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          screen.press(KEYSYM.enter);
        }}
      />
    </span>
  );
}

/** Text that is longer than one likes to type, and what the machine has copied. */
function TextPanel({ screen, blockedBy }: Pick<ScreenToolsProps, "screen" | "blockedBy">): JSX.Element {
  const [text, setText] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    screen.typeText(text);
    setText("");
  };
  return (
    <form className={styles.panel} onSubmit={send}>
      <Field label="Text for the machine" hint="It is typed letter by letter, as on a keyboard with English keys.">
        {(control) => <textarea {...control} rows={3} value={text} onChange={({ target }) => setText(target.value)} />}
      </Field>
      <div className={styles.tools}>
        <Button type="submit" primary blockedBy={blockedBy}>
          Type it
        </Button>
        <Button blockedBy={blockedBy} onClick={() => screen.paste(text)}>
          Put it on the machine’s clipboard
        </Button>
      </div>
      {screen.copied === null ? null : (
        <Field label="Copied in the machine">
          {(control) => <textarea {...control} rows={3} readOnly value={screen.copied ?? ""} />}
        </Field>
      )}
    </form>
  );
}

export function ScreenTools({ ref, screen, stage, fits, onFit, blockedBy }: ScreenToolsProps): JSX.Element {
  const [isWriting, setWriting] = useState(false);
  // The reason stands once, at the first of them, and is the same for all.
  const why = blockedBy === null ? null : <span className="vh">{blockedBy}</span>;
  return (
    <>
      <div ref={ref} className={styles.tools} role="toolbar" aria-label="Screen">
        <Button primary blockedBy={why} onClick={screen.grab}>
          Type at the machine
        </Button>
        <Button blockedBy={why} onClick={screen.pressCtrlAltDel}>
          Ctrl+Alt+Del
        </Button>
        <GlassKeyboard screen={screen} blockedBy={why} />
        <Button aria-expanded={isWriting} onClick={() => setWriting(!isWriting)}>
          Text
        </Button>
        <Button aria-pressed={fits} onClick={() => onFit(!fits)}>
          Scale to fit
        </Button>
        <Button onClick={() => void stage.current?.parentElement?.requestFullscreen?.()}>Full screen</Button>
      </div>
      {isWriting ? <TextPanel screen={screen} blockedBy={why} /> : null}
    </>
  );
}
