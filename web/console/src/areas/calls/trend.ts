/** What a trend can show of a day; null where nothing is known of it, which is not 0. */

import type { Point } from "./types";

export type Metric = "success" | "records" | "answered" | "rate" | `grade:${string}`;

export function valueOf(point: Point | undefined, metric: Metric): number | null {
  if (point === undefined || !point.synced) return null;
  if (metric === "rate") return point.answered === 0 ? null : point.success / point.answered;
  if (metric === "success" || metric === "records" || metric === "answered") return point[metric];
  return point.grades[metric.slice("grade:".length)] ?? 0;
}

/** The top of the axis: 1, 2 or 5 times a power of ten, not below the highest. */
export function axisTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return (([1, 2, 5, 10].find((step) => step * power >= highest * (1 - 1e-9)) ?? 10) * power);
}

/** Every how many days the axis names one, so that at most `most` are named. */
export function everyNth(days: number, most: number): number {
  return Math.max(1, Math.ceil(days / most));
}
