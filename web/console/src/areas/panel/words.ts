/** Parts of a policy in a few words. */
import type { SiteProfile } from "@deskside/api";
import { useI18n } from "vue-i18n";

import type { PolicyFields, PolicyPart } from "./fields";

export function usePolicyWords(profiles: () => readonly SiteProfile[]) {
  const { t } = useI18n();

  function listed(names: readonly string[]): string {
    return names.length === 0 ? t("panelPolicy.noneAtAll") : names.join(t("common.listSeparator"));
  }

  const words: { [Part in PolicyPart]: (value: NonNullable<PolicyFields[Part]>) => string } = {
    enabled: (on) => t(on ? "panelPolicy.on" : "panelPolicy.off"),
    message: (text) => text || t("panelPolicy.noMessage"),
    min_version: (version) => version,
    tweaks: (tweaks) =>
      listed((["functional_ids", "blank_hover"] as const).filter((one) => tweaks[one]).map((one) => t(`panelPolicy.tweak.${one}`))),
    sections: (sections) =>
      listed(sections.filter(({ state }) => state !== "hidden").map(({ key }) => t(`panelPolicy.section.${key}`))),
    hidden_statuses: (statuses) => listed(statuses),
    profile_id: (id) => profiles().find((one) => one.id === id)?.name ?? String(id),
  };

  /** `nothing`: what holds when nobody has said it. */
  return function textOf<Part extends PolicyPart>(part: Part, value: PolicyFields[Part], nothing: string): string {
    return value === null ? nothing : words[part](value);
  };
}
