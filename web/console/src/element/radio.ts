import "element-plus/es/components/radio/style/css.mjs";
import "element-plus/es/components/radio-group/style/css.mjs";

export { ElRadio, ElRadioGroup } from "element-plus/es/components/radio/index.mjs";
