// What a user of reconcile writes; compiled and run outside the workspace.
import { type Finding, reconcile } from '@onetill/reconcile'

const main = async (): Promise<void> => {
  const row = (reference: string, amount: string) => ({ reference, amount, currency: 'EUR', status: 'paid' })
  const result = await reconcile({
    left: { kind: 'records', records: [row('A-1', '10.00'), row('A-2', '7.50')] },
    right: { kind: 'records', records: [row('A-1', '10.00'), row('A-2', '7.05')] },
    asOf: '2026-01-01T00:00:00Z',
  })
  const codes: string[] = []
  const note = (finding: Finding) => codes.push(finding.code)
  for await (const finding of result.findings()) note(finding)
  console.log(JSON.stringify({ verdict: result.summary.verdict, codes }))
  await result.close()
}

void main()
