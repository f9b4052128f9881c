// What panels and the live training have in common.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

// What stands in braces in a template is replaced; a letter is made fit for HTML, or to be seen.
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const escaped = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => text.replace(/[&<>"']/g, (char) => escaped[char]);
const visible = (char) => ({ " ": "\u2423", "\n": "\u21b5" })[char] ?? char;

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).json();
}

// JupyterLab's shortcuts would delete the cell at x; saving may pass.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (!(event.key === "s" && (event.ctrlKey || event.metaKey))) event.stopPropagation();
  });
}

