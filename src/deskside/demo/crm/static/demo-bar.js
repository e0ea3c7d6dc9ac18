'use strict'
/* The demo's own bar: who sits here, how slow and in what order the CRM answers, and the userscript. */

const bar = byId('demoBar')
const loaded = knobs().get('deskside') === '1'

function reloadWith(name, value) {
  const set = knobs()
  if (value === '') set.delete(name)
  else set.set(name, value)
  location.search = set.toString()
}

for (const select of bar.querySelectorAll('select')) {
  select.value = knobs().get(select.name) ?? ''
  if (select.selectedIndex === -1) select.selectedIndex = 0
  select.addEventListener('change', () => reloadWith(select.name, select.value))
}

byId('loadDeskside').textContent = loaded ? '移除 Deskside 脚本' : '加载 Deskside 脚本'
byId('loadDeskside').addEventListener('click', () => reloadWith('deskside', loaded ? '' : '1'))
if (loaded && typeof GM_xmlhttpRequest === 'function') {
  byId('desksideState').textContent = document.querySelector('deskside-panel')
    ? '脚本已加载'
    : '脚本没有加载：Deskside 服务没有应答，启动后刷新页面'
}
