export class Sentence extends Error {
  override name: "Sentence";
}
