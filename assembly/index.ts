export { key, level, outline, step } from './outline'
export { heap, scan } from './scan'
export { seams, skim, state } from './skim'
