// Beside a new password and its repetition: Show, and Generate. Without this script both are simply typed.
// No letters that look alike; 32 of them, so that five random bits choose one without any being likelier.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz023456789';
const GROUPS = 4;
const GROUP = 5;

const generated = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP));
  const letters = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]);
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP, (group + 1) * GROUP).join(''),
  ).join('-');
};

for (const pair of document.querySelectorAll('[data-new-password]')) {
  const fields = [...pair.querySelectorAll('input[type="password"]')];
  const button = (label) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'quiet small';
    made.textContent = label;
    return made;
  };
  const show = button(pair.dataset.show);
  const generate = button(pair.dataset.generate);
  const shown = (isShown) => {
    for (const field of fields) field.type = isShown ? 'text' : 'password';
    show.textContent = isShown ? pair.dataset.hide : pair.dataset.show;
  };
  show.addEventListener('click', () => shown(fields[0].type === 'password'));
  generate.addEventListener('click', () => {
    const password = generated();
    for (const field of fields) field.value = password;
    shown(true);
  });
  // What is shown is sent as what it is: no browser keeps it as a line that was typed once.
  pair.closest('form').addEventListener('submit', () => shown(false));
  const tools = document.createElement('div');
  tools.className = 'pair-tools';
  tools.append(show, generate);
  pair.append(tools);
}
