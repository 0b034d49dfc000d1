/** From `start` up to, not including, `end`. */
export interface Range {
  start: number;
  end: number;
}
