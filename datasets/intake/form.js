'use strict';
// The page knows no question by name: every control says in data-key where its answer belongs and in
// data-kind what it is. An empty control is "not asked" and becomes null.
const form = document.getElementById('form');
const box = document.getElementById('json');
const status = document.getElementById('status');
let saved = '';

function say(text, bad) {
  status.textContent = text;
  status.classList.toggle('bad', Boolean(bad));
}

// Page to file: cm to m, km to m, min to s. Nine decimals keep 8.2 km from becoming 8199.999999999999 m.
const factor = (control) => Number(control.dataset.factor || 1);
const round = (value) => Math.round(value * 1e9) / 1e9;

function get(control) {
  const kind = control.dataset.kind;
  if (kind === 'answer') {
    const chosen = control.matches('select') ? control.value : control.querySelector('input:checked').value;
    return chosen === '' ? null : chosen === 'yes';
  }
  const text = control.value.trim();
  if (text === '') return null;
  if (kind === 'number') return round(Number(text) * factor(control));
  return text;
}

// Puts a value in; false when the control cannot hold it.
function put(control, value) {
  const kind = control.dataset.kind;
  const none = value === null || value === undefined;
  if (kind === 'answer') {
    if (!none && typeof value !== 'boolean') return false;
    const word = none ? '' : value ? 'yes' : 'no';
    if (control.matches('select')) control.value = word;
    else control.querySelector(`input[value="${word}"]`).checked = true;
    return true;
  }
  control.value = '';
  if (none) return true;
  if (typeof value !== (kind === 'number' ? 'number' : 'string')) return false;
  control.value = kind === 'number' ? String(round(value / factor(control))) : value;
  return control.value !== '' && control.validity.valid;
}

const controls = (root) => [...root.querySelectorAll('[data-key]')];
const lists = () => [...form.querySelectorAll('[data-list]')];
const rowsOf = (list) => [...list.querySelectorAll('tbody tr')];

function set(object, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  for (const key of keys) object = object[key] ??= {};
  object[last] = value;
}

function rowValue(row) {
  const value = {};
  for (const control of controls(row)) value[control.dataset.key] = get(control);
  return value;
}

const filled = (row) => Object.values(row).some((value) => value !== null);

function build() {
  const file = { schema: form.dataset.schema, schema_version: form.dataset.version };
  for (const control of controls(form))
    if (!control.closest('[data-list]')) set(file, control.dataset.key, get(control));
  for (const list of lists()) {
    const rows = rowsOf(list).map(rowValue).filter(filled);
    file[list.dataset.list] = rows.length ? rows : null;
  }
  return file;
}

function update() {
  for (const list of lists())
    for (const row of rowsOf(list))
      for (const day of row.querySelectorAll('[data-kind="day"]')) day.required = filled(rowValue(row));
  box.value = JSON.stringify(build(), null, 1) + '\n';
  for (const section of form.querySelectorAll('section')) {
    const count = section.querySelector('.count');
    if (!count) continue;
    const all = controls(section);
    const done = all.filter((control) => get(control) !== null).length;
    count.textContent = `${done} of ${all.length} answered`;
  }
}

function addRow(list, focus) {
  const row = list.querySelector('template').content.firstElementChild.cloneNode(true);
  list.querySelector('tbody').append(row);
  if (focus) row.querySelector('input, select').focus();
  return row;
}

// --- answers that become "no" together ---

// By section: what was filled in, so that it can be seen and taken back.
const together = new Map();

function tellTogether(section) {
  const place = section.querySelector('.together');
  const filled = together.get(section) || [];
  place.replaceChildren();
  if (!filled.length) return;
  const words = document.createElement('span');
  const count = filled.length === 1 ? '1 answer that was open is' : `${filled.length} answers that were open are`;
  words.textContent = `${count} now "no". Each can still be changed.`;
  const undo = document.createElement('button');
  undo.type = 'button';
  undo.className = 'plain';
  undo.dataset.undo = '';
  undo.textContent = 'Undo: not asked';
  place.append(words, undo);
}

function answerNo(section, open) {
  const filled = open.filter((control) => control.dataset.kind === 'answer' && get(control) === null);
  for (const control of filled) put(control, false);
  together.set(section, [...(together.get(section) || []), ...filled]);
  tellTogether(section);
}

