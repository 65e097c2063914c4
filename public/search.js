// "/" goes to the search, as in many programs, unless somebody is typing.
const field = document.getElementById('bar-search');
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  if (field.offsetParent === null) location.assign('/search');
  else field.focus();
});
