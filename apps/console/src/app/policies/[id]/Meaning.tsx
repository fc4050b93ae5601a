import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PolicyPreview } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { LOSSES, type Loss, OUTCOME_WORD, OUTCOMES } from "@v-available/domain/prediction";
import { countWords, numberWords } from "@v-available/domain/wording";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, useDeferredValue } from "react";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { asInput } from "../as-input";
import styles from "./policy.module.css";

const LOSS_WORDS: Readonly<Record<Loss, string>> = {
  "host-a": "Host A is lost",
  "host-b": "Host B is lost",
  "both-links": "Both links are cut",
  witness: "The witness is lost",
  site: "The site is lost",
};

/** What the policy as it stands in the editor would mean for all that it holds: before anything is asked for. */
export function Meaning({ policyId, policy }: { policyId: string; policy: Policy | null }): JSX.Element {
  const asked = useDeferredValue(policy);
  const preview = useQuery({
    ...useTRPC().policy.preview.queryOptions({ policyId, policy: asked === null ? null : asInput(asked) }),
    placeholderData: keepPreviousData,
  });
  if (preview.error !== null) {
    const { code, message } = detailOf(preview.error);
    // What is wrong with it stands at its field as soon as it is to be kept.
    return code === "invalid" ? (
      <p className="sub" role="status">
        Nothing is predicted: {message}
      </p>
    ) : (
      <RefusedNote error={preview.error} />
    );
  }
  if (preview.data === undefined) return <Skeleton label="Asking what it would mean" rows={8} />;
  const { data } = preview;
  return (
    <div className={preview.isPlaceholderData ? "stale" : undefined} aria-busy={preview.isPlaceholderData}>
      <h2 className={styles.heading}>{meaningSentence(data)}</h2>
      <p className="sub">
        {numberWords(data.pairsThatFit)} of {countWords(data.pairs, "pair")} could keep it.
        {data.lowered > 0 ? ` ${countWords(data.lowered, "machine")} would have less than now.` : ""}
      </p>
      <ul className={styles.findings}>
        {data.rows
          .filter(({ change, findings }) => change === "changes" && findings.length > 0)
          .map(({ id, name, pair, verdict, findings }) => (
            <li key={id}>
              <Link className="id" href={`/machines/${id}`}>
                {name}
              </Link>{" "}
              <span className="sub">pair {pair.name}</span>{" "}
              <Toned tone={verdict === "block" ? "down" : "degraded"}>
                {verdict === "block" ? "blocked" : "warned"}
              </Toned>
              {findings.map(({ check, sentence, limit, remedy }) => (
                <p key={check} className="mid">
                  {sentence} {limit === null ? "" : `Limit: ${limit}. `}
                  {remedy}
                </p>
              ))}
            </li>
          ))}
      </ul>
      {data.machines === 0 ? null : (
        <Table aria-label="Prediction">
          <thead>
            <tr>
              <Head>If this happens</Head>
              <Head>now</Head>
              <Head>with it</Head>
            </tr>
          </thead>
          <tbody>
            {LOSSES.map((loss) => (
              <tr key={loss}>
                <Cell className="sub">{LOSS_WORDS[loss]}</Cell>
                <Cell>{outcomeWords(data.before[loss])}</Cell>
                <Cell>
                  <b>{outcomeWords(data.after[loss])}</b>
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

function meaningSentence({ machines, counts: { keep, pass, warn, block } }: PolicyPreview): string {
  if (machines === 0) return "No machine would change";
  if (keep === machines) return `${countWords(machines, "machine")}: nothing changes`;
  const parts = [
    pass > 0 && `${numberWords(pass)} can change`,
    warn > 0 && `${numberWords(warn)} ${warn === 1 ? "is" : "are"} warned`,
    block > 0 && `${numberWords(block)} ${block === 1 ? "is" : "are"} blocked`,
    keep > 0 && `${numberWords(keep)} ${keep === 1 ? "stays" : "stay"}`,
  ].filter((part) => part !== false);
  return `${countWords(machines, "machine")}: ${parts.join(", ")}`;
}

const outcomeWords = (counts: PolicyPreview["before"][Loss]): string =>
  OUTCOMES.flatMap((outcome) =>
    counts[outcome] ? `${numberWords(counts[outcome])}: ${OUTCOME_WORD[outcome]}` : [],
  ).join(", ") || "none runs";