function takeBack(section) {
  for (const control of together.get(section) || []) put(control, null);
  together.delete(section);
  tellTogether(section);
}

// What was changed by hand since is an answer of its own.
function isOwn(control) {
  for (const [section, filled] of together)
    if (filled.includes(control)) {
      together.set(section, filled.filter((one) => one !== control));
      tellTogether(section);
    }
}

// "No" to a question answers those that go with it; another answer takes that back.
function followed(control) {
  isOwn(control);
  const going = form.querySelectorAll(`[data-with="${CSS.escape(control.dataset.key)}"]`);
  if (!going.length) return;
  const section = control.closest('section');
  if (get(control) === false) answerNo(section, [...going].flatMap(controls));
  else takeBack(section);
}

// --- save ---

function save() {
  update();
  if (!form.reportValidity()) {
    say('Something is filled in that cannot be right; it is marked.', true);
    return;
  }
  const name = `${build().runner.id || 'RUNNER'}.intake.json`;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([box.value], { type: 'application/json' }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  saved = box.value;
  say(`Saved as ${name}, in the folder for downloads.`);
}

// --- open ---

// Paths of all answers in a file that are not null; rows of lists are walked elsewhere.
function* leaves(object, path) {
  for (const [key, value] of Object.entries(object)) {
    const at = path ? `${path}.${key}` : key;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) yield* leaves(value, at);
    else if (value !== null) yield [at, value];
  }
}

const tell = (lost) => lost.slice(0, 3).join(', ') + (lost.length > 3 ? ' and more' : '');

function fill(root, entries, path, lost) {
  const known = new Map(controls(root).map((control) => [control.dataset.key, control]));
  for (const [key, value] of entries)
    if (!known.has(key) || !put(known.get(key), value)) lost.push(path + key);
}

function show(file) {
  const lost = [];
  for (const section of [...together.keys()]) takeBack(section);
  for (const control of controls(form)) put(control, null);
  for (const list of lists()) for (const row of rowsOf(list)) row.remove();
  const names = lists().map((list) => list.dataset.list);
  const single = Object.fromEntries(Object.entries(file).filter(([key]) =>
    !names.includes(key) && key !== 'schema' && key !== 'schema_version'));
  const outside = { querySelectorAll: (q) => [...form.querySelectorAll(q)].filter((c) => !c.closest('[data-list]')) };
  fill(outside, leaves(single, ''), '', lost);
  for (const list of lists()) {
    const rows = file[list.dataset.list];
    if (rows !== null && rows !== undefined && !Array.isArray(rows)) lost.push(list.dataset.list);
    else (rows || []).forEach((row, i) => fill(addRow(list), leaves(row, ''), `${list.dataset.list}[${i}].`, lost));
  }
  update();
  return lost;
}

async function open(input) {
  const file = input.files[0];
  if (!file) return;
  try {
    const content = JSON.parse((await file.text()).replace(/^\uFEFF/, ''));
    if (!content || content.schema !== form.dataset.schema) throw new Error('it is not an intake file');
    const lost = show(content);
    saved = lost.length ? '' : box.value;
    if (lost.length) say(`Opened ${file.name}, but these answers could not be taken over: ${tell(lost)}`, true);
    else say(`Opened ${file.name}.`);
  } catch (error) {
    say(`${file.name} cannot be opened: ${error.message}`, true);
  }
  input.value = '';
}

// --- wiring ---

form.addEventListener('input', (event) => {
  const control = event.target.closest('[data-key]');
  if (control) followed(control);
  update();
});
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.add) addRow(button.closest('[data-list]'), true);
  if (button.dataset.remove !== undefined) {
    const list = button.closest('[data-list]');
    button.closest('tr').remove();
    list.querySelector('[data-add]').focus();
  }
  if (button.dataset.rest !== undefined) answerNo(button.closest('section'), controls(button.closest('section')));
  if (button.dataset.undo !== undefined) takeBack(button.closest('section'));
  update();
});
document.getElementById('save').addEventListener('click', save);
document.getElementById('open').addEventListener('change', (event) => open(event.target));
document.getElementById('select').addEventListener('click', () => { box.focus(); box.select(); });
window.addEventListener('beforeunload', (event) => { if (box.value !== saved) event.preventDefault(); });
update();
saved = box.value;
