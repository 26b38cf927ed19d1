import { mount } from "svelte";

import App from "./App.svelte";
import "./app.css";
import { textSize } from "./state/text-size.svelte";
import { theme } from "./state/theme.svelte";
import { language } from "./words";

// Before anything is drawn.
theme.apply();
textSize.apply();
document.documentElement.lang = language.now;

const target = document.getElementById("app");
if (target) mount(App, { target });
