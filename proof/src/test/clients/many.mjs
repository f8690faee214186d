// Many events by the three Node clients at once, each with its number, over a line that loses answers.
// node many.mjs ORIGIN KEY EVENTS_OF_EACH BATCH: a line of JSON for each client when everything was delivered.
import { createRequire } from 'node:module'
const require = createRequire(process.cwd() + '/')
const { Analytics: Segment } = require('@segment/analytics-node')
const Rudder = require('@rudderstack/rudder-sdk-node')
const { PostHog } = require('posthog-node')
const [origin, key, ...numbers] = process.argv.slice(2)
const [events, BATCH] = numbers.map(Number)
const WAITING_MAX = 10 * BATCH // events given to a client and not yet delivered: what bounds its memory
const PATIENCE_MS = 1500

const properties = (client, n) => ({ client, n, product_id: 'course-' + (n % 40), title: '第 ' + n + ' 课' })
const person = (n) => 'p' + (n % 997)

/** Gives a client its events, never too many at a time; `give` calls back when one is delivered. */
function feed(client, give) {
  const failures = []
  let given = 0, delivered = 0
  return new Promise((resolve) => {
    const more = () => {
      while (given < events && given - delivered < WAITING_MAX) give(given++, done)
    }
    const done = (error) => {
      if (error) failures.push(String(error))
      delivered++
      if (delivered === events) {
        console.log(JSON.stringify({ client, sent: events, delivered: delivered - failures.length, failures: failures.slice(0, 5) }))
        resolve()
      } else if (given - delivered === WAITING_MAX / 2 || given === delivered) more()
    }
    more()
  })
}

async function segment() {
  const client = new Segment({ writeKey: key, host: origin, flushAt: BATCH, flushInterval: 500, maxRetries: 40, httpRequestTimeout: PATIENCE_MS })
  await feed('analytics-node', (n, done) => client.track({ userId: person(n), event: 'Lesson Started', properties: properties('analytics-node', n) }, done))
  await client.closeAndFlush()
}

async function rudder() {
  const client = new Rudder(key, {
    dataPlaneUrl: origin, flushAt: BATCH, flushInterval: 500, logLevel: 'none', errorHandler: () => {},
    // A request that took too long is tried again only if axios calls it by its own name.
    timeout: PATIENCE_MS, retryCount: 40, axiosConfig: { transitional: { clarifyTimeoutError: true } },
    axiosRetryConfig: { retryDelay: () => 20, shouldResetTimeout: true },
  })
  await feed('rudder-sdk-node', (n, done) => client.track({ userId: person(n), event: 'Lesson Started', properties: properties('rudder-sdk-node', n) }, done))
}

async function posthog() {
  const client = new PostHog(key, {
    host: origin, flushAt: BATCH, maxBatchSize: BATCH, maxQueueSize: 4 * WAITING_MAX, flushInterval: 500,
    requestTimeout: PATIENCE_MS, fetchRetryCount: 40, fetchRetryDelay: 20,
  })
  const waiting = new Map()
  client.on('flush', (messages) => {
    for (const message of messages) waiting.get(message.properties.n)?.()
  })
  await feed('posthog-node', (n, done) => {
    waiting.set(n, () => { waiting.delete(n); done() })
    client.capture({ distinctId: person(n), event: 'Lesson Started', properties: properties('posthog-node', n) })
  })
  await client.shutdown(60000)
}

await Promise.all([segment(), rudder(), posthog()])
process.exit(0)
