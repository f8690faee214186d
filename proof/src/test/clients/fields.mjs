// One of everything that the Node clients can say, with texts, amounts and nesting that are easily lost on the way.
// node fields.mjs ORIGIN KEY: a line of JSON for each client, with how many events it was told were delivered.
import { createRequire } from 'node:module'
const require = createRequire(process.cwd() + '/')
const { Analytics: Segment } = require('@segment/analytics-node')
const Rudder = require('@rudderstack/rudder-sdk-node')
const { PostHog } = require('posthog-node')
const [origin, key] = process.argv.slice(2)

const nested = {
  课程: '零基础学 Python 🐍',
  teacher: { name: '李老师', tags: ['数据', 'AI', null], rating: 4.95, deep: { deeper: { deepest: [1, [2, [3]]] } } },
  price: 199.9, minutes: 45, negative: -0.5, big: 9007199254740991, isFree: false, nothing: null, empty: '',
  emoji: '👩‍🏫🎉', quotes: 'she said "行" \\ / \n\t', progress: 0.25,
}
const order = {
  order_id: 'ORD-20261121-007', total: 398.8, currency: 'CNY', coupon: '双十一',
  products: [
    { product_id: 'course-1', name: '写作课', price: 199.9, quantity: 1 },
    { product_id: 'course-2', name: '摄影课', price: 99.45, quantity: 2 },
  ],
}
const traits = { name: '王小明', email: 'xiaoming@example.com', vip: true, children: [{ age: 7 }], plan: { level: '金卡', until: '2027-01-01' } }
const at = new Date('2026-11-20T08:05:06.789Z')

async function said(client, many, run) {
  let delivered = 0
  const failures = []
  await run((error) => (error ? failures.push(String(error)) : delivered++), (error) => failures.push(String(error)))
  console.log(JSON.stringify({ client, sent: many, delivered, failures }))
}

await said('analytics-node', 8, async (done, failed) => {
  const client = new Segment({ writeKey: key, host: origin, flushAt: 3, flushInterval: 200 })
  client.on('error', failed)
  const callback = (error) => done(error)
  client.identify({ userId: 'segment-1', traits, timestamp: at }, callback)
  client.track({ userId: 'segment-1', anonymousId: 'anon-1', event: '完成课时 🎉', properties: nested, timestamp: at }, callback)
  client.track({ userId: 'segment-1', event: 'Order Completed', properties: order, context: { ip: '203.0.113.9', campaign: { source: '抖音' } } }, callback)
  client.track({ anonymousId: 'anon-2', event: 'Product Viewed', properties: { product_id: 'course-1' }, messageId: 'my-own-id-✓' }, callback)
  client.page({ userId: 'segment-1', category: '课程', name: '详情页', properties: { url: 'https://example.com/课程?a=1&b=2' } }, callback)
  client.screen({ anonymousId: 'anon-2', name: '首页', properties: nested }, callback)
  client.group({ userId: 'segment-1', groupId: 'class-3', traits: { name: '三班', size: 42 } }, callback)
  client.alias({ userId: 'segment-1', previousId: 'anon-1' }, callback)
  await client.closeAndFlush()
})

await said('rudder-sdk-node', 7, async (done, failed) => {
  const client = new Rudder(key, { dataPlaneUrl: origin, flushAt: 3, flushInterval: 200, logLevel: 'none', errorHandler: failed })
  let answered = 0
  const all = new Promise((resolve) => { client.done = resolve })
  const callback = (error) => { done(error); if (++answered === 7) client.done() }
  client.identify({ userId: 'rudder-1', traits, timestamp: at }, callback)
  client.track({ userId: 'rudder-1', event: '完成课时 🎉', properties: nested, originalTimestamp: at }, callback)
  client.track({ userId: 'rudder-1', event: 'Order Completed', properties: order, integrations: { All: true } }, callback)
  client.page({ userId: 'rudder-1', name: '详情页', properties: { url: 'https://example.com/课程' } }, callback)
  client.screen({ anonymousId: 'anon-3', name: '首页', properties: nested }, callback)
  client.group({ userId: 'rudder-1', groupId: 'class-3', traits: { name: '三班', size: 42 } }, callback)
  client.alias({ userId: 'rudder-1', previousId: 'anon-3' }, callback)
  client.flush()
  await all
})

await said('posthog-node', 6, async (done, failed) => {
  const client = new PostHog(key, { host: origin, flushAt: 3, flushInterval: 200 })
  client.on('error', failed)
  client.capture({ distinctId: 'posthog-1', event: '完成课时 🎉', properties: nested, timestamp: at })
  client.capture({ distinctId: 'posthog-1', event: 'Order Completed', properties: order, uuid: '01939a1e-7f70-7000-8000-000000000001' })
  client.capture({ distinctId: 'posthog-1', event: '$pageview', properties: { $current_url: 'https://example.com/课程' }, groups: { class: 'class-3' } })
  client.identify({ distinctId: 'posthog-1', properties: traits })
  client.alias({ distinctId: 'posthog-1', alias: 'anon-4' })
  client.groupIdentify({ groupType: 'class', groupKey: 'class-3', properties: { name: '三班', size: 42 } })
  let sent = 0
  client.on('flush', (messages) => { for (const _ of messages) done() , sent++ })
  await client.shutdown(20000)
})
