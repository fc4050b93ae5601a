import { Fragment, type JSX } from "react";

/** A sentence in which the given names stand in the face where 0 and O, 1 and l differ. */
export function Named({ text, names }: { text: string; names: readonly string[] }): JSX.Element {
  const known = names.filter((name) => name !== "").map((name) => name.replace(/[^\w\s-]/g, "\\$&"));
  if (known.length === 0) return <>{text}</>;
  // The longest first, so that "lit-b bay 3" is not cut at "lit-b".
  const pattern = new RegExp(`(?<![\\w-])(${known.sort((a, b) => b.length - a.length).join("|")})(?![\\w-])`);
  return (
    <>
      {text.split(pattern).map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no identity but their place
          <span key={index} className="id">
            {part}
          </span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </>
  );
}
