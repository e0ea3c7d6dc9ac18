/** The code field; made once, so that what was typed survives whatever happens around it. */
import type { State } from "../state";
import { act, h } from "./dom";

export class PairForm {
  readonly root: HTMLFormElement;
  readonly #code: HTMLInputElement;
  readonly #send: HTMLButtonElement;
  readonly #error = h("p", { class: "bad", role: "alert", id: "pair-error", "data-testid": "pair-error" });

  constructor(pair: (code: string) => Promise<boolean>) {
    this.#code = h("input", {
      type: "text",
      id: "pair-code",
      class: "code mono",
      placeholder: "K7QM-2XPD",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: "32",
      "aria-describedby": "pair-error",
      "data-testid": "pair-code",
    });
    this.#send = h("button", { type: "submit", class: "primary", "data-testid": "pair-submit" }, "配对");
    this.root = h(
      "form",
      { class: "pair", "data-testid": "pair-form" },
      h("label", { for: "pair-code" }, "配对码"),
      h("p", { class: "quiet" }, "在 Deskside 控制台的「设备」页生成一次性配对码，填在这里。"),
      h("div", { class: "pair-line" }, this.#code, this.#send),
      this.#error,
    );
    act(this.root, "submit", (event) => {
      event.preventDefault();
      void pair(this.#code.value).then((accepted) => {
        if (accepted) this.#code.value = "";
      });
    });
  }

  show(state: State): void {
    this.root.hidden = state.paired;
    this.#send.disabled = state.pairing.busy;
    this.#send.textContent = state.pairing.busy ? "正在配对…" : "配对";
    this.#error.textContent = state.pairing.error ?? "";
    this.#error.hidden = state.pairing.error === null;
  }
}
