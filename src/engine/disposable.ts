/** Something that can be ended once. */
export interface Disposable {
  dispose(): void;
}
