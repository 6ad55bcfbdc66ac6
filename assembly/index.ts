export { heap, scan } from './scan'
export { seams, skim, state } from './skim'
