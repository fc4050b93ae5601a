import type { PolicyWindow } from "./policy";
import { LEVEL_TARGETS, type Policy, protectionWords } from "./policy";
import type { RefusalDetail } from "./refusal";
import { durationWords, listWords } from "./wording";

/** What a composition can promise at best, by what it is made of. Null: nothing. */
export function bestTargets({ protection }: Pick<Policy, "protection">): Pick<Policy, "targetRtoMs" | "targetRpoMs"> {
  if (protection.mirror === "sync") {
    if (protection.compute === "lockstep") return LEVEL_TARGETS["fault-tolerance"];
    return LEVEL_TARGETS[protection.separation === "site" ? "remote-availability" : "high-availability"];
  }
  return protection.recovery === "none"
    ? LEVEL_TARGETS.unprotected
    : {
        targetRtoMs: LEVEL_TARGETS["disaster-recovery"].targetRtoMs,
        targetRpoMs: protection.recovery.targetRpoMs,
      };
}

/** Everything about a policy that cannot be meant, field by field. Each field alone has been judged by its schema. */
export function wrongInPolicy(policy: Policy, nowMs: number): RefusalDetail[] {
  return [
    ...wrongInComposition(policy),
    ...wrongInTargets(policy),
    ...policy.windows.flatMap((window, at) => wrongInWindow(window, `windows.${at}`, nowMs)),
    ...wrongInNames(policy),
  ];
}

const invalid = (detail: Omit<RefusalDetail, "code">): RefusalDetail => ({ code: "invalid", ...detail });

/** What no composition can be, whoever asks for it: a policy, the dial or a machine that is made. */
export function wrongInComposition({ protection }: Pick<Policy, "protection">): RefusalDetail[] {
  const { compute, mirror, separation, recovery } = protection;
  const wrong: RefusalDetail[] = [];
  if (mirror === "none" && compute === "lockstep")
    wrong.push(
      invalid({
        message: "Lockstep needs a mirror: the copy in step writes to a disk of its own.",
        field: "protection.mirror",
        value: mirror,
        limit: "sync",
        remedy: "Choose sync, or restart.",
      }),
    );
  if (mirror === "none" && separation === "site")
    wrong.push(
      invalid({
        message: "Two sites need a mirror: without one there is no second copy to be elsewhere.",
        field: "protection.mirror",
        value: mirror,
        limit: "sync",
        remedy: "Choose sync, or one site.",
      }),
    );
  if (recovery !== "none" && recovery.targetRpoMs === 0)
    wrong.push(
      invalid({
        message: "An asynchronous copy is always behind: an RPO of 0 cannot be kept by it.",
        field: "protection.recovery.targetRpoMs",
        value: 0,
        limit: "at least 1 ms",
        remedy: "Give it a target above 0, or choose two sites with a synchronous mirror.",
      }),
    );
  return wrong;
}

function wrongInTargets(policy: Policy): RefusalDetail[] {
  const best = bestTargets(policy);
  const words = protectionWords(policy.protection);
  return (["targetRtoMs", "targetRpoMs"] as const).flatMap((field) => {
    const [asked, limit] = [policy[field], best[field]];
    if (asked === null || (limit !== null && asked >= limit)) return [];
    const what = field === "targetRtoMs" ? "back within" : "no write lost that is older than";
    return invalid({
      message:
        limit === null
          ? `${words} promises nothing, so ${what} ${durationWords(asked)} cannot be kept.`
          : `${words} cannot promise ${what} ${durationWords(asked)}.`,
      field,
      value: asked,
      limit: limit === null ? "nothing" : `at least ${limit} ms (${durationWords(limit)})`,
      remedy:
        limit === null
          ? "Leave it empty, or choose a level that promises it."
          : "Ask for less, or choose a higher level.",
    });
  });
}

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** A window that can never be open would make all that waits for it wait for ever. */
export function wrongInWindow(
  { name, timeZone, recurrence }: PolicyWindow,
  field: string,
  nowMs: number,
): RefusalDetail[] {
  const never = (detail: Omit<RefusalDetail, "code" | "message">, why: string) =>
    invalid({ message: `The window ${name} never opens: ${why}.`, ...detail });
  if (!isTimeZone(timeZone))
    return [
      invalid({
        message: `There is no time zone named ${timeZone}.`,
        field: `${field}.timeZone`,
        value: timeZone,
        limit: "an IANA name, such as Europe/Oslo",
        remedy: "Choose a time zone that exists.",
      }),
    ];
  if (recurrence.kind === "once") {
    if (recurrence.untilMs <= recurrence.fromMs)
      return [
        never(
          {
            field: `${field}.recurrence.untilMs`,
            value: recurrence.untilMs,
            limit: `after ${recurrence.fromMs}`,
            remedy: "Let it end after it begins.",
          },
          "it ends before it begins",
        ),
      ];
    return recurrence.untilMs > nowMs
      ? []
      : [
          never(
            {
              field: `${field}.recurrence.untilMs`,
              value: recurrence.untilMs,
              limit: `after ${nowMs}, now`,
              remedy: "Choose a time that is still to come, or remove the window.",
            },
            "it is over already",
          ),
        ];
  }
  if (recurrence.weekdays.length === 0)
    return [
      never(
        {
          field: `${field}.recurrence.weekdays`,
          value: null,
          limit: "at least one weekday",
          remedy: "Choose a weekday.",
        },
        "it has no weekday",
      ),
    ];
  return recurrence.durationMinutes > 0
    ? []
    : [
        never(
          {
            field: `${field}.recurrence.durationMinutes`,
            value: recurrence.durationMinutes,
            limit: "at least 1 minute",
            remedy: "Give it a length.",
          },
          "it lasts no time",
        ),
      ];
}

function wrongInNames({ windows, failback, restartAfter }: Policy): RefusalDetail[] {
  const names = windows.map(({ name }) => name);
  const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
  const wrong: RefusalDetail[] = [];
  if (twice >= 0)
    wrong.push(
      invalid({
        message: `Two windows are named ${names[twice]}.`,
        field: `windows.${twice}.name`,
        value: names[twice] ?? null,
        limit: "one window of a name",
        remedy: "Give one of them another name.",
      }),
    );
  if (typeof failback === "object" && !names.includes(failback.window))
    wrong.push(
      invalid({
        message: `Failback waits for the window ${failback.window}, which this policy does not have.`,
        field: "failback.window",
        value: failback.window,
        limit: listWords(names) || "no window",
        remedy: "Add the window, or let it stay where it is.",
      }),
    );
  const keys = restartAfter.map((one) => JSON.stringify(one));
  const again = keys.findIndex((key, at) => keys.indexOf(key) !== at);
  if (again >= 0)
    wrong.push(
      invalid({
        message: "It waits for the same thing twice.",
        field: `restartAfter.${again}`,
        value: keys[again] ?? null,
        limit: "once",
        remedy: "Remove one of the two.",
      }),
    );
  return wrong;
}
