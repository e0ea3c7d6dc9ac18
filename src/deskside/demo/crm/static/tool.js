'use strict'
const tool = location.pathname.split('/').pop()
document.getElementById('tool').textContent = `${tool} of account ${new URLSearchParams(location.search).get('acct') ?? '-'}`
