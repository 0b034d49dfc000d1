/** Script of the demo page: one WebSocket to the page's own origin. Text reaches the page through `textContent` alone. */
export const pageScript = `
const url = (location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host;
const log = document.getElementById('log');
const button = document.querySelector('button');
const input = document.querySelector('input');
document.getElementById('url').textContent = url;
let socket;
connect();

function connect() {
  socket = new WebSocket(url);
  socket.addEventListener('open', () => { show('open'); add('note', '·', 'connected · 已连接'); });
  socket.addEventListener('message', ({ data }) => add('in', '↓', String(data)));
  socket.addEventListener('close', ({ code }) => {
    show('closed');
    add('note', '·', 'closed with ' + code + ' · 已断开');
    setTimeout(connect, 2000);
  });
}

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  socket.send(input.value);
  add('out', '↑', input.value);
});

function show(state) {
  document.getElementById('state').textContent = state;
  document.querySelector('.dot').dataset.state = state;
  button.disabled = state !== 'open';
}

function add(kind, arrow, text) {
  const row = document.createElement('div');
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString('en-GB');
  const sign = document.createElement('span');
  sign.textContent = arrow;
  const content = document.createElement('span');
  content.textContent = text;
  row.className = kind;
  row.append(time, sign, content);
  log.append(row);
  if (log.childElementCount > 500) log.firstElementChild.remove();
  log.scrollTop = log.scrollHeight;
}
`;
