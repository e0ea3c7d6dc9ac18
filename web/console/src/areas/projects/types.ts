/** What the server says of a project, by the names of its API. */

export interface Step {
  key: string;
  label: string;
  reached: boolean;
  current: boolean;
  /** As the site's formatter wrote it; null where the source tells no moment. */
  at: string | null;
}
