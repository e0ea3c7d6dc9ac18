import assist from "./assist";
import calls from "./calls";
import catalogue from "./catalogue";
import reminders from "./reminders";
import members from "./members";
import projects from "./projects";
import panel from "./panel";
import runs from "./runs";
import shell from "./shell";
import sources from "./sources";
import views from "./views";

export default { ...shell, ...assist, ...calls, ...catalogue, ...reminders, ...members, ...panel, ...projects, ...runs, ...sources, ...views };
