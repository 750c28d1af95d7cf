// The editor of letters: what the regulation allows and nothing more (paragraphs, bold, italic, underlined, items by
// letter and number, tables). The plain field stays the one that is sent, so that without this script all still works.
// Beside it the page as it will be printed, drawn again when typing pauses.
import { Editor, Extension, wrappingInputRule } from "@tiptap/core";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Italic } from "@tiptap/extension-italic";
import { ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { Gapcursor, UndoRedo } from "@tiptap/extensions";
import { cleaned } from "./parts/pasting.js";
import { preview } from "./parts/preview.js";

// No inline style ever: the content policy refuses it, and the server would drop it.
const plain = { addAttributes() { return { colspan: { default: 1 }, rowspan: { default: 1 } }; }, content: "paragraph+" };
const PlainTable = Table.extend({
  renderHTML: () => ["table", ["tbody", 0]],
  addKeyboardShortcuts() {
    return {
      Tab: () => this.editor.commands.goToNextCell(), // out of the last cell the focus leaves: no trap
      "Shift-Tab": () => this.editor.commands.goToPreviousCell(),
    };
  },
}).configure({ resizable: false, allowTableNodeSelection: true });

// "a) " and "1) " at the beginning of a line begin items, as the regulation writes them.
const Items = OrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (one) => Number(one.getAttribute("start")) || 1 },
    type: { default: "1", parseHTML: (one) => (one.getAttribute("type") === "a" ? "a" : "1") },
  }),
  addInputRules() {
    return [[/^a\)\s$/, "a"], [/^1[).]\s$/, "1"]].map(([find, type]) =>
      wrappingInputRule({ find, type: this.type, getAttributes: () => ({ start: 1, type }) }));
  },
});

const Toolkeys = Extension.create({
  name: "toolkeys",
  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        this.options.bar.querySelector("button[tabindex='0']")?.focus();
        return true;
      },
    };
  },
});

const items = (editor, type) => {
  const chain = editor.chain().focus();
  if (editor.isActive("orderedList", { type })) return chain.liftListItem("listItem").run();
  if (editor.isActive("orderedList")) return chain.updateAttributes("orderedList", { type }).run();
  return chain.toggleOrderedList().updateAttributes("orderedList", { type }).run();
};
const COMMANDS = {
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  underline: (editor) => editor.chain().focus().toggleUnderline().run(),
  lettered: (editor) => items(editor, "a"),
  numbered: (editor) => items(editor, "1"),
  sink: (editor) => editor.chain().focus().sinkListItem("listItem").run(),
  lift: (editor) => editor.chain().focus().liftListItem("listItem").run(),
  table: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  row: (editor) => editor.chain().focus().addRowAfter().run(),
  column: (editor) => editor.chain().focus().addColumnAfter().run(),
  "drop-row": (editor) => editor.chain().focus().deleteRow().run(),
  "drop-column": (editor) => editor.chain().focus().deleteColumn().run(),
  "drop-table": (editor) => editor.chain().focus().deleteTable().run(),
  undo: (editor) => editor.chain().focus().undo().run(),
  redo: (editor) => editor.chain().focus().redo().run(),
};
const ACTIVE = {
  bold: ["bold"], italic: ["italic"], underline: ["underline"],
  lettered: ["orderedList", { type: "a" }], numbered: ["orderedList", { type: "1" }],
};
const INSIDE = {
  sink: (editor) => editor.can().sinkListItem("listItem"),
  lift: (editor) => editor.isActive("orderedList"),
  table: (editor) => !editor.isActive("table") && !editor.isActive("orderedList"),
  row: (editor) => editor.isActive("table"),
  column: (editor) => editor.isActive("table"),
  "drop-row": (editor) => editor.isActive("table"),
  "drop-column": (editor) => editor.isActive("table"),
  "drop-table": (editor) => editor.isActive("table"),
  undo: (editor) => editor.can().undo(),
  redo: (editor) => editor.can().redo(),
};

// What stands in the field may be lines of plain text: each is a paragraph.
function asHtml(text) {
  if (/^\s*<(p|ol|ul|table)\b/i.test(text)) return text;
  const holder = document.createElement("div");
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line.trim();
    holder.append(paragraph);
  }
  return holder.innerHTML;
}

function toolbar(bar, editor) {
  const buttons = [...bar.querySelectorAll("[data-command]")];
  const show = () => {
    for (const button of buttons) {
      const name = button.dataset.command;
      if (ACTIVE[name]) button.setAttribute("aria-pressed", String(editor.isActive(...ACTIVE[name])));
      // disabled by aria only: the focus must not fall out of the bar
      if (INSIDE[name]) button.setAttribute("aria-disabled", String(!INSIDE[name](editor)));
    }
    bar.querySelector("[data-in-table]")?.toggleAttribute("hidden", !editor.isActive("table"));
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (button && button.getAttribute("aria-disabled") !== "true") COMMANDS[button.dataset.command](editor);
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
  bar.addEventListener("keydown", (event) => {
    const seen = buttons.filter((button) => button.offsetParent);
    const at = seen.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (event.key === "Escape") editor.commands.focus();
    if (to === undefined) return;
    event.preventDefault();
    const next = seen[(to + seen.length) % seen.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
  editor.on("transaction", show);
  show();
}

function begin(field) {
  const bar = document.getElementById("yazi-araclari").content.firstElementChild.cloneNode(true);
  const place = document.createElement("div");
  place.className = "k-editor";
  field.before(place);
  const told = () => field.dispatchEvent(new Event("konak:typed", { bubbles: true }));
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (label && !label.id) label.id = `${field.id}-adi`;
  let own = false;
  const editor = new Editor({
    element: place,
    injectCSS: false,
    content: asHtml(field.value),
    extensions: [
      Document, Paragraph, Text, Bold, Italic, Underline, HardBreak, UndoRedo, Gapcursor,
      Items, ListItem.extend({ content: "paragraph (paragraph | orderedList)*" }),
      ListKeymap, PlainTable, TableRow, TableCell.extend(plain), TableHeader.extend(plain),
      Toolkeys.configure({ bar }),
    ],
    editorProps: {
      transformPastedHTML: cleaned,
      attributes: {
        class: "k-paper-text", role: "textbox", "aria-multiline": "true", lang: "tr", spellcheck: "true",
        ...(label && { "aria-labelledby": label.id }),
        ...(field.getAttribute("aria-describedby") && { "aria-describedby": field.getAttribute("aria-describedby") }),
        ...(field.getAttribute("aria-invalid") && { "aria-invalid": field.getAttribute("aria-invalid") }),
      },
    },
    onUpdate: ({ editor: now }) => {
      own = true;
      field.value = now.isEmpty ? "" : now.getHTML();
      own = false;
      told();
    },
  });
  place.prepend(bar);
  toolbar(bar, editor);
  field.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  // a draft that was kept comes back through the field
  field.addEventListener("input", () => { if (!own) editor.commands.setContent(asHtml(field.value)); });
}

for (const field of document.querySelectorAll("textarea[data-letter]")) begin(field);
for (const form of document.querySelectorAll("form[data-preview]")) preview(form);
