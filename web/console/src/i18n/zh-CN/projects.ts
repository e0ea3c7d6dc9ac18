export default {
  project: {
    progress: "进度",
    percent: "{n}%",
    step: { done: "已完成", at: "当前", todo: "未开始" },
  },
  projectSync: {
    every: "每 {n} 分钟",
    custom: "其他频率",
    nextTimes: "{words}：接下来五次",
  },
};
