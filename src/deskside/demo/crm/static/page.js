'use strict'
/* The CRM's plumbing: how it asks its server, partly by XMLHttpRequest and partly by fetch, and its account list. */

const knobs = () => new URLSearchParams(location.search)
const byId = (id) => document.getElementById(id)

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag)
  if (text !== undefined) made.textContent = text
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

/* delay=ms for every endpoint, delay.NAME=ms for one, fail=NAME,NAME and broken=NAME,NAME for some */
function address(endpoint, values) {
  const set = knobs()
  const query = new URLSearchParams({ ...values, agent: set.get('agent') ?? 'li' })
  const delay = set.get(`delay.${endpoint}`) ?? set.get('delay')
  if (delay) query.set('delay', delay)
  for (const fault of ['fail', 'broken']) {
    if ((set.get(fault) ?? '').split(',').includes(endpoint)) query.set(fault, '1')
  }
  return `service/${endpoint}?${query}`
}

function askByXhr(endpoint, values, responseType = '') {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    xhr.open('GET', address(endpoint, values))
    xhr.responseType = responseType
    xhr.onload = () => {
      if (xhr.status !== 200) reject(new Error(`${endpoint}: ${xhr.status}`))
      else resolve((responseType === 'json' ? xhr.response : JSON.parse(xhr.responseText)).resultData)
    }
    xhr.onerror = () => reject(new Error(`${endpoint}: no connection`))
    xhr.send()
  })
}

async function askByFetch(endpoint, values) {
  const response = await fetch(address(endpoint, values))
  if (!response.ok) throw new Error(`${endpoint}: ${response.status}`)
  return (await response.json()).resultData
}

async function list(endpoint, values) {
  const response = await fetch(address(endpoint, values))
  return response.ok ? response.json() : []
}

async function postTickets(account, isCancel) {
  const page = { StartNum: 1, EndNum: 30, PageSize: 30, PageNum: 1, MaxCount: 0 }
  const query = JSON.stringify({ PageData: page, ChildBid: account })
  const body = new URLSearchParams({ query, storeid: '0', isCancel: String(isCancel) })
  const response = await fetch(address('GetTicketList', {}), { method: 'POST', body })
  return response.ok ? (await response.json()).resultData.TicketModels : []
}

async function find(words) {
  const found = await list('SearchAccounts', { q: words })
  byId('resultList').replaceChildren(
    ...found.map((account) => {
      const row = element('button', `${account.id} ${account.customer}`, { type: 'button', 'data-account': account.id })
      row.append(element('small', `${account.product} · ${account.market}`))
      row.addEventListener('click', () => openAccount(account))
      const item = element('li')
      item.append(row)
      return item
    }),
  )
  return found
}

byId('findForm').addEventListener('submit', (event) => {
  event.preventDefault()
  void find(byId('findBox').value)
})
