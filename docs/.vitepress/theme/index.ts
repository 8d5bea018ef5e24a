// The theme without its web font: nothing is loaded from elsewhere, system fonts are used.
import theme from 'vitepress/theme-without-fonts'
import './site.css'

// biome-ignore lint/style/noDefaultExport: VitePress reads it
export default theme
