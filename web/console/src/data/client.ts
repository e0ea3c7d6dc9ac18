/** How queries behave: kept a few seconds, asked again when the window comes back, retried only when that can help. */

import { ApiError } from "@deskside/api";
import { QueryClient } from "@tanstack/vue-query";

const PASSING = new Set([0, 429, 502, 503, 504]);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 1 && error instanceof ApiError && PASSING.has(error.status),
    },
    mutations: { retry: false },
  },
});
