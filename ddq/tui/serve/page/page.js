// Around the terminal of textual.js: where it connects, its fonts, files in and out, and how it ends.
"use strict";

const terminal = document.getElementById("terminal");
const field = document.getElementById("file");
const said = document.getElementById("said");
const here = window.location.href.replace(/[?#].*$/, "");
const FONTS = ["16px 'Roboto Mono'", "bold 16px 'Roboto Mono'", "italic 16px 'Roboto Mono'"];

terminal.dataset.sessionWebsocketUrl = here.replace(/^http/, "ws") + "ws";

// textual.js opens windows: for a download, at a path that lacks the key, and for an address in the text that is
// clicked. The first is fetched in place, which no browser blocks; the second, which may be a vendor's, is not opened.
window.open = (url) => {
  const key = /\/download\/([0-9a-f]+)$/.exec(url || "");
  if (key !== null) {
    const link = document.createElement("a");
    link.href = `download/${key[1]}`;
    link.download = "";
    link.click();
  }
  return null;
};

function say(text, problem = false) {
  said.textContent = text;
  said.classList.toggle("-problem", problem);
}

function enter() {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys !== null) keys.focus();
}

async function add(files) {
  for (const file of files) {
    say(`Adding ${file.name} …`);
    try {
      const answer = await fetch(`upload?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body: file,
      });
      const text = await answer.text();
      if (!answer.ok) {
        say(`${file.name}: ${text}`, true);
        break;
      }
      say(`${text} is here. F5 makes an answer rest on it.`);
    } catch {
      say(`${file.name} was not added: the connection broke, or the file is too large.`, true);
      break;
    }
  }
  field.value = "";
  enter();
}

field.addEventListener("change", () => add([...field.files]));
for (const name of ["dragover", "dragleave", "drop"]) {
  window.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle("-over", name === "dragover");
    if (name === "drop") add([...event.dataTransfer.files]);
  });
}
document.getElementById("again").addEventListener("click", () => window.location.reload());

// textual.js marks the body when the connection opens, and when it ends.
let connected = false;
new MutationObserver(() => {
  const marks = document.body.classList;
  if (marks.contains("-closed")) {
    say("ddq is not open here any more. Everything that was answered is saved.");
  } else if (marks.contains("-loaded") && !connected) {
    connected = true;
    enter();
  }
}).observe(document.body, { attributeFilter: ["class"] });

// The terminal measures its cells once, so its fonts have to be there before; textual.js begins on the load event.
window.addEventListener("load", async () => {
  await Promise.allSettled(FONTS.flatMap((font) => ["a", "✓"].map((sample) => document.fonts.load(font, sample))));
  const script = document.createElement("script");
  script.src = "static/textual.js";
  script.addEventListener("load", () => window.onload());
  document.head.append(script);
});
