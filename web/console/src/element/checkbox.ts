import "element-plus/es/components/checkbox/style/css.mjs";
import "element-plus/es/components/checkbox-group/style/css.mjs";

export { ElCheckbox, ElCheckboxGroup } from "element-plus/es/components/checkbox/index.mjs";
