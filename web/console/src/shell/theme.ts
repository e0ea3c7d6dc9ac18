/** Light, dark, or as the system has it; kept for the next visit so that the first paint is right. */

export type Theme = "light" | "dark" | "system";

const KEPT = "deskside.theme";

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEPT, theme);
}

export function keptTheme(): Theme {
  return asTheme(localStorage.getItem(KEPT));
}

export function asTheme(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}
