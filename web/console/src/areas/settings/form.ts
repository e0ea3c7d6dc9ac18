/** The JSON schema of a settings group as the fields of a form. */

export type FieldKind = "switch" | "number" | "choice" | "secret" | "list" | "text";
export type FormValue = string | boolean;

export interface SettingsField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly title: { readonly zh: string; readonly en: string };
  readonly hint: { readonly zh: string; readonly en: string };
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly choices: readonly string[];
  /** May be left empty, which is null. */
  readonly nullable: boolean;
}

type Json = Readonly<Record<string, unknown>>;

export function fieldsOf(form: Json, secrets: Readonly<Record<string, boolean>>): SettingsField[] {
  const properties = record(form.properties);
  return Object.keys(properties).map((name) => fieldOf(name, resolve(record(properties[name]), form), name in secrets));
}

function fieldOf(name: string, schema: Json, secret: boolean): SettingsField {
  const title = text(schema.title) || name;
  const hint = text(schema.description);
  return {
    name,
    kind: secret ? "secret" : kindOf(schema),
    title: { zh: title, en: text(schema.title_en) || title },
    hint: { zh: hint, en: text(schema.description_en) || hint },
    minimum: typeof schema.minimum === "number" ? schema.minimum : null,
    maximum: typeof schema.maximum === "number" ? schema.maximum : null,
    choices: Array.isArray(schema.enum) ? schema.enum.map(String) : [],
    nullable: schema.nullable === true,
  };
}

function kindOf(schema: Json): FieldKind {
  if (Array.isArray(schema.enum)) return "choice";
  switch (schema.type) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "array":
      return "list";
    default:
      return "text";
  }
}

/** One schema instead of a `$ref` or of `anyOf` with null. */
function resolve(schema: Json, form: Json): Json {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return { ...record(record(form.$defs)[name]), ...schema };
  }
  if (!Array.isArray(schema.anyOf)) return schema;
  const options = schema.anyOf.map(record);
  const given = options.find((one) => one.type !== "null") ?? {};
  return { ...resolve(given, form), ...schema, nullable: options.some((one) => one.type === "null") };
}

/** What stands in the control for a stored value; secrets start empty. */
export function toForm(field: SettingsField, value: unknown): FormValue {
  if (field.kind === "switch") return value === true;
  if (Array.isArray(value)) return value.map(String).join("\n");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What is sent for it; undefined = leave a secret as it is. */
export function toWire(field: SettingsField, value: FormValue): unknown {
  if (typeof value === "boolean") return value;
  if (field.kind === "secret") return value === "" ? undefined : value;
  if (field.kind === "list") return value.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (value.trim() === "" && field.nullable) return null;
  return field.kind === "number" ? numberOf(value) : value;
}

/** Text that is no number goes as it is: the server's sentence says what is wrong with it. */
function numberOf(value: string): number | string {
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? value : number;
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
