import { ApiError, createApi, take } from "@deskside/api";
import { beforeAll, describe, expect, it } from "vitest";

import { staleCurrent } from "@/data/stale";
import { setLocale } from "@/i18n";
import { errorWords } from "@/ui/errors";

type Answer = () => Response | Promise<Response>;

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

/** An API that gives these answers in turn and remembers what it was asked. */
function fake(answers: Answer[], signInAgain?: () => Promise<boolean>) {
  const asked: Request[] = [];
  const api = createApi({
    baseUrl: "http://127.0.0.1",
    fetch: async (request) => {
      asked.push(request);
      return (answers.shift() ?? (() => json(200, {})))();
    },
    ...(signInAgain ? { signInAgain } : {}),
  });
  return { api, asked };
}

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  return call.then(
    () => Promise.reject(new Error("it was answered")),
    (error: unknown) => (error instanceof ApiError ? error : Promise.reject(error as Error)),
  );
}

describe("answers of the API", () => {
  it("carry code, detail and fields of an error", async () => {
    const { api } = fake([() => json(422, { code: "invalid", detail: "fee is too long", fields: { fee: "too long" } })]);
    const error = await errorOf(take(api.GET("/api/schedules")));
    expect([error.status, error.code, error.detail, error.fields]).toEqual([422, "invalid", "fee is too long", { fee: "too long" }]);
  });

  it("keep the seconds to wait", async () => {
    const { api } = fake([() => json(429, { code: "too_many_requests", detail: "wait" }, { "Retry-After": "7" })]);
    expect((await errorOf(take(api.GET("/api/schedules")))).retryAfter).toBe(7);
  });

  it("say unreachable when no answer came", async () => {
    const { api } = fake([() => Promise.reject(new TypeError("Failed to fetch"))]);
    const error = await errorOf(take(api.GET("/api/schedules")));
    expect([error.status, error.code]).toEqual([0, "unreachable"]);
  });

  it("have a code of their status when a proxy answered in HTML", async () => {
    const { api } = fake([() => new Response("<h1>Bad Gateway</h1>", { status: 502 })]);
    expect((await errorOf(take(api.GET("/api/schedules")))).code).toBe("http_502");
  });

  it("hold the newer record of a stale write", () => {
    const stale = new ApiError(409, { code: "stale", detail: "", current: { version: 3 } });
    expect(staleCurrent(stale)).toEqual({ version: 3 });
    expect(staleCurrent(new ApiError(409, { code: "exists", detail: "" }))).toBeNull();
  });
});

describe("an ended session", () => {
  const refused = (): Response => json(401, { code: "unauthorized", detail: "sign in" });

  it("asks to sign in again and sends the same call, with its body and key, once more", async () => {
    const { api, asked } = fake([refused, () => json(201, { plan_id: 1 })], () => Promise.resolve(true));
    const body = { plan_id: 1, name: "A", business: "BB" };
    await take(api.POST("/api/assist/plans", { body }));
    const bodies = await Promise.all(asked.map((request) => request.json()));
    expect(bodies).toEqual([body, body]);
    const keys = asked.map((request) => request.headers.get("Idempotency-Key"));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it("is an error when nobody signs in again", async () => {
    const { api, asked } = fake([refused], () => Promise.resolve(false));
    expect((await errorOf(take(api.GET("/api/schedules")))).status).toBe(401);
    expect(asked).toHaveLength(1);
  });

  it("is not asked about while signing in", async () => {
    const { api, asked } = fake([refused], () => Promise.resolve(true));
    expect((await errorOf(take(api.GET("/api/session")))).status).toBe(401);
    expect(asked).toHaveLength(1);
  });
});

describe("error words", () => {
  beforeAll(async () => {
    await setLocale("zh-CN");
  });

  it("are in the reader's language, by code, then by status, then plain", () => {
    const words = (status: number, code: string): string => errorWords(new ApiError(status, { code, detail: "d" }, 7)).text;
    expect(words(0, "unreachable")).toContain("连不上服务器");
    expect(words(403, "forbidden")).toContain("没有这个权限");
    expect(words(429, "whatever")).toContain("7 秒");
    expect(words(418, "teapot")).toBe("服务器没有接受这个请求。");
    expect(errorWords(new Error("boom")).detail).toBe("boom");
  });
});
