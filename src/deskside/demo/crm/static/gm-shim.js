'use strict'
/* What a userscript manager gives its script, so that the demo runs in any browser without one.
 * Values are kept per agent (?agent=li), so that two agents fit into one browser; calls go through the demo's
 * relay, which reaches Deskside and nothing else. */
;(() => {
  const agent = new URLSearchParams(location.search).get('agent') ?? 'li'
  const key = (name) => `gm:${agent}:${name}`
  const relay = window.fetch.bind(window)

  window.unsafeWindow = window
  window.GM_getValue = (name, otherwise) => {
    const kept = localStorage.getItem(key(name))
    return kept === null ? otherwise : JSON.parse(kept)
  }
  window.GM_setValue = (name, value) => localStorage.setItem(key(name), JSON.stringify(value))
  window.GM_deleteValue = (name) => localStorage.removeItem(key(name))
  window.GM_addValueChangeListener = (name, call) => {
    addEventListener('storage', (event) => {
      if (event.key !== key(name)) return
      const read = (text) => (text === null ? undefined : JSON.parse(text))
      call(name, read(event.oldValue), read(event.newValue), true)
    })
  }

  window.GM_xmlhttpRequest = (request) => {
    const { method = 'GET', url, headers = {}, data, timeout } = request
    const stop = new AbortController()
    let timer
    const over = new Promise((resolve) => {
      if (timeout) timer = setTimeout(() => resolve({ call: 'ontimeout' }), timeout)
      stop.signal.addEventListener('abort', () => resolve({ call: 'onabort' }))
    })
    const sent = relay('gm', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ method, url, headers, data }),
      signal: stop.signal,
    }).then(heard, () => ({ call: 'onerror' }))
    void Promise.race([sent, over]).then(({ call, answer }) => {
      clearTimeout(timer)
      request[call]?.({ status: answer?.status ?? 0, responseText: answer?.text ?? '', finalUrl: url, readyState: 4 })
    })
    return { abort: () => stop.abort() }
  }

  async function heard(response) {
    const answer = await response.json()
    return response.ok && answer.ok ? { call: 'onload', answer } : { call: 'onerror' }
  }
})()
