/**
 * Strings that spaCy knows by a small number instead of their hash, in the order of those numbers from 0
 * (https://github.com/explosion/spaCy/blob/master/spacy/symbols.pyx).
 */
const NAMES = [
  '',
  ...words('IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_PUNCT IS_SPACE IS_TITLE IS_UPPER LIKE_URL LIKE_NUM LIKE_EMAIL IS_STOP'),
  ...words('IS_OOV_DEPRECATED IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY'),
  ...numbered('FLAG', 19, 63, 2),
  ...words('ID ORTH LOWER NORM SHAPE PREFIX SUFFIX LENGTH CLUSTER LEMMA POS TAG DEP ENT_IOB ENT_TYPE HEAD SENT_START SPACY'),
  ...words('PROB LANG ADJ ADP ADV AUX CONJ CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X EOL SPACE'),
  ...numbered('DEPRECATED', 1, 276, 3),
  ...words('PERSON NORP FACILITY ORG GPE LOC PRODUCT EVENT WORK_OF_ART LANGUAGE LAW DATE TIME PERCENT MONEY QUANTITY ORDINAL'),
  ...words('CARDINAL acomp advcl advmod agent amod appos attr aux auxpass cc ccomp complm conj cop csubj csubjpass dep det'),
  ...words('dobj expl hmod hyph infmod intj iobj mark meta neg nmod nn npadvmod nsubj nsubjpass num number oprd obj obl'),
  ...words('parataxis partmod pcomp pobj poss possessive preconj prep prt punct quantmod relcl rcmod root xcomp acl'),
  ...words('ENT_KB_ID MORPH ENT_ID IDX _'),
]

/** Name → number; 0 for the empty string. */
export const SYMBOLS: ReadonlyMap<string, bigint> = new Map(NAMES.map((name, number) => [name, BigInt(number)]))

function words(line: string): string[] {
  return line.split(' ')
}

function numbered(name: string, first: number, last: number, digits: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, k) => name + String(first + k).padStart(digits, '0'))
}
