/** An entry of the glossary as a form. */
export interface TagFields {
  tag: string;
  meaning: string;
}
