'use strict'
;(() => {
  const body = document.body
  const say = document.getElementById('said')
  const at = (id) => document.getElementById(id)
  const parts = location.pathname.split('/')
  const returned = parts[2] === 'wechat' ? new URLSearchParams(location.search) : null
  const token = returned ? sessionStorage.getItem('deskside-link') || '-' : parts[2] || '-'
  let wrong = 0

  const show = (text, bad) => {
    say.textContent = text
    say.classList.toggle('bad', !!bad)
  }

  const post = async (what, fields) => {
    const answer = await fetch('/s/' + what, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, ...fields }),
    })
    return { ok: answer.ok, status: answer.status, said: await answer.json().catch(() => ({})) }
  }

  const busy = async (button, work) => {
    if (button.disabled) return
    button.disabled = true
    show(body.dataset.busy)
    try {
      await work()
    } catch {
      show(body.dataset.away, true)
    }
    setTimeout(() => { button.disabled = false }, Number(button.dataset.rest || 0))
  }

  const refuse = () => {
    document.title = body.dataset.denied
    body.classList.add('refused')
    show('')
    at('denied').focus()
  }

  const on = (id, work) => {
    const button = at(id)
    if (button) button.addEventListener('click', () => busy(button, () => work(button)))
  }

  on('send', async () => {
    const answer = await post('code', {})
    show(answer.said.said || body.dataset.away, !answer.ok)
    if (!answer.ok) return
    at('proof').hidden = false
    at('code').focus()
  })

  on('ask', async () => {
    const answer = await post('ask', {})
    const text = answer.said.said || body.dataset.away
    show(text, !answer.ok)
    at('asked').textContent = text
  })

  const proof = at('proof')
  if (proof) {
    proof.addEventListener('submit', (event) => {
      event.preventDefault()
      busy(at('confirm'), async () => {
        const answer = await post('proof', { code: at('code').value.replace(/\s/g, '') })
        if (answer.ok) return location.replace('/s/' + token)
        at('code').value = ''
        wrong += 1
        if (wrong >= 5) return refuse()
        show(answer.said.said || body.dataset.away, true)
      })
    })
  }

  on('refresh', async (button) => {
    const answer = await post('refresh', {})
    if (answer.status === 403) return location.reload()
    button.dataset.rest = String((answer.said.wait || 0) * 1000)
    if (answer.said.changed) return location.reload()
    show(answer.said.said || body.dataset.away, !answer.ok)
  })

  for (const solved of [true, false]) {
    on(solved ? 'solved' : 'unsolved', async () => {
      const answer = await post('feedback', { solved })
      if (answer.ok || answer.status === 403) return location.reload()
      show(answer.said.said || body.dataset.away, true)
    })
  }

  on('leave', async () => {
    await post('leave', {})
    location.reload()
  })

  const print = at('print')
  if (print) print.addEventListener('click', () => window.print())

  const throughWechat = async () => {
    const answer = await post('wechat', { code: returned.get('code') || '', state: returned.get('state') || '' })
    if (answer.ok) return location.replace('/s/' + token)
    history.replaceState(null, '', '/s/' + token)
  }

  const silently = async () => {
    if (sessionStorage.getItem('deskside-link') === token) return
    sessionStorage.setItem('deskside-link', token)
    const answer = await post('silently', {})
    if (answer.ok && answer.said.go) location.replace(answer.said.go)
  }

  if (body.dataset.page === 'door') {
    if (returned) throughWechat().catch(() => {})
    else if (body.dataset.wechat && /MicroMessenger/i.test(navigator.userAgent)) silently().catch(() => {})
  }
})()
