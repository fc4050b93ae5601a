import { DEFAULT_TARGET_RPO_MS, type Protection } from "@v-available/domain/level";
import { type Policy, protectionWords } from "@v-available/domain/policy";
import { bestTargets } from "@v-available/domain/policy-rule";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import { Segmented } from "@v-available/ui/Segmented";
import type { JSX } from "react";
import { compositionSentence, targetWords } from "./composition-sentence";
import styles from "./policy.module.css";

const MAKES = [
  { part: "compute", of: ["restart", "lockstep"] },
  { part: "mirror", of: ["none", "sync"] },
  { part: "separation", of: ["host", "site"] },
] as const satisfies readonly { part: keyof Protection; of: readonly string[] }[];

/** The dial of a policy, taken apart: what it is made of, what that means, and which preset it is. */
export function Composition({
  policy,
  inForce,
  onChange,
}: {
  policy: Policy;
  inForce: Policy | null;
  onChange: (change: Partial<Policy>) => void;
}): JSX.Element {
  const { protection } = policy;
  // What a level promises comes with it; somebody may ask for less afterwards.
  const change = (part: Partial<Protection>): void => {
    const next = { ...protection, ...part };
    onChange({ protection: next, ...bestTargets({ protection: next }) });
  };
  const was = inForce?.protection;
  const recovery = protection.recovery === "none" ? "none" : "copy";
  return (
    <>
      <p className={styles.sentence} aria-live="polite">
        {compositionSentence(protection)}
      </p>
      <div className={styles.composition}>
        <div>
          {MAKES.map(({ part, of }) => (
            <div key={part} className={styles.part}>
              <code>{part}</code>
              <Segmented
                label={part}
                options={of.map((value) => ({ value, label: value }))}
                value={protection[part]}
                onChange={(value) => change({ [part]: value })}
              />
              <span className="sub">{was && was[part] !== protection[part] ? `was ${was[part]}` : null}</span>
            </div>
          ))}
          <div className={styles.part}>
            <code>recovery</code>
            <Segmented
              label="recovery"
              options={[
                { value: "none", label: "none" },
                {
                  value: "copy",
                  label: `target RPO ${targetWords(protection.recovery === "none" ? DEFAULT_TARGET_RPO_MS : protection.recovery.targetRpoMs)}`,
                },
              ]}
              value={recovery}
              onChange={(value) =>
                change({ recovery: value === "none" ? "none" : { targetRpoMs: DEFAULT_TARGET_RPO_MS } })
              }
            />
            <span className="sub">adds Disaster Recovery to any level</span>
          </div>
        </div>
        <div className={styles.preset}>
          <LevelGlyph protection={protection} size={24} label={null} />
          <b>{protectionWords(protection)}</b>
        </div>
      </div>
    </>
  );
}
