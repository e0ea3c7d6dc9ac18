'use strict'
/* One account on screen: asked for in one breath, drawn as the answers come, changed without a page load. */

let visit = 0
const open = new Map()

const REQUESTS = {
  GetProductExtensionData: (account) => askByXhr('GetProductExtensionData', { bid: account.id }),
  GetMasterAccountListV3: (account) => askByXhr('GetMasterAccountListV3', { bid: account.id }, 'json'),
  GetAHCBasicInfo: (account, func) => askByFetch('GetAHCBasicInfo', { bid: account.id, funcid: func }),
  GetBaseAdminInfo: () => askByFetch('GetBaseAdminInfo', {}),
  GetAccountTag: (account) => askByXhr('GetAccountTag', { bid: account.id }, 'text'),
}

function requestOrder() {
  const names = Object.keys(REQUESTS)
  const wanted = knobs().get('order') ?? ''
  if (wanted === 'random') return names.map((name) => [Math.random(), name]).sort().map(([, name]) => name)
  const first = wanted.split(',').filter((name) => names.includes(name))
  return [...first, ...names.filter((name) => !first.includes(name))]
}

async function openAccount(account, remember = true) {
  const mine = ++visit
  open.set(account.id, account)
  const set = knobs()
  set.set('acct', account.id)
  if (remember) history.pushState(null, '', `?${set}`)
  drawTabs(account)
  byId('blank').hidden = true
  byId('accountView').hidden = false
  byId('accountTitle').textContent = `${account.customer} — ${account.id} (${account.product}, ${account.market})`
  byId('accountTags').replaceChildren()
  byId('ticketRows').replaceChildren()
  drawFields(account, {})
  const functional = account.product === 'AHC' ? await list('GetFuncAccounts', { bid: account.id }) : []
  if (mine === visit) ask(account, functional, mine)
}

function ask(account, functional, mine) {
  const got = {}
  for (const name of requestOrder()) {
    if (name === 'GetAHCBasicInfo' && functional.length === 0) continue
    REQUESTS[name](account, functional[0]?.id).then(
      (answer) => {
        if (mine !== visit) return
        got[name] = answer
        drawFields(account, got, functional)
        if (name === 'GetAccountTag') drawTags(answer.Message)
      },
      (error) => console.warn(error.message),
    )
  }
  void loadTickets(account, mine)
}

function drawTabs(current) {
  byId('accountTabs').replaceChildren(
    ...[...open.values()].map((account) => {
      const tab = element('span', undefined, { class: account.id === current.id ? 'on' : '' })
      const pick = element('button', String(account.id), { type: 'button', role: 'tab', 'data-tab': account.id })
      pick.addEventListener('click', () => openAccount(account))
      tab.append(pick)
      return tab
    }),
  )
  for (const row of document.querySelectorAll('[data-account]')) {
    row.setAttribute('aria-current', String(row.dataset.account === String(current.id)))
  }
}

function drawTags(message) {
  const names = message.split(';').filter((name) => name !== '')
  byId('accountTags').replaceChildren(...names.map((name) => element('b', name)))
}

function dateOf(text) {
  const match = /\((-?\d+)\)/.exec(text ?? '')
  return match ? new Date(Number(match[1])).toLocaleDateString('en-US', { timeZone: 'UTC' }) : ''
}

function drawFields(account, got, functional = []) {
  const record = got.GetMasterAccountListV3?.list[0].BusinessAccountList.list.find((row) => row.BusinessAccountId === account.id)
  const base = got.GetProductExtensionData?.BaseProductInfo
  const chosen = got.GetAHCBasicInfo
  const rows = [
    ['Account ID', account.id], ['Customer', account.customer],
    ['Product', got.GetProductExtensionData?.ProductType], ['Market', got.GetProductExtensionData?.Market],
    ['Sign-up Date', record && dateOf(record.SignupDate)], ['Activation Date', record && dateOf(record.ActivationDate)],
    ['Initial Billing', record && dateOf(record.InitialBillingDate)], ['Combo Tag', record && (record.ComboTag || '-')],
    ['Contract Start', record && dateOf(record.ContractStartTime)], ['Contract End', record && dateOf(record.ContractEndTime)],
    ['CN Number', base && (base.CNNumber || '-')], ['China PSTN', base && (base.ChinaPstn || '-')],
  ]
  const fields = element('dl', undefined, { class: 'fields' })
  for (const [name, value] of rows) fields.append(element('dt', name), fieldValue(value))
  fields.append(element('dt', 'Service Plan'), planCell(account.product === 'AHC' ? chosen?.FuncComboName : record?.ComboName))
  if (functional.length > 0) fields.append(element('dt', 'Functional Account'), functionalCell(account, functional, got))
  byId('ProductDetailContainer').replaceChildren(fields)
}

function fieldValue(value) {
  return element('dd', value === undefined ? 'Loading…' : String(value), value === undefined ? { class: 'waiting' } : {})
}

/* The first annoyance: whoever passes over the plan's name gets a blank pop-up. */
function planCell(name) {
  const cell = element('dd')
  const plan = element('span', name ?? '', { id: 'func_sp_plan_des' })
  plan.addEventListener('mouseenter', () => {
    const { left, bottom } = plan.getBoundingClientRect()
    const hover = byId('planHover')
    hover.style.left = `${left + scrollX}px`
    hover.style.top = `${bottom + scrollY}px`
    hover.hidden = false
  })
  plan.addEventListener('mouseleave', () => { byId('planHover').hidden = true })
  cell.append(plan)
  return cell
}

/* The second: the drop-down names functional accounts without their ids. */
function functionalCell(account, functional, got) {
  const cell = element('dd')
  const select = element('select', undefined, { id: 'chooseid', 'aria-label': 'Functional account' })
  for (const one of functional) select.append(element('option', one.text, { value: one.id }))
  select.value = String(got.chosen ?? functional[0].id)
  select.addEventListener('change', async () => {
    const mine = visit
    got.chosen = select.value
    const answer = await REQUESTS.GetAHCBasicInfo(account, select.value)
    if (mine !== visit || got.chosen !== select.value) return
    got.GetAHCBasicInfo = answer
    drawFields(account, got, functional)
  })
  cell.append(select)
  return cell
}

async function loadTickets(account, mine) {
  const pages = await Promise.all([postTickets(account.id, false), postTickets(account.id, true)])
  if (mine !== visit) return
  byId('ticketRows').replaceChildren(
    ...pages.flat().map((ticket) => {
      const row = element('tr')
      const cells = [ticket.TicketId, ticket.Title, ticket.CurrentCategoryName, dateOf(ticket.LastModified), ticket.Status]
      row.append(...cells.map((text) => element('td', String(text))))
      return row
    }),
  )
}

byId('subTabs').addEventListener('click', (event) => {
  const pane = event.target.dataset.pane
  if (pane === undefined) return
  for (const tab of event.currentTarget.children) {
    tab.setAttribute('aria-selected', String(tab.dataset.pane === pane))
    byId(tab.dataset.pane).hidden = tab.dataset.pane !== pane
  }
})

async function fromAddress() {
  const wanted = Number(knobs().get('acct'))
  const account = (await find('')).find((one) => one.id === wanted)
  if (account !== undefined) void openAccount(account, false)
}

addEventListener('popstate', () => void fromAddress())
void fromAddress()
