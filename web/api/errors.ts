/** What every failed call throws: the server's `{code, detail, fields?}`, or `unreachable` when no answer came. */

export interface ErrorBody {
  readonly code: string;
  readonly detail: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly [extra: string]: unknown;
}

export class ApiError extends Error {
  readonly code: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;

  constructor(
    /** HTTP status; 0 when the server was not reached. */
    readonly status: number,
    readonly body: ErrorBody,
    /** Seconds the server asks to wait, from Retry-After. */
    readonly retryAfter: number | null = null,
  ) {
    super(body.detail);
    this.name = "ApiError";
    this.code = body.code;
    this.detail = body.detail;
    this.fields = body.fields ?? {};
  }
}

export function unreachable(cause: unknown): ApiError {
  const detail = cause instanceof Error ? cause.message : "no answer";
  return new ApiError(0, { code: "unreachable", detail });
}

/** `body` is whatever the answer held: JSON already parsed, text, or nothing. */
export function toApiError(response: Response, body: unknown): ApiError {
  const wait = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ApiError(response.status, errorBody(response.status, body), Number.isFinite(wait) ? wait : null);
}

function errorBody(status: number, body: unknown): ErrorBody {
  if (!isRecord(body) || typeof body.code !== "string" || typeof body.detail !== "string") {
    return { code: `http_${String(status)}`, detail: typeof body === "string" ? body.slice(0, 300) : "" };
  }
  return { ...body, code: body.code, detail: body.detail, fields: fieldTexts(body.fields) };
}

function fieldTexts(fields: unknown): Record<string, string> {
  if (!isRecord(fields)) return {};
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
