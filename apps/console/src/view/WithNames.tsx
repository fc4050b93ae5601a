import type { JSX } from "react";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A sentence with the names in it set in the face that cannot be misread. */
export function WithNames({ text, names }: { text: string; names: readonly string[] }): JSX.Element {
  const known = names.filter((name) => name !== "").sort((one, other) => other.length - one.length);
  if (known.length === 0) return <>{text}</>;
  // A name counts only as a whole word: "lit" is not in "split".
  const parts = text.split(new RegExp(`(?<![\\w-])(${known.map(escaped).join("|")})(?![\\w-])`));
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no identity but their place
          <span key={index} className="id">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
