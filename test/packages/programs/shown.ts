// What a user of the status page writes; compiled and run outside the workspace.
import { createStatusPage } from '@onetill/status-page'
import { openStore } from '@onetill/store'

const main = async (): Promise<void> => {
  const store = await openStore({ url: 'sqlite::memory:' })
  const handle = createStatusPage({ store })
  const { status, headers } = await handle(new Request('http://127.0.0.1:4300/'))
  console.log(JSON.stringify({ status, type: headers.get('content-type') }))
  await store.close()
}

void main()
