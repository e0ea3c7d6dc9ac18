export default {
  project: {
    progress: "Progress",
    percent: "{n} %",
    step: { done: "done", at: "now", todo: "to come" },
  },
  projectSync: {
    every: "every {n} minutes",
    custom: "another rhythm",
    nextTimes: "{words}: the next five times",
  },
};
