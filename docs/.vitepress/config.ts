import { defineConfig } from 'vitepress'

const decision = (text: string, name: string) => ({ text, link: `/decisions/${name}` })
const guide = (text: string, name: string) => ({ text, link: `/guide/${name}` })

/** The site: no search service, no font and no request to another host. */
const config = defineConfig({
  title: 'Onetill',
  description: 'One CheckoutSession for every payment provider.',
  lang: 'en',
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ['README.md'],
  outDir: './.vitepress/dist',
  cacheDir: './node_modules/.vitepress',
  vite: { publicDir: 'public' },
  markdown: {
    config(md) {
      // Files of the repository that are no pages: the name stays, the link goes. A link to a page that is missing still fails the build.
      md.core.ruler.push('outside', ({ tokens }) => {
        for (const { children } of tokens) {
          let outside = false
          for (const token of children ?? []) {
            if (token.type === 'link_open') outside = (token.attrGet('href') ?? '').startsWith('../../')
            if (!outside || !token.type.startsWith('link_')) continue
            token.tag = 'span'
            if (token.type === 'link_open') token.attrs = [['title', token.attrGet('href') ?? '']]
            else outside = false
          }
        }
      })
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Model', link: '/reference/model' },
      { text: 'Commands', link: '/reference/cli' },
      { text: 'Errors', link: '/reference/errors' },
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          { text: 'Start here', link: '/start' },
          { text: 'Architecture', link: '/architecture' },
          { text: 'Recipes', link: '/recipes' },
          { text: 'From your own mappings', link: '/migration' },
          { text: 'Compared with others', link: '/comparison' },
        ],
      },
      {
        text: 'Guide',
        items: [
          guide('Retries and timeouts', 'retries-and-timeouts'),
          guide('Webhooks', 'webhooks'),
          guide('Watching', 'watching'),
          guide('The store', 'store'),
          guide('Reconcile', 'reconcile'),
          guide('Reconcile: kept, shared', 'reconcile-runs'),
          guide('Comparing providers', 'compare'),
          guide('The status page', 'status-page'),
          guide('The status page: access', 'status-page-access'),
          guide('Errors', 'errors'),
          guide('Rate limits', 'rate-limits'),
          guide('Testing', 'testing'),
          guide('Write an adapter', 'adapter'),
          guide('Observability and security', 'observability-and-security'),
        ],
      },
      {
        text: 'Providers',
        items: [
          { text: 'Maven', link: '/providers/maven' },
          { text: 'Maash', link: '/providers/maash' },
          { text: 'Generic JWT checkout', link: '/providers/jwt-checkout' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'The model', link: '/reference/model' },
          { text: 'Statuses', link: '/reference/statuses' },
          { text: 'Commands', link: '/reference/cli' },
          { text: 'Errors', link: '/reference/errors' },
        ],
      },
      {
        text: 'Decisions',
        collapsed: true,
        items: [
          decision('Node and pins', '0001-node-floor-and-pins'),
          decision('Money as text', '0002-money-as-decimal-text'),
          decision('The status list', '0003-status-list'),
          decision('Refunds as overlay', '0004-refund-as-overlay'),
          decision('Small and exact reading', '0005-small-and-exact-reading'),
          decision('The client', '0006-client'),
          decision('The store', '0007-store'),
        ],
      },
    ],
  },
})

// biome-ignore lint/style/noDefaultExport: VitePress reads it
export default config
