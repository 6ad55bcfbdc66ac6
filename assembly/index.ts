export { heap, scan } from './scan'
export { skim, state } from './skim'
