/** The one client of this page. A call that meets an ended session waits for the new sign-in and is sent again. */

import { createApi } from "@deskside/api";

import { signInAgain } from "@/session/expiry";

export const api = createApi({ signInAgain, language: () => document.documentElement.lang });
