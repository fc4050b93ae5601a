import type { RefusalDetail } from "./refusal";
import type { Role } from "./role";

/** What a person can do here, as the procedure of the API is called that does it, and its words in a list. */
export const AUDIT_KINDS = {
  "machine.create": "Create a machine",
  "machine.edit": "Edit a machine",
  "machine.remove": "Remove a machine",
  "machine.start": "Start a machine",
  "machine.stop": "Stop a machine",
  "machine.protect": "Change a level",
  "machine.switchActive": "Switch the active side",
  "machine.recover": "Declare Disaster Recovery",
  "machine.failBack": "Bring a machine back",
  "machine.drill": "Start a drill",
  "machine.endDrill": "End a drill",
  "machine.compareCopies": "Compare both copies",
  "machine.endComparison": "Break a comparison off",
  "machine.chooseCopy": "Choose the copy that stays",
  "machine.openScreen": "Open a machine's screen",
  "machine.closeScreen": "Close a machine's screen",
  "host.enterMaintenance": "Put a host into maintenance",
  "host.leaveMaintenance": "End a maintenance",
  "pair.form": "Form a pair",
  "pair.endForming": "Break the forming of a pair off",
  "host.replace": "Replace a host",
  "host.endReplacing": "Break the replacing of a host off",
  "site.change": "Change a site",
  "consent.ask": "Ask a second person for a loss",
  "consent.agree": "Agree to a loss",
  "consent.decline": "Decline a loss",
  "consent.withdraw": "Take a question for a loss back",
  "consent.setSecondPerson": "Set who is asked for a loss",
  "plan.create": "Plan work on hosts",
  "plan.pause": "Pause planned work",
  "plan.resume": "Let planned work go on",
  "plan.cancel": "Cancel planned work",
  "plan.workDone": "Report the work on a host",
  "plan.skip": "Leave a host out of planned work",
  "alarm.acknowledge": "Acknowledge an alarm",
  "alarm.unacknowledge": "Take an acknowledgement back",
  "alarm.shelve": "Shelve an alarm",
  "alarm.unshelve": "Take an alarm off the shelf",
  "alarm.close": "Close an alarm",
  "policy.createDraft": "Begin a policy",
  "policy.editDraft": "Edit a draft",
  "policy.discardDraft": "Discard a draft",
  "policy.publish": "Publish a policy",
  "policy.rollBack": "Roll a policy back",
  "policy.assign": "Assign a policy",
  "policy.unassign": "Take an assignment back",
  "policy.remove": "Remove a policy",
  "policy.import": "Import a policy",
  "policy.label": "Label a machine",
  "rollout.start": "Roll a policy out",
  "rollout.pause": "Pause a rollout",
  "rollout.resume": "Resume a rollout",
  "rollout.cancel": "Cancel a rollout",
  "view.save": "Save a view of the machines",
  "view.rename": "Rename a view",
  "view.remove": "Remove a view",
  "lab.inject": "Inject a fault",
  "lab.clear": "Clear an injected fault",
  "person.signIn": "Sign in",
  "person.lockOut": "Lock a name out",
  "person.signOut": "Sign out",
  "person.invite": "Invite somebody",
  "person.accept": "Accept an invitation",
  "person.change": "Change what somebody may do",
  "person.endSessions": "End sessions",
  "person.confirm": "Give the password again",
  "person.givePassword": "Give a password; a code is asked for",
  "person.changePassword": "Change one's password",
  "person.linkPassword": "Make a link for a new password",
  "person.resetPassword": "Choose a new password by a link",
  "person.beginCodes": "Begin to set codes up",
  "person.addCodes": "Set codes up",
  "person.renewRecoveryCodes": "Make new recovery codes",
  "person.removeFactors": "Take a second factor off",
  "person.beginPasskey": "Begin to make a passkey",
  "person.addPasskey": "Add a passkey",
  "person.removePasskey": "Remove a passkey",
  "person.beginProvider": "Begin to sign in through the provider, too",
  "person.addProvider": "Sign in through the provider, too",
  "person.removeProvider": "Sign in through the provider no more",
  "key.create": "Make a key",
  "key.revoke": "Revoke a key",
  "audit.verify": "Verify the audit log",
  "audit.export": "Export the audit log",
} as const satisfies Readonly<Record<string, string>>;
export type AuditKind = keyof typeof AUDIT_KINDS;

export const isAuditKind = (text: string): text is AuditKind => Object.hasOwn(AUDIT_KINDS, text);

/**
 * `asked`: written down as a task, whose end is on the record. `unchanged`: it was so already, or the same key came again.
 */
export const AUDIT_OUTCOMES = ["done", "asked", "unchanged", "refused"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export const AUDIT_SUBJECT_KINDS = [
  "vm",
  "host",
  "pair",
  "site",
  "alarm",
  "policy",
  "person",
  "fault",
  "work-plan",
  "view",
] as const;
export type AuditSubjectKind = (typeof AUDIT_SUBJECT_KINDS)[number];

/** What was refused, without the value that was sent: it may have been typed into the wrong field. */
export type AuditRefusal = Pick<RefusalDetail, "code" | "message" | "field" | "limit">;

/** What an entry says, as it is hashed and exported. */
export interface AuditEntry {
  /** From one, without a gap. */
  readonly sequence: number;
  readonly atMs: number;
  readonly kind: AuditKind;
  readonly outcome: AuditOutcome;
  /** Null for whoever was not signed in, and for the console itself. */
  readonly personId: string | null;
  /** Null where nobody is known to have asked. */
  readonly personName: string | null;
  readonly role: Role | null;
  readonly address: string;
  readonly agent: string;
  readonly subjectKind: AuditSubjectKind | null;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  /** Whose site it concerns; null where it concerns no single one. */
  readonly siteId: string | null;
  readonly taskId: string | null;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly refusal: AuditRefusal | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** Of what is typed by whoever accepts a loss: long enough to say which and why, short enough to be read. */
export const LOSS_REASON_LENGTH = { min: 10, max: 500 } as const;

/** What came of checking the whole chain. */
export type AuditVerdict =
  | { readonly intact: true; readonly upTo: number }
  /** `sequence` is the first entry that is not as it was written, or not there. */
  | { readonly intact: false; readonly sequence: number; readonly problem: AuditProblem };
export type AuditProblem = "gap" | "broken-link" | "altered" | "cut-off" | "beyond-end";

const PROBLEM_WORDS: Readonly<Record<AuditProblem, (sequence: number) => string>> = {
  gap: (sequence) => `Entry ${sequence} is missing.`,
  "broken-link": (sequence) => `Entry ${sequence} does not follow the one before it: one of the two is another.`,
  altered: (sequence) => `Entry ${sequence} was changed after it was written.`,
  "cut-off": (sequence) => `Entry ${sequence} and those after it are missing.`,
  "beyond-end": (sequence) => `Entry ${sequence} was put at the end by something else.`,
};

export const auditVerdictWords = (verdict: AuditVerdict): string =>
  verdict.intact
    ? verdict.upTo === 0
      ? "The audit log is empty."
      : `The chain is whole, from entry 1 to entry ${verdict.upTo}.`
    : PROBLEM_WORDS[verdict.problem](verdict.sequence);
