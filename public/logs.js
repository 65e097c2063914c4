// Adds what the daemons say as they say it. Without this script the page loads itself again every two seconds.
const MOST = 1000;
const log = document.getElementById('log');
const events = log?.dataset.events ?? '';

if (events !== '') {
  const source = new EventSource(events);
  source.addEventListener('lines', (event) => {
    log.insertAdjacentHTML('afterbegin', JSON.parse(event.data)); // made by the same escaped template as the page
    while (log.rows.length > MOST) log.deleteRow(-1);
  });
  // The browser tries again by itself, unless the panel refused: then the session has ended, or too many watch.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) document.getElementById('following').hidden = true;
  });
}
