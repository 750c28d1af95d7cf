// Everything the pages need beyond HTML. Each module finds its own markup and works on what HTMX brings in later.
import "./parts/htmx.js";
import { onContent } from "./parts/content.js";
import * as blacken from "./parts/blacken.js";
import * as chart from "./parts/chart.js";
import * as choose from "./parts/choose.js";
import * as copy from "./parts/copy.js";
import * as desk from "./parts/desk.js";
import * as dialog from "./parts/dialog.js";
import * as draft from "./parts/draft.js";
import * as forms from "./parts/forms.js";
import * as keys from "./parts/keys.js";
import * as lists from "./parts/lists.js";
import * as map from "./parts/map.js";
import * as orgChart from "./parts/org-chart.js";
import * as palette from "./parts/palette.js";
import * as pick from "./parts/pick.js";
import * as review from "./parts/review.js";
import * as sign from "./parts/sign.js";
import * as since from "./parts/since.js";
import * as themeSwitch from "./parts/theme-switch.js";
import * as toast from "./parts/toast.js";
import * as webauthn from "./parts/webauthn.js";
import * as wings from "./parts/wings.js";

for (const part of [wings, lists, webauthn, review, toast, themeSwitch, copy, desk, dialog, palette, keys, forms, draft, since, sign, choose]) part.start?.();
onContent((root) => {
  root.querySelector?.(".k-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  for (const part of [blacken, chart, choose, pick, desk, draft, forms, map, orgChart, sign, since]) part.enhance?.(root);
});
