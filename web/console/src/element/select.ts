import "element-plus/es/components/select/style/css.mjs";
import "element-plus/es/components/option/style/css.mjs";

export { ElOption, ElSelect } from "element-plus/es/components/select/index.mjs";
