// Owns histories.txt: a thousand histories of reviews as the reference implementation, ts-fsrs, schedules them. Written once; the tests only read it.
// Anew: npm install --prefix "$(mktemp -d)" ts-fsrs@5.4.2, then, from that folder, node write_histories.mjs > histories.txt (a copy of this file beside
// node_modules). The same version writes the same bytes.
import { createEmptyCard, fsrs, FSRSVersion } from 'ts-fsrs'

const scheduler = fsrs({ enable_short_term: false, enable_fuzz: false, request_retention: 0.9, maximum_interval: 36500 })
const first = Date.UTC(2026, 0, 1, 12)
const day = 24 * 60 * 60 * 1000
const at = (days) => new Date(first + days * day)
const days = (date) => Math.round((date.getTime() - first) / day)

// mulberry32: the same numbers on every machine.
let state = 20261122
const roll = (sides) => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % sides
}
const oneOf = (items) => items[roll(items.length)]

// How somebody answers, and when they come back: gap(days until due, days since the last review).
const ratings = [
  () => 1 + roll(4),
  () => oneOf([3, 3, 3, 4, 2]),
  () => oneOf([1, 1, 2]),
  () => 4,
  () => 1,
  () => 3,
  () => oneOf([1, 4]),
]
const gaps = [
  (due) => due, // on the day
  (due) => roll(due + 1), // early, or the same day
  (due) => due + roll(10),
  (due) => due + roll(2000), // years late
  () => roll(3), // day after day, and twice a day
  (due) => oneOf([0, due, due * 2, 1, 5 + roll(30)]),
]

console.log(`# ${FSRSVersion}; enable_short_term=false, enable_fuzz=false, request_retention=0.9, maximum_interval=36500, default weights`)
console.log('# A line is a history: reviews as rating@day>due (days since the first), then stability, difficulty, reps, lapses, state;')
console.log('# then retrievability as days since the last review:value.')
for (let n = 0; n < 1000; n++) {
  const rate = n % 3 ? oneOf(ratings) : ratings[0]
  const wait = oneOf(gaps)
  let card = createEmptyCard(at(0))
  let now = 0
  const steps = []
  for (let left = 1 + roll(14); left > 0; left--) {
    const rating = rate()
    card = scheduler.next(card, at(now), rating).card
    steps.push(`${rating}@${now}>${days(card.due)}`)
    if (left > 1) now += wait(days(card.due) - now)
  }
  const recall = [0, 1, 1 + roll(1000)].map((later) => `${later}:${scheduler.get_retrievability(card, at(now + later), false)}`)
  console.log([...steps, card.stability, card.difficulty, card.reps, card.lapses, card.state, ...recall].join(' '))
}
