// Loads forms, and answers to them, into the NLM's LHC-Forms and says what it made of them.
// In: JSON lines {form, response?}. Out: one JSON line for each.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { JSDOM, VirtualConsole } = require("jsdom");

const BUILT = path.join(path.dirname(require.resolve("lforms/package.json")), "dist", "lforms");
const SCRIPTS = ["webcomponent/assets/lib/zone.min.js", "webcomponent/lhc-forms.js", "fhir/R4/lformsFHIR.min.js"];

const troubles = [];
const page = new VirtualConsole();
for (const kind of ["error", "warn", "jsdomError"]) {
  page.on(kind, (...said) => troubles.push(said.map(String).join(" ")));
}
const { window } = new JSDOM("<!doctype html><body></body>", {
  runScripts: "outside-only",
  pretendToBeVisual: true,
  url: "http://localhost/",
  virtualConsole: page,
});
for (const script of SCRIPTS) {
  window.eval(fs.readFileSync(path.join(BUILT, script), "utf8"));
}

function flat(items) {
  return (items || []).flatMap((item) => [item, ...flat(item.items)]);
}

function shown(item) {
  return {
    linkId: item.linkId,
    question: item.question ?? null,
    type: item.dataType ?? null,
    codes: (item.codeList || []).map((each) => each.code),
    answers: (item.answers || []).map((each) => ({
      code: each.code,
      text: each.text ?? null,
      score: each.score ?? null,
    })),
    value: item.value?.code ?? (typeof item.value === "string" ? item.value : null),
  };
}

function load({ form, response }) {
  troubles.length = 0;
  const { Util, LFormsData } = window.LForms;
  let definition = Util.convertFHIRQuestionnaireToLForms(form, "R4");
  if (response) {
    definition = Util.mergeFHIRDataIntoLForms("QuestionnaireResponse", response, definition, "R4");
  }
  const made = new LFormsData(definition);
  const items = flat(made.items).map(shown);
  const back = Util._convertLFormsToFHIRData("QuestionnaireResponse", "R4", made);
  return { name: made.name ?? null, items, response: back, troubles: [...troubles] };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(load(JSON.parse(line)))}\n`);
});
