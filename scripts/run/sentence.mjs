/** An error that is already a sentence for the reader: shown without a stack. */
export class Sentence extends Error {
  name = "Sentence";
}
